"""What a list is cut down to, read from a page's query string, and as conditions on summaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from habeas.index import lookup
from habeas.registry.models import Summary
from habeas.registry.status import DECAY

FACETS: Final = ("custody", "listed", "role", "ethnicity", "sex", "age", "place", "source", "origins", "sentence")
AGES: Final = {"under-18": (0, 17), "18-29": (18, 29), "30-44": (30, 44), "45-59": (45, 59), "60-over": (60, 130)}
NOT_KNOWN: Final = "-"
_LONGEST: Final = 300
_MEANT: Final = 6.0  # bits: weaker candidates are for a search, which ranks, not for a list


class FilterError(ValueError):
    """A filter cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class Filters:
    """`chosen` maps a facet to the values wanted (any of them); `mark` asks for a place's or organisation's people."""

    kind: str = "person"
    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_from: date | None = None
    held_to: date | None = None
    marks: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, Any], *, kind: str = "person") -> Filters:
        """From a page's query string (a QueryDict); unknown names are passed over. Raises FilterError."""
        getlist = getattr(query, "getlist", lambda name: [query[name]] if name in query else [])
        chosen = {name: tuple(_clean(value) for value in getlist(name) if value) for name in FACETS}
        return cls(
            kind=kind,
            words=_clean(str(query.get("q", ""))).strip(),
            chosen={name: values for name, values in chosen.items() if values},
            held_from=_day(query.get("held_from")),
            held_to=_day(query.get("held_to")),
        )

    def without(self, facet: str) -> Filters:
        return replace(self, chosen={name: values for name, values in self.chosen.items() if name != facet})


def _clean(text: str) -> str:
    return text.replace("\0", "")[:_LONGEST]


def _day(text: object) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise FilterError(f"{str(text)[:20]!r} is not a day like 2017-05-31.") from None


def rows(filters: Filters, *, ceiling: int, today: date) -> QuerySet[Summary]:
    """The summaries that meet all filters, at the ceiling."""
    found = Summary.objects.filter(kind=filters.kind, low__lte=ceiling, high__gte=ceiling)
    if filters.words:
        found = _named(found, filters.words, ceiling)
    for facet, values in filters.chosen.items():
        found = found.filter(_one_of(facet, values, today))
    if filters.held_from is not None:
        found = found.filter(held_high__gte=filters.held_from)
    if filters.held_to is not None:
        found = found.filter(held_low__lte=filters.held_to)
    if filters.marks:
        found = found.filter(marks__overlap=list(filters.marks))
    return found


def _named(found: QuerySet[Summary], words: str, ceiling: int) -> QuerySet[Summary]:
    """Those whose names have all words, or begin so; and those who may be meant, in other letters."""
    query = lookup.condition(words)
    if query is None:
        return found.none()
    meant = [one.subject for one in lookup.candidates(words, ceiling=ceiling) if one.rank >= _MEANT]
    met = RawSQL(
        "SELECT subject FROM index_namekey WHERE parts @@ %s::tsquery AND tier <= %s UNION SELECT unnest(%s::bigint[])",
        [query, ceiling, meant],
    )
    return found.filter(subject__in=met)


def _one_of(facet: str, values: tuple[str, ...], today: date) -> Q:
    met = Q()
    for value in values:
        met |= _is(facet, value, today)
    return met


def _is(facet: str, value: str, today: date) -> Q:
    if facet == "custody" and value in {"held", "held_unconfirmed"}:
        old = Q(as_of=None) | Q(as_of__lt=today - DECAY)
        return Q(custody="held") & (old if value == "held_unconfirmed" else ~old)
    if facet == "listed":
        return Q(listed=value == "yes")
    if facet == "source":
        return Q(sources__contains=[_number(value)])
    if facet == "origins":
        return Q(origins__gte=3) if value == "3" else Q(origins=_number(value))
    if facet == "sentence":
        return _sentence(value, today)
    if value == NOT_KNOWN:
        return Q(**{f"{facet}__isnull": True})
    if facet == "age":
        if value not in AGES:
            raise FilterError(f"No age group {value[:20]!r}.")
        return Q(age__range=AGES[value])
    return Q(**{facet: value})


def _sentence(value: str, today: date) -> Q:
    if value == "over":
        return Q(ends__lt=today)
    if value == "running":
        return Q(ends__gte=today)
    return Q(ends=None)


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise FilterError(f"{value[:20]!r} is not a number.")
    return int(value)
