"""The life of a record that was proposed or quarantined: assign, accept, return, promote, finalise."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from habeas.audit import log
from habeas.statements import ledger, standing
from habeas.statements.ledger import LedgerError, Written
from habeas.statements.models import PROPOSED, QUARANTINED, Record, Review

_STEPS: Mapping[str, frozenset[str]] = {
    "accepted": frozenset({"proposed", "assigned"}),
    "returned": frozenset({"proposed", "assigned"}),
    "assigned": frozenset({"proposed", "assigned"}),
    "proposed": frozenset({"returned"}),
    "promoted": frozenset({"quarantined"}),
    "finalised": frozenset({"accepted", "promoted"}),
}
_ARRIVED: Mapping[int, str] = {PROPOSED: "proposed", QUARANTINED: "quarantined"}


def current(record: Record) -> str:
    """The step that the record is at: the latest review, or how it arrived."""
    last = record.reviews.order_by("-pk").first()
    return last.step if last else _ARRIVED.get(record.arrived, "accepted")


def possible(record: Record) -> list[str]:
    """The steps that may follow."""
    now = current(record)
    return [step for step, before in _STEPS.items() if now in before]


@transaction.atomic
def review(*, by: str, record: Record, step: str, note: str = "", to: str = "") -> Written:
    """Move a record one step. Raises LedgerError when the step does not follow, or a peer is needed."""
    Record.objects.select_for_update(no_key=True).get(pk=record.pk)
    if step not in possible(record):
        raise LedgerError("This step does not follow from where the record stands.")
    if step == "accepted" and ledger.author_of(record) == by:
        raise LedgerError("A peer has to accept this: you wrote it.")
    if step == "proposed" and ledger.author_of(record) != by:
        raise LedgerError("Only who wrote it can propose it again.")
    if step == "assigned" and not to:
        raise LedgerError("Say to whom.")
    if step == "returned":
        note = ledger.why(note)
    made = Review.objects.create(record=record, step=step, by=by, to=to, note=note)
    verb = "proposed_again" if step == "proposed" else step  # "record.proposed" tells who wrote it, with its digest
    log.record(f"record.{verb}", by=by, subject=f"record:{record.code}", rows=[made])
    return Written(tuple(standing.settle_records([record.pk])))
