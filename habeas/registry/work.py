"""What people do with the register, each in one transaction: the ledger changes and every page follows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from habeas.accounts.models import User
from habeas.audit import log
from habeas.linkage import decide
from habeas.linkage.models import Judgement
from habeas.registry import merge, rebuild
from habeas.registry.models import Listing, Member
from habeas.statements import ledger
from habeas.statements.drafting import Draft
from habeas.statements.models import Record, Retraction, Source, Stance, Statement


@transaction.atomic
def state(
    *,
    by: User,
    source: Source,
    kind: str,
    draft: Draft,
    replaces: Record | None = None,
    same_as: Record | None = None,
) -> Record:
    """Add a record by hand. A contributor's is proposed; `replaces` supersedes an earlier record of the
    same source; `same_as` names a record of the person it is about, and is kept as a judgement."""
    proposed = not by.may("record")
    made = ledger.state(by=by.username, source=source, kind=kind, draft=draft, proposed=proposed)
    if replaces is not None and not proposed:
        ledger.withdraw_record(by=by.username, record=replaces, reason=draft.locator or "corrected", superseded_by=made)
        merge.follow([replaces.pk])
    merge.follow([made.pk])
    if same_as is not None:
        decide.judge(
            by=by.username,
            verdict="same",
            left=[made.pk],
            right=[same_as.pk],
            reason="recorded about this person",
        )
        if not proposed:
            merge.regroup([made.pk, same_as.pk])
    return made


@transaction.atomic
def withdraw(*, by: User, statements: Sequence[Statement], reason: str) -> None:
    merge.follow(ledger.withdraw_statements(by=by.username, statements=statements, reason=reason).records)


@transaction.atomic
def withdraw_record(*, by: User, record: Record, reason: str) -> None:
    merge.follow(ledger.withdraw_record(by=by.username, record=record, reason=reason).records)


@transaction.atomic
def undo_retraction(*, by: User, retraction: Retraction, reason: str) -> None:
    merge.follow(ledger.undo(by=by.username, retraction=retraction, reason=reason).records)


@transaction.atomic
def take_stance(*, by: User, record: Record, statement: Statement, stance: str, note: str) -> Stance:
    made = ledger.take_stance(by=by.username, record=record, statement=statement, stance=stance, note=note)
    merge.follow([statement.record_id])
    return made


@transaction.atomic
def review(*, by: User, record: Record, step: str, note: str = "", to: str = "") -> None:
    """Move a proposed or quarantined record on; when it begins to count, its person appears or changes."""
    changed = ledger.review(by=by.username, record=record, step=step, note=note, to=to).records
    merge.follow(changed)
    if changed and decide.of_records([record.pk]):
        merge.regroup([record.pk])


@transaction.atomic
def judge(*, by: User, verdict: str, left: Sequence[int], right: Sequence[int], reason: str) -> list[int]:
    """Judge two sets of records; returns earlier judgements that now cannot be carried out."""
    decide.judge(by=by.username, verdict=verdict, left=left, right=right, reason=reason)
    return merge.regroup([*left, *right]).conflicts


@transaction.atomic
def undo_judgement(*, by: User, judgement: Judgement, reason: str) -> None:
    records = list(judgement.records.values_list("record", flat=True))
    decide.undo(by=by.username, judgement=judgement, reason=reason)
    merge.regroup(records)


class ListingError(ValueError):
    """The listing decision is not complete."""


@transaction.atomic
def decide_listing(
    *, by: User, subject: int, decision: str, criterion: str, category: str, reason: str, tier: int = 2
) -> Listing:
    """List a person as arbitrarily detained, revise the decision, or take the person off the list."""
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
    log.record(f"listing.{decision}", by=by.username, subject=f"record:{oldest.record.code}")
    return made
