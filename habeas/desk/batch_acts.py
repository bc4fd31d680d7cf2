"""What people decide about a batch: undo, bring in again, give up, promote rows, make more secret."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import asked, reading, seen, words
from habeas.desk.told import told
from habeas.intake import deliver, quarantine
from habeas.intake import undo as undoing
from habeas.intake.models import OPEN
from habeas.registry import secrecy
from habeas.statements.ledger import LedgerError


@policy(roles.IMPORT)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a batch back whole."""
    user = reading.reader(request)
    found, reason = seen.batch(user, number), asked.text(request.POST, "reason")
    try:
        undoing.undo(batch=found, by=user.username, reason=reason)
        messages.success(request, _("The batch is taken back; what it superseded counts again."))
    except LedgerError as error:
        messages.error(request, told(error))
    return redirect("batch", number)


@policy(roles.IMPORT)
@require_POST
def reinstate(request: HttpRequest, number: int) -> HttpResponse:
    """Bring a batch in again that was taken back."""
    user = reading.reader(request)
    found, reason = seen.batch(user, number), asked.text(request.POST, "reason")
    try:
        undoing.reinstate(batch=found, by=user.username, reason=reason)
        messages.success(request, _("The batch counts again."))
    except LedgerError as error:
        messages.error(request, told(error))
    return redirect("batch", number)


@policy(roles.IMPORT)
@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Give a waiting batch up; its sealed file stays."""
    user = reading.reader(request)
    found = seen.batch(user, number)
    if found.state not in OPEN:
        messages.error(request, _("Only a batch that waits can be given up."))
        return redirect("batch", number)
    deliver.discard(batch=found, by=user.username)
    messages.success(request, _("Given up. The sealed file stays."))
    return redirect("batches")


@policy(roles.REVIEW)
@require_POST
def promote(request: HttpRequest, number: int) -> HttpResponse:
    """Let rows out of quarantine: those ticked, those that meet a rule, or all."""
    user = reading.reader(request)
    found = seen.batch(user, number)
    keys = asked.texts(request.POST, "keys")
    rules = [] if keys else _rules(request)
    if not keys and not rules and request.POST.get("all") != "yes":
        messages.error(request, _("Tick rows, choose a rule, or say that all are meant."))
        return redirect("batch", number)
    note = asked.text(request.POST, "note")
    count = quarantine.promote(batch=found, by=user.username, note=note, keys=keys, rules=rules)
    text = ngettext("%(count)d row promoted.", "%(count)d rows promoted.", count) % {"count": count}
    messages.success(request, text)
    return redirect("batch", number)


def _rules(request: HttpRequest) -> list[quarantine.Rule]:
    """The rule of the form: a property, a test and perhaps a text."""
    code, test = asked.text(request.POST, "property"), asked.text(request.POST, "test")
    if words.spec(code) is None or test not in {quarantine.GIVEN, quarantine.READ, quarantine.EQUALS}:
        return []
    return [quarantine.Rule(code, test, asked.text(request.POST, "text")[:300])]


@policy(roles.RECORD)
@require_POST
def raise_tier(request: HttpRequest, number: int) -> HttpResponse:
    """Make everything that a batch brought more secret."""
    user = reading.reader(request)
    found, reason = seen.batch(user, number), asked.text(request.POST, "reason")
    try:
        secrecy.raise_tier(by=user, batch=found.pk, tier=asked.number(request.POST, "tier") or 0, reason=reason)
        messages.success(request, _("Everything that this batch brought is more secret now."))
    except LedgerError as error:
        messages.error(request, told(error))
    return redirect("batch", number)
