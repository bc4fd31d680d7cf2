"""JSON and JSON Lines as a table: a list of objects or of rows, or an object that holds one such list.

The file is read twice: once to find the list and all its keys, and then for its rows. Keys of inner objects
become columns "outer / inner", two levels deep; lists and what lies deeper stay JSON text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from habeas.intake.readers.assemble import assemble
from habeas.intake.readers.columns.naming import named
from habeas.intake.readers.grid import Raw, Shape, fit
from habeas.intake.readers.objects.flatten import Flattener
from habeas.intake.readers.objects.items import Item, items
from habeas.intake.readers.objects.keys import Keypath, Keys, name
from habeas.intake.readers.objects.layout import LINES, Source, layout
from habeas.intake.readers.objects.values import CellRefused, text
from habeas.intake.readers.table import ReadError, Table, short
from habeas.intake.readers.texts.charsets import Charset
from habeas.intake.readers.texts.keeping import clean, storable

_LISTS: Final = 50
_ADVICE: Final = "Bring a list of objects, one for each row."


@dataclass(slots=True)
class _List:
    """A list in the file, as the first reading finds it."""

    count: int = 0
    objects: int = 0
    keys: Keys = field(default_factory=Keys)


def open_json(file: Path, charset: Charset, sheet: str | None) -> Table:
    """A table of JSON. Raises ReadError for broken JSON anywhere in it, and when no list or no clear one is there."""
    source = Source(file, charset.name)
    source = source._replace(layout=layout(source))
    found = _lists(source)
    path = _chosen(found, sheet)
    lines = source.layout == LINES
    details: dict[str, Any] = {
        "format": "jsonl" if lines else "json",
        "encoding": charset.name,
        "encoding_by": charset.by,
        "numbering": "line" if lines else "item",
    }
    if path:
        details["sheet"] = name(path)
    if others := [name(other) for other in found if other != path]:
        details["other_sheets"] = others
    if not found[path].objects:
        return assemble(partial(_arrays, source, path), details, advice=_ADVICE)
    return _table(source, path, found[path].keys.paths(), details)


def _table(source: Source, path: Keypath, paths: Sequence[Keypath], details: dict[str, Any]) -> Table:
    if not paths:
        raise ReadError("The objects are empty: there is nothing in them to read.")
    names, renamed = named([name(one) for one in paths])
    if renamed:
        details["renamed"] = [list(pair) for pair in renamed]
    flattener, shape = Flattener(paths), Shape(len(paths), advice=_ADVICE)
    return Table(names, details, lambda: fit(_objects(source, path, flattener, names), shape))


def _lists(source: Source) -> dict[Keypath, _List]:
    """All lists of the file that may be meant, with their keys: the first reading."""
    found: dict[Keypath, _List] = {}
    for path, item in items(source):
        if path not in found and len(found) == _LISTS:
            raise ReadError(f"The file holds more than {_LISTS} lists. Perhaps keys stand for people. {_ADVICE}")
        one = found.setdefault(path, _List())
        one.count += 1
        if isinstance(item.value, dict):
            one.objects += 1
            one.keys.see(item.value)
    return found


def _chosen(found: dict[Keypath, _List], sheet: str | None) -> Keypath:
    """The list that is asked for by name, or else the longest; the details name the others."""
    by_name = {name(path): path for path in found}
    if sheet is not None and sheet not in by_name:
        raise ReadError(f"The file holds no list {short(sheet)!r}, but: {', '.join(map(short, by_name)) or 'none'}.")
    if not found:
        raise ReadError(f"The file holds no list with anything in it. {_ADVICE}")
    return by_name[sheet] if sheet is not None else max(found, key=lambda path: found[path].count)


def _items(source: Source, path: Keypath) -> Iterator[Item]:
    return (item for other, item in items(source) if other == path)


def _objects(source: Source, path: Keypath, flattener: Flattener, names: Sequence[str]) -> Iterator[Raw]:
    for item in _items(source, path):
        if item.refused is not None:
            yield item.number, [], item.refused
            continue
        try:
            cells = flattener.cells(item.value)
        except CellRefused as refusal:
            yield item.number, [], str(refusal)
            continue
        yield item.number, *_cleaned(item, cells, names, source.encoding)


def _arrays(source: Source, path: Keypath, names: Sequence[str], start: int) -> Iterator[Raw]:
    for item in _items(source, path):
        if item.number < start:
            continue
        if item.refused is not None or not isinstance(item.value, list):
            yield item.number, [], item.refused or "is not a list like the others"
            continue
        try:
            cells = [text(value) for value in item.value]
        except CellRefused as refusal:
            yield item.number, [], str(refusal)
            continue
        yield item.number, *_cleaned(item, cells, names, source.encoding)


def _cleaned(
    item: Item, cells: list[str | None], names: Sequence[str], encoding: str
) -> tuple[list[str | None], str | None]:
    if not item.suspect:
        return cells, None
    return clean(cells, names, "" if storable(item.raw) else encoding)
