"""A mapping made ready for one file: positions instead of names. Pure and fast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from habeas.intake.mapping import Column, Event, Mapping
from habeas.packs import headers
from habeas.packs.reader import Pack
from habeas.packs.vocabulary import TIERS, Property

_LONGEST_SPLIT: Final = 10_000  # letters: a longer cell is prose, and a slow pattern would take too long on it
Triple = tuple[int | None, str, str, str, int]  # event, property, original, language, tier


class Mapped(NamedTuple):
    """One row read with a mapping. `refused` says why the row cannot be taken, and `column` where."""

    key: str | None
    about: str | None
    role: str
    said: list[Triple]
    refused: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """How one column makes values."""

    places: tuple[int, ...]
    event: int | None
    property: str
    language: str
    tier: int
    join: str
    split: re.Pattern[str] | None


class Plan:
    """Applies a mapping to rows. `floor` is the tier that the source has by now: nothing it says is below."""

    def __init__(self, mapping: Mapping, columns: Sequence[str], pack: Pack, floor: int = 0) -> None:
        self._at = {name: place for place, name in enumerate(columns)}
        self._columns = columns
        self._headers = headers.reader(pack)
        self._tier = max(floor, int(mapping.source.get("tier", 2)))
        self._role = mapping.role
        self._key = self._places(mapping.key)
        self._about = self._places(mapping.about)
        self._nothing = {"", *[text.strip().casefold() for text in mapping.nothing]}
        self._steps = [
            self._step(one, pack.property(one.property))
            for one in mapping.columns
            if not one.ignore and all(name in self._at for name in one.names)
        ]
        self._typed = [self._type(event, pack.property("type")) for event in mapping.events]
        self._constants: list[Triple] = [
            (
                one.event,
                one.property,
                one.value,
                one.language,
                self._least(pack.property(one.property), one.tier),
            )
            for one in mapping.constants
        ]

    def _places(self, names: Sequence[str]) -> tuple[int, ...]:
        return tuple(self._at[name] for name in names if name in self._at)

    def _least(self, spec: Property, wanted: int | None) -> int:
        """A column's own tier may raise the property's, and lower it no further than the source's."""
        return max(self._tier, spec.tier if wanted is None or spec.tier == TIERS["sealed"] else wanted)

    def _step(self, one: Column, spec: Property) -> _Step:
        pattern = one.split_pattern or (re.escape(one.split) if one.split else "")
        return _Step(
            self._places(one.names),
            one.event,
            one.property,
            one.language,
            self._least(spec, one.tier),
            one.join,
            re.compile(pattern) if pattern else None,
        )

    def _type(self, event: Event, spec: Property) -> tuple[int, str, int | None, int]:
        return event.number, event.type, self._at.get(event.type_column), self._least(spec, None)

    def sealed(self) -> set[int]:
        """Positions of columns whose values are sealed, and of those that are not read but whose headers tell that they
        are about who testified: they may not stay in the row as delivered."""
        read = {place for step in self._steps for place in step.places} | set(self._key) | set(self._about)
        found = {place for step in self._steps if step.tier == TIERS["sealed"] for place in step.places}
        meant = {place: self._headers.read(name) for name, place in self._at.items() if place not in read}
        return found | {place for place, one in meant.items() if one is not None and one.property in headers.SEALED}

    def apply(self, cells: Sequence[str | None]) -> Mapped:
        """Read one row."""
        key = self._joined(self._key, cells)
        if self._key and not key:
            column = self._columns[self._key[0]]
            return Mapped(None, None, self._role, [], "the key column is empty", column)
        said: list[Triple] = []
        happened: dict[int, int] = {}  # each event with the lowest tier at which something of it may be known
        for step in self._steps:
            for text in self._values(step, cells):
                said.append((step.event, step.property, text, step.language, step.tier))
                if step.event is not None:
                    happened[step.event] = min(step.tier, happened.get(step.event, step.tier))
        if said:
            said.extend(self._events(cells, happened))
            said.extend(self._constant(happened))
        return Mapped(key, self._joined(self._about, cells) or key, self._role, said)

    def _joined(self, places: tuple[int, ...], cells: Sequence[str | None]) -> str | None:
        if not places:
            return None
        parts = [(cells[place] or "").strip() for place in places]
        return " / ".join(parts) if all(parts) else None

    def _values(self, step: _Step, cells: Sequence[str | None]) -> Sequence[str]:
        if len(step.places) == 1:
            text = (cells[step.places[0]] or "").strip()
        else:
            parts = [(cells[place] or "").strip() for place in step.places]
            text = step.join.join([part for part in parts if part.casefold() not in self._nothing])
        if text.casefold() in self._nothing:
            return ()
        if step.split is None or len(text) > _LONGEST_SPLIT:
            return (text,)
        pieces = [piece.strip() for piece in step.split.split(text) if piece]
        return [piece for piece in dict.fromkeys(pieces) if piece.casefold() not in self._nothing]

    def _constant(self, happened: dict[int, int]) -> Iterator[Triple]:
        """What the mapping says of every row, and of the events that the row tells of."""
        for event, name, text, language, tier in self._constants:
            if event is None:
                yield event, name, text, language, tier
            elif event in happened:
                yield event, name, text, language, max(tier, happened[event])

    def _events(self, cells: Sequence[str | None], happened: dict[int, int]) -> Iterator[Triple]:
        """The type of each event that the row tells of: that it happened is as secret as all that is said of it."""
        for number, fixed, place, tier in self._typed:
            text = (cells[place] or "").strip() if place is not None else ""
            text = "" if text.casefold() in self._nothing else text
            if number in happened or (place is not None and text and not fixed):
                least = happened.setdefault(number, tier)
                yield number, "type", text or fixed, "", max(tier, least)
