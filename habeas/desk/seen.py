"""Records and statements that a person may see."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from habeas.accounts.models import User
from habeas.accounts.reach import assigned, reach_of
from habeas.accounts.tiers import Tier
from habeas.audit.models import Event
from habeas.desk import reading
from habeas.intake.models import Batch
from habeas.statements import ledger
from habeas.statements.models import PROPOSED, Record, Source, Statement


def records(user: User) -> QuerySet[Record]:
    """Records that this person may work with: those of assigned sources, and what they wrote themselves."""
    mine = assigned(user)
    found = Record.objects.select_related("source")
    return found if mine is None else found.filter(Q(source__code__in=mine) | Q(code__in=_own_codes(user)))


def _own_codes(user: User) -> list[str]:
    own = Event.objects.filter(actor=user.username, verb__in=["record.proposed", "record.stated"])
    return [subject.removeprefix("record:") for subject in own.values_list("subject", flat=True)]


def records_waiting(user: User, standing: int) -> QuerySet[Record]:
    """Records in this standing that this person may decide about, oldest first."""
    return records(user).filter(standing=standing).order_by("pk")


def own_records(user: User, standing: int) -> QuerySet[Record]:
    """What this person proposed and now stands so."""
    found = Record.objects.filter(code__in=_own_codes(user), standing=standing)
    return found.select_related("source").order_by("-pk")


def record(user: User, code: str) -> tuple[Record, Tier]:
    """A record that this person may open, with the ceiling for its source; 404 otherwise."""
    found = Record.objects.select_related("source").filter(code=code).first()
    if found is None:
        raise reading.not_here()
    ceiling = reach_of(user).of(found.source.code)
    if ledger.author_of(found) == user.username:
        ceiling = max(ceiling, Tier.RESTRICTED)  # one's own words are no secret
    hidden = found.standing >= PROPOSED and not records(user).filter(pk=found.pk).exists()
    if hidden or not found.statements.filter(tier__lte=ceiling).exists():
        raise reading.not_here()
    return found, ceiling


def replaceable(user: User, code: str) -> Record:
    """A record that this person may write anew: they have to see all of it but what is sealed. 404 otherwise."""
    found, ceiling = record(user, code)
    if ceiling < Tier.RESTRICTED:
        raise reading.not_here()
    return found


def statement(user: User, number: int) -> tuple[Statement, Tier]:
    """A statement that this person may see; 404 otherwise."""
    found = Statement.objects.select_related("record__source").filter(pk=number).first()
    if found is None:
        raise reading.not_here()
    _record, ceiling = record(user, found.record.code)
    if found.tier > ceiling:
        raise reading.not_here()
    return found, ceiling


def sources(user: User) -> QuerySet[Source]:
    """Sources that this person may know of."""
    mine = assigned(user)
    found = Source.objects.filter(tier__lte=user.ceiling)
    return found if mine is None else found.filter(Q(tier__lte=Tier.INTERNAL) | Q(code__in=mine))


def visible(user: User, numbers: Collection[int]) -> set[int]:
    """Which of these records say something that this person may see."""
    reach = reach_of(user)
    said = Statement.objects.filter(record__in=list(numbers))
    high = Q(tier__lte=reach.top)
    met = high if reach.mine is None else Q(tier__lte=reach.base) | (high & Q(record__source__code__in=reach.mine))
    return set(said.filter(met).values_list("record", flat=True))


def writable_sources(user: User) -> QuerySet[Source]:
    """Sources under which this person may write: those that they work with, and those of what they wrote before."""
    mine = assigned(user)
    found = Source.objects.filter(tier__lte=user.ceiling)
    own = Record.objects.filter(code__in=_own_codes(user)).values("source")
    return found if mine is None else found.filter(Q(code__in=mine) | Q(pk__in=own))


def works_with(user: User, record: Record) -> bool:
    """Whether this person may change what a record says or who sees it: they work with its source, or wrote it."""
    mine = assigned(user)
    return mine is None or record.source.code in mine or ledger.author_of(record) == user.username


def may_bring(user: User, code: str) -> bool:
    """Whether this person may bring a list of the source: it is a new one, or they work with it."""
    mine = assigned(user)
    return mine is None or code in mine or not Source.objects.filter(code=code).exists()


def source(user: User, code: str) -> Source:
    found = sources(user).filter(code=code).select_related("parent", "upstream").first()
    if found is None:
        raise reading.not_here()
    return found


def batches(user: User) -> QuerySet[Batch]:
    """Batches of sources that this person works with, and those that they brought."""
    mine = assigned(user)
    found = Batch.objects.select_related("source", "item")
    return found if mine is None else found.filter(Q(source__code__in=mine) | Q(by=user.username))


def batch(user: User, number: int) -> Batch:
    """One of them; 404 otherwise."""
    found = batches(user).filter(pk=number).first()
    if found is None:
        raise reading.not_here()
    return found
