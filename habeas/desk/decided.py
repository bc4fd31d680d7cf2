"""What was decided about records and statements, as far as a person may know of it."""

from __future__ import annotations

from collections.abc import Collection

from habeas.accounts.models import User
from habeas.accounts.tiers import Tier
from habeas.desk import reading, seen
from habeas.linkage import decide
from habeas.linkage.models import Judgement
from habeas.registry import secrecy
from habeas.statements.models import Raising, Record, Retraction


def raisings(found: Record, ceiling: Tier, shown: Collection[int]) -> list[Raising]:
    """Raisings in force of the record, of what brought it and of its statements `shown`: those up to the ceiling."""
    return [
        one
        for one in secrecy.of_record(found)
        if one.tier <= ceiling and (one.statement is None or one.statement in shown)
    ]


def raising(user: User, number: int) -> tuple[Raising, Record]:
    """A raising that stands on a record's page, with that record; 404 otherwise."""
    found = Raising.objects.filter(pk=number, undoes=None).first()
    if found is None:
        raise reading.not_here()
    if found.statement is not None:
        target, ceiling = seen.record(user, _code(statements=found.statement))
    elif found.batch is not None:
        target, ceiling = seen.record(user, _code(batch=found.batch))
    else:
        target, ceiling = seen.record(user, _code(pk=found.record))
    shown = set(target.statements.filter(tier__lte=ceiling).values_list("pk", flat=True))
    if found not in raisings(target, ceiling, shown):
        raise reading.not_here()
    return found, target


def retraction(user: User, number: int) -> tuple[Retraction, Record]:
    """A retraction of a record or statement that this person may see, with the record; 404 otherwise."""
    found = Retraction.objects.filter(pk=number, batch=None, undoes=None).first()
    if found is None:
        raise reading.not_here()
    if found.statement is not None:
        return found, seen.statement(user, found.statement)[0].record
    return found, seen.record(user, _code(pk=found.record))[0]


def _code(**which: int | None) -> str:
    """The code of the first such record; empty when there is none."""
    return Record.objects.filter(**which).order_by("pk").values_list("code", flat=True).first() or ""


def judgements(user: User, records: Collection[int]) -> list[Judgement]:
    """Judgements about these records, newest first; not those that speak of a record which this person may not see."""
    found = [one for one in decide.of_records(list(records)) if one.verdict != "undo"]
    numbers = {row.record for one in found for row in one.records.all()}
    known = seen.visible(user, numbers)
    return [one for one in found if {row.record for row in one.records.all()} <= known]
