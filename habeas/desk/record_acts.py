"""What people decide about a record: take it back, review it, confirm or dispute what it says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.desk import acting, asked, decided, labels, reading, seen
from habeas.intake import quarantine
from habeas.registry import work
from habeas.statements import ledger
from habeas.statements import review as reviewing
from habeas.statements.models import Record


@policy(roles.RECORD)
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a record back."""
    user, reason = reading.reader(request), asked.text(request.POST, "reason")
    found, _ceiling = seen.record(user, code)
    return acting.change(request, found, lambda: work.withdraw_record(by=user, record=found, reason=reason))


@policy(roles.RECORD)
@require_POST
def withdraw_statement(request: HttpRequest, number: int) -> HttpResponse:
    """Take one statement back."""
    user, reason = reading.reader(request), asked.text(request.POST, "reason")
    found, _ceiling = seen.statement(user, number)
    return acting.change(request, found.record, lambda: work.withdraw(by=user, statements=[found], reason=reason))


@policy(roles.RECORD)
@require_POST
def undo_retraction(request: HttpRequest, number: int) -> HttpResponse:
    """Let count again what was taken back."""
    user = reading.reader(request)
    found, record = decided.retraction(user, number)
    reason = asked.text(request.POST, "reason") or "undone"
    return acting.change(request, record, lambda: work.undo_retraction(by=user, retraction=found, reason=reason))


@policy(roles.RECORD)
@require_POST
def stance(request: HttpRequest, number: int) -> HttpResponse:
    """Say that another record confirms or disputes this statement."""
    user = reading.reader(request)
    found, _ceiling = seen.statement(user, number)
    other, _ceiling = seen.record(user, asked.code(request.POST, "record"))
    take, note = asked.text(request.POST, "stance"), asked.text(request.POST, "note")
    if take not in labels.STANCES:
        raise reading.not_here()
    return acting.attempt(
        request,
        found.record.code,
        lambda: work.take_stance(by=user, record=other, statement=found, stance=take, note=note),
    )


@policy(roles.PROPOSE)
@require_POST
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Assign, accept, return, promote, finalise; the author may propose a returned record again."""
    user = reading.reader(request)
    found, _ceiling = seen.record(user, code)
    step, note, to = (asked.text(request.POST, name) for name in ("step", "note", "to"))
    open_steps = steps(found, user)
    if step not in open_steps["steps"]:
        messages.error(request, _("This step is not open to you now."))
        return redirect("record", code)
    if step == "promoted":
        return acting.attempt(request, code, lambda: quarantine.promote_one(by=user, record=found, note=note))
    to = to if to in open_steps["colleagues"] else ""
    return acting.attempt(request, code, lambda: work.review(by=user, record=found, step=step, note=note, to=to))


def steps(found: Record, user: User) -> dict[str, Any]:
    """The review steps that this person could take now."""
    possible = reviewing.possible(found)
    own = ledger.author_of(found) == user.username
    if not user.may(roles.REVIEW):
        possible = ["proposed"] if own and "proposed" in possible else []
    elif own:
        possible = [step for step in possible if step != "accepted"]
    return {"steps": possible, "own": own, "colleagues": _colleagues() if "assigned" in possible else []}


def _colleagues() -> list[str]:
    users = User.objects.filter(is_active=True).order_by("username")
    return [one.username for one in users if one.may(roles.REVIEW)]
