"""The verbs of the ledger: state, supersede, withdraw, reinstate, dispute, review.

Each is one transaction and leaves one audit event. None edits what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from habeas.audit import log
from habeas.packs import reader as packs
from habeas.statements import copying, keepers, standing, usages
from habeas.statements.drafting import Draft, Frame, content, render
from habeas.statements.models import (
    LIVE,
    PROPOSED,
    Record,
    Retraction,
    Review,
    Source,
    Stance,
    Statement,
)
from habeas.statements.reading import Habits, Reader


class LedgerError(ValueError):
    """The verb does not apply; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a verb wrote, for those above who keep derived data: records that changed."""

    records: tuple[int, ...]


def add_source(*, by: str, code: str, title: str, kind: str, **details: Any) -> Source:
    """Add a source. `details` are fields of `Source`."""
    with transaction.atomic():
        source = Source.objects.create(code=code, title=title, kind=kind, **details)
        log.record("source.added", by=by, subject=f"source:{code}", detail={"kind": kind})
    return source


@transaction.atomic
def state(
    *, by: str, source: Source, kind: str, draft: Draft, proposed: bool = False, habits: Habits | None = None
) -> Record:
    """Add one record with its statements. A proposed one makes no person until a peer accepts it.

    Raises LedgerError when a value is sealed and no keeper's key exists, or nothing is said.
    """
    if not draft.said:
        raise LedgerError("Nothing is said: give at least one value.")
    habits = habits or Habits()
    frame = Frame(
        source=source.pk,
        stream="",
        usage=usages.keep(habits).pk,
        kind=kind,
        batch=None,
        added_at=timezone.now().isoformat(),
        arrived=PROPOSED if proposed else LIVE,
        content_key=usages.content_key(),
        seal=keepers.sealer(),
    )
    said = [one._replace(tier=max(one.tier, source.tier)) for one in draft.said]
    [number] = copying.numbers(1)
    draft = replace(draft, said=said, key=draft.key or f"~{number}", about=draft.about or draft.key or f"~{number}")
    if frame.seal is None and any(one.tier == 4 for one in said):
        raise LedgerError("A sealed value needs a keeper's key. Ask an administrator to add one (docs/operate.md).")
    rendered = render(
        draft, content(draft, frame.content_key), number, frame, Reader(packs.load(*settings.PACKS), habits)
    )
    copying.write([rendered])
    verb = "record.proposed" if proposed else "record.stated"
    log.record(verb, by=by, subject=f"record:{rendered.code}", digest=rendered.digest)
    return Record.objects.get(pk=number)


@transaction.atomic
def withdraw_statements(*, by: str, statements: Sequence[Statement], reason: str) -> Written:
    """Withdraw single statements; what was said stays readable in its record."""
    rows = [Retraction(statement=one.pk, reason=_said(reason), by=by) for one in statements]
    return _retract(rows, by=by, verb="statement.withdrawn", statements=[one.pk for one in statements])


@transaction.atomic
def withdraw_record(*, by: str, record: Record, reason: str, superseded_by: Record | None = None) -> Written:
    """Withdraw a record, or say that another supersedes it."""
    row = Retraction(
        record=record.pk, reason=_said(reason), by=by, by_record=superseded_by.pk if superseded_by else None
    )
    verb = "record.superseded" if superseded_by else "record.withdrawn"
    return _retract([row], by=by, verb=verb, records=[record.pk])


def _retract(
    rows: list[Retraction], *, by: str, verb: str, records: Iterable[int] = (), statements: Iterable[int] = ()
) -> Written:
    made = Retraction.objects.bulk_create(rows)
    log.record(verb, by=by, subject=f"retraction:{made[0].pk}", detail={"rows": len(made)})
    changed = [*standing.settle_records(list(records)), *standing.settle_statements(list(statements))]
    return Written(tuple(changed))


@transaction.atomic
def withdraw_batch(*, by: str, batch: int, reason: str) -> Written:
    """Take a whole batch back; what it superseded counts again."""
    Retraction.objects.create(batch=batch, reason=_said(reason), by=by)
    log.record("batch.undone", by=by, subject=f"batch:{batch}")
    return Written(tuple(standing.settle_batches([batch])))


@transaction.atomic
def undo(*, by: str, retraction: Retraction, reason: str) -> Written:
    """Take a retraction back: what it withdrew counts again."""
    if retraction.undone_by.exists():
        raise LedgerError("This was undone already.")
    Retraction.objects.create(undoes=retraction, reason=_said(reason), by=by)
    log.record("retraction.undone", by=by, subject=f"retraction:{retraction.pk}")
    if retraction.batch is not None:
        return Written(tuple(standing.settle_batches([retraction.batch])))
    if retraction.statement is not None:
        return Written(tuple(standing.settle_statements([retraction.statement])))
    return Written(tuple(standing.settle_records([retraction.record] if retraction.record else [])))


@transaction.atomic
def take_stance(*, by: str, record: Record, statement: Statement, stance: str, note: str = "") -> Stance:
    """Let a record confirm, dispute or decline to confirm another record's statement."""
    if statement.record_id == record.pk:
        raise LedgerError("A record cannot take a stance on its own statement.")
    made = Stance.objects.create(record=record, statement=statement, stance=stance, note=note)
    log.record("stance.taken", by=by, subject=f"record:{record.code}", detail={"stance": stance})
    return made


_STEPS: Mapping[str, frozenset[str]] = {
    "accepted": frozenset({"proposed", "assigned"}),
    "returned": frozenset({"proposed", "assigned"}),
    "assigned": frozenset({"proposed", "assigned"}),
    "proposed": frozenset({"returned"}),
    "promoted": frozenset({"quarantined"}),
    "finalised": frozenset({"accepted", "promoted"}),
}


@transaction.atomic
def review(*, by: str, record: Record, step: str, note: str = "", to: str = "") -> Written:
    """Move a proposed or quarantined record one step: assign, accept, return, propose again, promote, finalise."""
    last = record.reviews.order_by("-pk").first()
    current = last.step if last else {3: "proposed", 4: "quarantined"}.get(record.arrived, "accepted")
    if current not in _STEPS.get(step, frozenset()):
        raise LedgerError(f"A record that is {current} cannot be {step}.")
    if step == "accepted" and author_of(record) == by:
        raise LedgerError("A peer has to accept this: you wrote it.")
    if step == "returned":
        _said(note)
    Review.objects.create(record=record, step=step, by=by, to=to, note=note)
    log.record(f"record.{step}", by=by, subject=f"record:{record.code}")
    return Written(tuple(standing.settle_records([record.pk])))


def author_of(record: Record) -> str:
    """Who proposed the record, from the audit trail."""
    return log.actor_of("record.proposed", f"record:{record.code}")


def _said(reason: str) -> str:
    if not reason.strip():
        raise LedgerError("Say why: the reason is kept and shown.")
    return reason.strip()
