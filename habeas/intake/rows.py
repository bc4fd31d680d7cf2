"""From a file's rows to rendered records, in worker processes. Pure: no Django, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from habeas.intake import mapping as mappings
from habeas.intake.plan import Mapped, Plan
from habeas.packs import reader as packs
from habeas.statements.drafting import Draft, Frame, Rendered, Said, content, render
from habeas.statements.reading import Habits, Reader

Row = tuple[int, Sequence[str | None], str | None]  # number in the file, cells, why it is refused already


class Made(NamedTuple):
    """One row made ready. `refused` says why there is nothing else."""

    number: int
    key: str
    content: bytes
    rendered: Rendered | None
    refused: str | None = None
    column: str = ""
    row: Row | None = None  # kept when the row has no key of its own: equal rows are made again with an ordinal


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a worker needs, small enough to send once."""

    mapping: str
    columns: tuple[str, ...]
    packs: tuple[str, ...]
    frame: Frame
    tier: int = 0  # of the source
    numbering: str = "row"  # what the readers count: row, line or item


class Maker:
    """Makes records of rows with one mapping."""

    def __init__(self, recipe: Recipe) -> None:
        self._frame, self._numbering = recipe.frame, recipe.numbering
        mapping = mappings.load(recipe.mapping)
        pack = packs.load(*recipe.packs)
        self._plan = Plan(mapping, recipe.columns, pack, recipe.tier)
        self._habits = habits_of(mapping)
        self._reader = Reader(pack, self._habits)
        self._sealed = self._plan.sealed()

    def make(self, rows: Sequence[Row], numbers: Sequence[int]) -> list[Made]:
        """Rows with the record numbers set aside for them."""
        return [self.one(row, number) for row, number in zip(rows, numbers, strict=True)]

    def one(self, row: Row, number: int, repeat: int = 0) -> Made:
        """One row; `repeat` counts the equal rows without a key that came before it."""
        line, cells, refused = row
        if refused is not None:
            return Made(line, "", b"", None, refused)
        mapped = self._plan.apply(cells)
        if mapped.refused is not None:
            return Made(line, mapped.key or "", b"", None, mapped.refused, mapped.column or "")
        draft = self._draft(line, cells, mapped)
        if not draft.said:
            return Made(line, draft.key, b"", None, "no value in any column that the mapping reads")
        made = content(draft, self._frame)
        keyless = not draft.key
        if keyless:
            draft.key = f"~{made.hex()[:16]}-{repeat}"
        draft.about = draft.about or draft.key
        rendered = render(draft, made, number, self._frame, self._reader)
        return Made(line, draft.key, made, rendered, row=row if keyless else None)

    def _draft(self, line: int, cells: Sequence[str | None], mapped: Mapped) -> Draft:
        kept = [None if place in self._sealed else cell for place, cell in enumerate(cells)]
        return Draft(
            key=mapped.key or "",
            about=mapped.about or "",
            role=mapped.role,
            said=[Said(*one) for one in mapped.said],
            row=orjson.dumps(kept).decode(),
            locator=f"{self._numbering} {line}",
        )


def habits_of(mapping: mappings.Mapping) -> Habits:
    """How this source writes, as its mapping says."""
    return Habits(mapping.date_order, mapping.name_order, mapping.values, mapping.hemisphere)


_maker: Maker | None = None


def start(recipe: Recipe) -> None:
    """Prepare this worker process."""
    global _maker
    _maker = Maker(recipe)


def work(rows: Sequence[Row], numbers: Sequence[int]) -> list[Made]:
    """Make one chunk in this worker process."""
    if _maker is None:
        raise RuntimeError("start() prepares the worker first")
    return _maker.make(rows, numbers)
