"""The verbs of the ledger: state, supersede, withdraw, reinstate, dispute.

Each is one transaction and leaves one audit event. None edits what was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from habeas.accounts import invite
from habeas.audit import log
from habeas.packs import reader as packs
from habeas.statements import copying, keepers, standing, usages
from habeas.statements.drafting import SEALED_TIER, Draft, Frame, content, new_code, render
from habeas.statements.models import LIVE, PROPOSED, Record, Retraction, Source, Stance, Statement
from habeas.statements.reading import Habits, Reader

_BAD = re.compile(r"[\x00\ud800-\udfff]")  # what PostgreSQL cannot keep in a text


class LedgerError(ValueError):
    """The verb does not apply; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a verb wrote, for those above who keep derived data: records that changed."""

    records: tuple[int, ...]


class NewSource(NamedTuple):
    """A source that is told of for the first time, with a record of what it says."""

    title: str
    kind: str


def source_of_hand(*, by: str, told: NewSource) -> Source:
    """Add a source that somebody wrote down by hand; it gets a short name of its own."""
    code = f"hand-{new_code()}"
    return add_source(by=by, code=code, title=told.title, kind=told.kind)


def add_source(*, by: str, code: str, title: str, kind: str, **details: Any) -> Source:
    """Add a source, and give it to the teams of who added it. `details` are fields of `Source`."""
    with transaction.atomic():
        source = Source.objects.create(code=code, title=title, kind=kind, **details)
        log.record("source.added", by=by, subject=f"source:{code}", detail={"kind": kind}, rows=[source])
        invite.assign_to_teams_of(username=by, source=code)
    return source


@transaction.atomic
def change_source(*, by: str, source: Source, **details: Any) -> Source:
    """Change what is known about a source. Its tier can only be raised: what was said keeps its own tier."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    if details.get("code", held.code) != held.code:
        raise LedgerError("The short name of a source cannot be changed: teams are assigned by it.")
    if details.get("tier", held.tier) < held.tier:
        raise LedgerError("A source cannot be made less secret: what it said came under the higher tier.")
    for name, value in details.items():
        setattr(held, name, value)
    if _is_own_origin(held):
        raise LedgerError("A source cannot come from itself: look at what it is part of and took its content from.")
    held.save(update_fields=list(details))
    log.record("source.changed", by=by, subject=f"source:{held.code}", detail={"fields": sorted(details)}, rows=[held])
    return held


def _is_own_origin(source: Source) -> bool:
    rows = Source.objects.values_list("pk", "upstream", "parent")
    above = {pk: {up for up in ups if up is not None} for pk, *ups in rows}
    above[source.pk] = {up for up in (source.upstream_id, source.parent_id) if up is not None}
    waiting, seen = set(above[source.pk]), set[int]()
    while waiting:
        number = waiting.pop()
        if number == source.pk:
            return True
        seen.add(number)
        waiting |= above.get(number, set()) - seen
    return False


@transaction.atomic
def state(
    *, by: str, source: Source, kind: str, draft: Draft, proposed: bool = False, habits: Habits | None = None
) -> Record:
    """Add one record with its statements. A proposed one makes no person until a peer accepts it.

    Raises LedgerError when a value is sealed and no keeper's key exists, nothing is said, or it cannot be kept.
    """
    pack = packs.load(*settings.PACKS)
    _check(draft, pack)
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
    if frame.seal is None and any(one.tier == SEALED_TIER for one in said):
        raise LedgerError("A sealed value needs a keeper's key. Ask an administrator to add one (docs/operate.md).")
    rendered = render(draft, content(draft, frame), number, frame, Reader(pack, habits))
    copying.write([rendered])
    verb = "record.proposed" if proposed else "record.stated"
    log.record(verb, by=by, subject=f"record:{rendered.code}", digest=rendered.digest)
    return Record.objects.get(pk=number)


def _check(draft: Draft, pack: packs.Pack) -> None:
    """Raise LedgerError for what the ledger could not hold, before anything is written."""
    if not draft.said:
        raise LedgerError("Nothing is said: give at least one value.")
    known = {one.code for one in pack.properties}
    for one in draft.said:
        if one.property not in known:
            raise LedgerError(f"No pack in use declares the property {one.property!r}.")
        if not 0 <= one.tier <= SEALED_TIER:
            raise LedgerError(f"There is no tier {one.tier}.")
    texts = [draft.key, draft.about, draft.row, draft.locator, draft.said_by, draft.how_known, draft.said_on]
    if any(_BAD.search(text) for text in (*texts, *[one.original for one in draft.said])):
        raise LedgerError("The text holds signs that are no letters (NUL or half a letter). Write it again.")


@transaction.atomic
def withdraw_statements(*, by: str, statements: Sequence[Statement], reason: str) -> Written:
    """Withdraw single statements; what was said stays readable in its record."""
    rows = [Retraction(statement=one.pk, reason=why(reason), by=by) for one in statements]
    return _retract(rows, by=by, verb="statement.withdrawn", statements=[one.pk for one in statements])


@transaction.atomic
def withdraw_record(*, by: str, record: Record, reason: str, superseded_by: Record | None = None) -> Written:
    """Withdraw a record, or say that another supersedes it."""
    row = Retraction(record=record.pk, reason=why(reason), by=by, by_record=superseded_by.pk if superseded_by else None)
    verb = "record.superseded" if superseded_by else "record.withdrawn"
    return _retract([row], by=by, verb=verb, records=[record.pk])


def _retract(
    rows: list[Retraction], *, by: str, verb: str, records: Iterable[int] = (), statements: Iterable[int] = ()
) -> Written:
    if not rows:
        raise LedgerError("Nothing was chosen.")
    made = Retraction.objects.bulk_create(rows)
    log.record(verb, by=by, subject=f"retraction:{made[0].pk}", rows=made)
    changed = [*standing.settle_records(list(records)), *standing.settle_statements(list(statements))]
    return Written(tuple(changed))


@transaction.atomic
def withdraw_batch(*, by: str, batch: int, reason: str) -> Written:
    """Take a whole batch back; what it superseded counts again."""
    made = Retraction.objects.create(batch=batch, reason=why(reason), by=by)
    log.record("batch.undone", by=by, subject=f"batch:{batch}", rows=[made])
    return Written(tuple(standing.settle_batches([batch])))


@transaction.atomic
def undo(*, by: str, retraction: Retraction, reason: str) -> Written:
    """Take a retraction back: what it withdrew counts again, unless another retraction keeps it away."""
    if retraction.undoes_id is not None:
        raise LedgerError("An undoing is not undone: withdraw it again, with today's reason.")
    if retraction.undone_by.exists():
        raise LedgerError("This was undone already.")
    made = Retraction.objects.create(undoes=retraction, reason=why(reason), by=by)
    log.record("retraction.undone", by=by, subject=f"retraction:{retraction.pk}", rows=[made])
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
    log.record("stance.taken", by=by, subject=f"record:{record.code}", detail={"stance": stance}, rows=[made])
    return made


def author_of(record: Record) -> str:
    """Who wrote the record by hand, from the audit trail; empty for one that a batch brought."""
    if record.batch is not None:
        return ""
    return log.actor_of("record.proposed", "record.stated", subject=f"record:{record.code}")


def why(reason: str) -> str:
    """The reason, which every taking back needs. Raises LedgerError when it is empty."""
    if not reason.strip():
        raise LedgerError("Say why: the reason is kept and shown.")
    return reason.strip()
