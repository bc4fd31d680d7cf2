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
from habeas.desk import asked, reading, seen
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
        "sources": _choices(user),
    }
    return render(request, "desk/teams.html", context)


def _choices(user: User) -> list[tuple[str, str]]:
    """Every source by its short name, with the title where the reader may know it."""
    titles = dict(seen.sources(user).values_list("code", "title"))
    codes = Source.objects.values_list("code", flat=True)
    return sorted(((code, titles.get(code, code)) for code in codes), key=lambda one: (one[1].casefold(), one[0]))


def _keep_team(request: HttpRequest, user: User) -> None:
    name, wanted = asked.text(request.POST, "name").strip()[:100], asked.texts(request.POST, "sources")
    codes = list(Source.objects.filter(code__in=wanted).values_list("code", flat=True))
    if not name:
        messages.error(request, _("Give the team a name."))
        return
    if asked.text(request.POST, "new") and Team.objects.filter(name=name).exists():
        messages.error(request, _("There is a team of this name already."))
        return
    try:
        waits = change.set_team(by=user, name=name, sources=codes, all_sources=request.POST.get("all_sources") == "yes")
    except NotAllowed as error:
        messages.error(request, told(error))
        return
    messages.success(
        request, _("Kept. That it sees every source waits for a second person.") if waits else _("Team kept.")
    )
