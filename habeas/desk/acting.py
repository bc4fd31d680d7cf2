"""Do what a person asked for about a record, say how it went, and go back to its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from habeas.accounts import approve
from habeas.desk import reading, seen
from habeas.desk.told import told
from habeas.statements import ledger
from habeas.statements.models import Record


def change(request: HttpRequest, record: Record, act: Callable[[], object], hidden: str = "") -> HttpResponse:
    """The same for what only those may do who work with the record's source."""
    if not seen.works_with(reading.reader(request), record):
        messages.error(request, _("You do not work with this source. Ask an administrator to give it to your team."))
        return redirect("record", record.code)
    return attempt(request, record.code, act, hidden)


def attempt(request: HttpRequest, code: str, act: Callable[[], object], hidden: str = "") -> HttpResponse:
    """Do it, say how it went, go back to the record; or to the page `hidden` when the record is out of sight now."""
    try:
        act()
    except (ledger.LedgerError, approve.NotAllowed) as error:
        messages.error(request, told(error))
        return redirect("record", code)
    messages.success(request, _("Done."))
    if hidden:
        try:
            seen.record(reading.reader(request), code)
        except Http404:
            return redirect(hidden)
    return redirect("record", code)
