"""Two-person decisions: ask, answer, and act once when enough people said yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from habeas.accounts.models import Approval, User, Voice
from habeas.audit import log

Act = Callable[..., None]
_ACTS: dict[str, tuple[str, Act]] = {}


class NotAllowed(ValueError):
    """The answer does not count: same person twice, wrong role, or already decided."""


def when_approved(kind: str, *, permission: str) -> Callable[[Act], Act]:
    """Name the function that acts when an approval of this kind is complete, and who may answer."""

    def register(act: Act) -> Act:
        _ACTS[kind] = (permission, act)
        return act

    return register


@transaction.atomic
def ask(*, kind: str, subject: str, payload: Mapping[str, Any], reason: str, by: User) -> Approval:
    """Ask for something that needs a second person; the asker's yes is the first."""
    if not by.may(_ACTS[kind][0]):
        raise NotAllowed("Your role may not ask for this.")
    if not reason.strip():
        raise NotAllowed("Say why: the second person decides on your reason.")
    approval = Approval.objects.create(
        kind=kind, subject=subject, payload=dict(payload), reason=reason, asked_by=by.username
    )
    voice = Voice.objects.create(approval=approval, by=by.username, yes=True, reason=reason)
    log.record(
        "approval.asked",
        by=by.username,
        subject=f"approval:{approval.pk}",
        detail={"kind": kind, "of": subject},
        rows=[approval, voice],
    )
    return approval


@transaction.atomic
def answer(*, approval: Approval, yes: bool, reason: str, by: User) -> bool:
    """Say yes or no; when enough said yes the act is carried out. Returns whether it was."""
    approval = Approval.objects.select_for_update().get(pk=approval.pk)
    permission, act = _ACTS[approval.kind]
    if approval.done_at is not None:
        raise NotAllowed("This was decided already.")
    if not by.may(permission):
        raise NotAllowed("Your role may not decide this.")
    if approval.voices.filter(by=by.username).exists():
        raise NotAllowed("A second person has to decide: you have answered already.")
    voice = Voice.objects.create(approval=approval, by=by.username, yes=yes, reason=reason)
    log.record(
        "approval.answered",
        by=by.username,
        subject=f"approval:{approval.pk}",
        detail={"kind": approval.kind, "of": approval.subject, "yes": yes},
        rows=[voice],
    )
    complete = yes and _agreed(approval, permission) >= approval.needed
    if complete or not yes:
        Approval.objects.filter(pk=approval.pk).update(done_at=timezone.now())
    if complete:
        act(approval=approval, by=by.username)
    return complete


def _agreed(approval: Approval, permission: str) -> int:
    """How many said yes and may still decide: the yes of a closed account or of a former role counts no longer."""
    names = approval.voices.filter(yes=True).values("by")
    return sum(one.may(permission) for one in User.objects.filter(username__in=names))


def waiting_for(user: User) -> list[Approval]:
    """What this person could decide now."""
    kinds = [kind for kind, (permission, _act) in _ACTS.items() if user.may(permission)]
    open_ones = Approval.objects.filter(done_at=None, kind__in=kinds)
    return list(open_ones.exclude(voices__by=user.username).order_by("pk"))
