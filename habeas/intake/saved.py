"""Mappings kept with their sources, found again by the columns of a new delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from habeas.intake import mapping as mappings
from habeas.intake.mapping import Mapping, MappingError
from habeas.statements.models import Source


class Kept(NamedTuple):
    """A mapping that an earlier delivery used."""

    source: str
    stream: str
    text: str
    mapping: Mapping


def fitting(columns: Sequence[str], *, sources: set[str] | None, strangers: float = 0.25) -> Kept | None:
    """The kept mapping that reads most of these columns, every one that it needs being there; None without one.

    `sources` are the codes that the reader works with; None means all. Of the columns at most the share `strangers` may
    be ones that the mapping does not name: else the list is another's, and would pass for a newer delivery.
    """
    there = set(columns)
    best: tuple[int, Kept] | None = None
    for source in Source.objects.exclude(mappings={}).order_by("pk"):
        if sources is not None and source.code not in sources:
            continue
        for stream in source.mappings:
            kept = of(source, stream)
            if kept is None or not _needed(kept.mapping) <= there:
                continue
            known = len(_named(kept.mapping) & there)
            if known < (1 - strangers) * len(there):
                continue
            if best is None or known > best[0]:
                best = (known, kept)
    return best[1] if best else None


def of(source: Source, stream: str = "") -> Kept | None:
    """A source's kept mapping; of its only list when no stream is named. None when there is none that reads."""
    names = list(source.mappings)
    name = stream or (names[0] if len(names) == 1 else "-")
    text = source.mappings.get(name)
    if text is None:
        return None
    try:
        return Kept(source.code, name, text, mappings.load(text))
    except MappingError:
        return None  # written by an older program: it is guessed anew


def _named(mapping: Mapping) -> set[str]:
    return {name for one in mapping.columns for name in one.names} | set(mapping.key) | set(mapping.about)


def _needed(mapping: Mapping) -> set[str]:
    needed = {name for one in mapping.columns if not one.optional and not one.ignore for name in one.names}
    return needed | set(mapping.key) | set(mapping.about)
