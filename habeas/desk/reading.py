"""What a reader may see: the one place where pages turn a signed-in person into a ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.accounts.models import Assignment, User
from habeas.accounts.tiers import Tier
from habeas.audit.models import Event
from habeas.registry import find
from habeas.statements.models import Record, Source, Statement


def reader(request: HttpRequest) -> User:
    """The signed-in person; views behind a policy always have one."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def today() -> date:
    return timezone.localdate()


def assigned(user: User) -> set[str] | None:
    """Codes of the sources that the person works with; None means all."""
    if user.sees_all_sources:
        return None
    return set(Assignment.objects.filter(team__members=user).values_list("source", flat=True))


def ceiling_for(user: User, sources: Sequence[str]) -> Tier:
    """How high this person may see a page built from these sources: above internal only when assigned to all."""
    mine = assigned(user)
    if mine is None or set(sources) <= mine:
        return user.ceiling
    return min(user.ceiling, Tier.INTERNAL)


def subject(user: User, code: str) -> tuple[find.Seen, Tier]:
    """A subject as this person may see it, and the ceiling it was read at. 404 when there is nothing to see."""
    try:
        seen = find.subject(code, ceiling=min(user.ceiling, Tier.INTERNAL))
        sources = _all_sources(seen.subject)
    except find.NotFound:
        sources = _sources_of_code(code)
        seen = None
    ceiling = ceiling_for(user, sources)
    try:
        if seen is None or ceiling > Tier.INTERNAL:
            seen = find.subject(code, ceiling=ceiling)
    except find.NotFound:
        raise Http404(_("No such page, or none that you may see.")) from None
    return seen, ceiling


def _all_sources(number: int) -> list[str]:
    return list(Source.objects.filter(record__member__subject_id=number).distinct().values_list("code", flat=True))


def _sources_of_code(code: str) -> list[str]:
    member = Record.objects.filter(code=code).values_list("member__subject_id", flat=True).first()
    return _all_sources(member) if member is not None else ["-"]


def records(user: User) -> QuerySet[Record]:
    """Records whose raw row this person may work with."""
    mine = assigned(user)
    found = Record.objects.select_related("source")
    if mine is not None:
        own = Event.objects.filter(actor=user.username, verb="record.proposed").values_list("subject", flat=True)
        codes = [text.removeprefix("record:") for text in own]
        found = found.filter(Q(source__code__in=mine) | Q(code__in=codes))
    return found


def records_waiting(user: User, standing: int) -> QuerySet[Record]:
    """Records in this standing that this person may decide about, oldest first."""
    return records(user).filter(standing=standing).order_by("pk")


def own_records(user: User, standing: int) -> QuerySet[Record]:
    """What this person proposed and now stands so."""
    own = Event.objects.filter(actor=user.username, verb="record.proposed").values_list("subject", flat=True)
    codes = [text.removeprefix("record:") for text in own]
    return Record.objects.filter(code__in=codes, standing=standing).select_related("source").order_by("-pk")


def statements(numbers: Sequence[int], ceiling: int) -> dict[int, dict[str, Any]]:
    """What a page shows of the statements behind its values, by number; nothing above the ceiling."""
    rows = Statement.objects.filter(pk__in=numbers, tier__lte=ceiling).select_related("record__source")
    return {row.pk: _shown(row, ceiling) for row in rows}


def _shown(row: Statement, ceiling: int) -> dict[str, Any]:
    record = row.record
    return {
        "number": row.pk,
        "original": "" if row.tier == Tier.SEALED else row.original,
        "sealed": row.tier == Tier.SEALED,
        "language": row.language,
        "tier": row.tier,
        "credibility": row.credibility,
        "flag": row.flag,
        "record": record.code,
        "locator": record.locator,
        "said_on": record.said_on,
        "said_by": record.said_by if ceiling >= Tier.RESTRICTED else "",
        "how_known": record.how_known if ceiling >= Tier.RESTRICTED else "",
        "source": record.source.code,
        "title": record.source.title,
        "kind": record.source.kind,
        "reliability": record.source.reliability,
    }


def plain_statements(record: int) -> list[tuple[str, str]]:
    """(property, original) of a record for a comparison; what is sealed stays sealed."""
    rows = Statement.objects.filter(record=record, standing=0).order_by("pk")
    return [(row.property, "•••" if row.tier == Tier.SEALED else row.original) for row in rows]
