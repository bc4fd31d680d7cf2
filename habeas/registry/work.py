"""What people do with the register, each in one transaction: the ledger changes and every page follows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.linkage import decide
from habeas.linkage.models import Judgement
from habeas.registry import merge
from habeas.statements import ledger
from habeas.statements import review as reviewing
from habeas.statements.drafting import Draft
from habeas.statements.ledger import LedgerError, NewSource
from habeas.statements.models import PROPOSED, RETURNED, Record, Retraction, Source, Stance, Statement


@transaction.atomic
def state(
    *,
    by: User,
    source: Source | NewSource,
    kind: str,
    draft: Draft,
    replaces: Record | None = None,
    same_as: Record | None = None,
    answers: tuple[Statement, str] | None = None,
) -> Record:
    """Add a record by hand. A contributor's is proposed; `replaces` supersedes an earlier record of the same source,
    or one's own proposal; `same_as` names a record of the person it is about, and is kept as a judgement; `answers`
    is a statement that it confirms or disputes."""
    proposed = not by.may(roles.RECORD)
    if isinstance(source, NewSource):
        source = ledger.source_of_hand(by=by.username, told=source)
    made = ledger.state(by=by.username, source=source, kind=kind, draft=draft, proposed=proposed)
    if replaces is not None:
        _replace(by, replaces, made, proposed=proposed)
    if answers is not None:
        statement, stance = answers
        ledger.take_stance(by=by.username, record=made, statement=statement, stance=stance)
    merge.follow([made.pk, *([answers[0].record_id] if answers else [])])
    if same_as is not None:
        _join(by, made, same_as)
    return made


def _replace(by: User, old: Record, new: Record, *, proposed: bool) -> None:
    own = old.standing in {PROPOSED, RETURNED} and ledger.author_of(old) == by.username
    if proposed and not own:
        raise LedgerError("You can replace what you proposed yourself; for anything else add a record of its own.")
    if old.source_id != new.source_id:
        raise LedgerError("A record can only be replaced by one of the same source.")
    ledger.withdraw_record(by=by.username, record=old, reason="replaced by a newer version", superseded_by=new)
    merge.follow([old.pk])


def _join(by: User, made: Record, other: Record) -> None:
    reason = "recorded about this person"
    decide.judge(by=by.username, verdict=decide.SAME, left=[made.pk], right=[other.pk], reason=reason)
    if made.standing == 0:
        merge.regroup([made.pk, other.pk])


@transaction.atomic
def withdraw(*, by: User, statements: Sequence[Statement], reason: str) -> None:
    """Take single statements back."""
    merge.follow(ledger.withdraw_statements(by=by.username, statements=statements, reason=reason).records)


@transaction.atomic
def withdraw_record(*, by: User, record: Record, reason: str) -> None:
    """Take a record back."""
    merge.follow(ledger.withdraw_record(by=by.username, record=record, reason=reason).records)


@transaction.atomic
def undo_retraction(*, by: User, retraction: Retraction, reason: str) -> None:
    """Let count again what was taken back."""
    merge.follow(ledger.undo(by=by.username, retraction=retraction, reason=reason).records)


@transaction.atomic
def take_stance(*, by: User, record: Record, statement: Statement, stance: str, note: str) -> Stance:
    """Let a record confirm, dispute or decline to confirm a statement of another."""
    made = ledger.take_stance(by=by.username, record=record, statement=statement, stance=stance, note=note)
    merge.follow([statement.record_id])
    return made


@transaction.atomic
def review(*, by: User, record: Record, step: str, note: str = "", to: str = "") -> None:
    """Move a proposed or quarantined record on; when it begins to count, its person appears or changes."""
    changed = reviewing.review(by=by.username, record=record, step=step, note=note, to=to).records
    merge.follow(changed)
    if changed and decide.of_records([record.pk]):
        merge.regroup([record.pk])


@transaction.atomic
def judge(*, by: User, verdict: str, left: Sequence[int], right: Sequence[int], reason: str) -> list[int]:
    """Judge two sets of records; returns judgements that now cannot be carried out."""
    decide.judge(by=by.username, verdict=verdict, left=left, right=right, reason=reason)
    return merge.regroup([*left, *right]).conflicts


@transaction.atomic
def undo_judgement(*, by: User, judgement: Judgement, reason: str) -> None:
    """Take a judgement back; groups become what they would be without it."""
    records = list(judgement.records.values_list("record", flat=True))
    decide.undo(by=by.username, judgement=judgement, reason=reason)
    merge.regroup(records)
