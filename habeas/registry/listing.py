"""Decide whether a person is listed as arbitrarily detained, with the reason."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from habeas.accounts.models import User
from habeas.audit import log
from habeas.packs import reader as packs
from habeas.registry import rebuild
from habeas.registry.models import Listing
from habeas.statements.models import Record


class ListingError(ValueError):
    """The listing decision is not complete."""


@transaction.atomic
def decide_listing(
    *, by: User, subject: int, decision: str, criterion: str, category: str, reason: str, tier: int = 2, about: str = ""
) -> Listing:
    """List a person as arbitrarily detained, revise the decision, or take the person off the list.

    The decision is kept with one record of the person and stays with it when pages part: with the one whose code is
    `about`, else with the oldest.
    """
    _check(decision, criterion, category, reason)
    records = Record.objects.filter(member__subject=subject, standing=0, kind="person")
    record = records.filter(code=about).first() or records.order_by("pk").first()
    if record is None:
        raise ListingError("This person has no record in force.")
    made = Listing.objects.create(
        record=record,
        decision=decision,
        criterion=criterion,
        category=category,
        reason=reason.strip(),
        assessor=by.username,
        tier=tier,
    )
    rebuild.touch([subject])
    log.record(f"listing.{decision}", by=by.username, subject=f"record:{record.code}", rows=[made])
    return made


def _check(decision: str, criterion: str, category: str, reason: str) -> None:
    """Raise ListingError for what is not complete, or for words that no pack knows."""
    if decision not in {"listed", "revised", "removed"}:
        raise ListingError("Choose: listed, revised or removed.")
    if not reason.strip() or not criterion:
        raise ListingError("A listing decision needs a criterion and a reason.")
    pack = packs.load(*settings.PACKS)
    if pack.term("listing_criterion", criterion) is None or (category and pack.term("wgad_category", category) is None):
        raise ListingError("Choose the criterion and the category from their lists.")
