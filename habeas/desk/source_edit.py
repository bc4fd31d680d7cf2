"""Add a source, and change what is known of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import reading, seen
from habeas.desk.source_form import SourceForm
from habeas.desk.told import told
from habeas.registry import sourcing
from habeas.statements import ledger


@policy(roles.RECORD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A source that will say things later."""
    user = reading.reader(request)
    form = SourceForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        made = ledger.add_source(by=user.username, **form.cleaned_data)
        messages.success(request, _("Source added."))
        return redirect("source", made.code)
    return render(request, "desk/source_form.html", {"form": form})


@policy(roles.RECORD)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known about a source; pages follow."""
    user = reading.reader(request)
    found = seen.source(user, code)
    form = SourceForm(request.POST or None, user=user, instance=seen.source(user, code))
    if not seen.may_bring(user, code):
        messages.error(request, _("You do not work with this source. Ask an administrator to give it to your team."))
        return redirect("source", code)
    if request.method == "POST" and form.is_valid():
        try:
            sourcing.change_source(by=user, source=found, **form.cleaned_data)
        except ledger.LedgerError as error:
            form.add_error(None, told(error))
        else:
            messages.success(request, _("Changed."))
            return redirect("source", code)
    return render(request, "desk/source_form.html", {"form": form, "source": found})
