"""Teams: who works with which sources."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.accounts import change, roles
from habeas.accounts.approve import NotAllowed
from habeas.accounts.models import Team, User
from habeas.accounts.policy import policy
from habeas.desk import asked, reading
from habeas.desk.told import told
from habeas.statements.models import Source


@policy(roles.ACCOUNTS)
@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """Teams and the sources assigned to them."""
    user = reading.reader(request)
    if request.method == "POST":
        _keep_team(request, user)
        return redirect("teams")
    found = Team.objects.prefetch_related("assignments", "members").order_by("name")
    context = {
        "teams": [{"team": one, "sources": {a.source for a in one.assignments.all()}} for one in found],
        "sources": Source.objects.order_by("title"),
    }
    return render(request, "desk/teams.html", context)


def _keep_team(request: HttpRequest, user: User) -> None:
    name, wanted = asked.text(request.POST, "name").strip()[:100], asked.texts(request.POST, "sources")
    codes = list(Source.objects.filter(code__in=wanted).values_list("code", flat=True))
    if not name:
        messages.error(request, _("Give the team a name."))
        return
    try:
        waits = change.set_team(by=user, name=name, sources=codes, all_sources=request.POST.get("all_sources") == "yes")
    except NotAllowed as error:
        messages.error(request, told(error))
        return
    messages.success(
        request, _("Kept. That it sees every source waits for a second person.") if waits else _("Team kept.")
    )
