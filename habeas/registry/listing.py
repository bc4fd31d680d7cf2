"""Decide whether a person is listed as arbitrarily detained, with the reason."""

from __future__ import annotations

from django.db import transaction

from habeas.accounts.models import User
from habeas.audit import log
from habeas.registry import rebuild
from habeas.registry.models import Listing, Member


class ListingError(ValueError):
    """The listing decision is not complete."""


@transaction.atomic
def decide_listing(
    *, by: User, subject: int, decision: str, criterion: str, category: str, reason: str, tier: int = 2
) -> Listing:
    """List a person as arbitrarily detained, revise the decision, or take the person off the list."""
    if decision not in {"listed", "revised", "removed"}:
        raise ListingError("Choose: listed, revised or removed.")
    if not reason.strip() or not criterion:
        raise ListingError("A listing decision needs a criterion and a reason.")
    oldest = Member.objects.filter(subject=subject, record__standing=0).order_by("record_id").first()
    if oldest is None:
        raise ListingError("This person has no record in force.")
    made = Listing.objects.create(
        record_id=oldest.record_id,
        decision=decision,
        criterion=criterion,
        category=category,
        reason=reason.strip(),
        assessor=by.username,
        tier=tier,
    )
    rebuild.touch([subject])
    log.record(f"listing.{decision}", by=by.username, subject=f"record:{oldest.record.code}", rows=[made])
    return made
