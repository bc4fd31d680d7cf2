"""Read packs: each a folder of CSV files beside a `pack.toml`. Later packs add to and override earlier ones."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from habeas.names import fold
from habeas.packs.vocabulary import (
    PARTS,
    SCOPES,
    TIERS,
    TYPES,
    Area,
    EventType,
    HeaderPart,
    HeaderWord,
    Property,
    Term,
)

_FOLDER: Final = Path(__file__).parent
_Entry = TypeVar("_Entry")


class PackError(ValueError):
    """A pack cannot be read. The message names the file, the row and what to do."""


class Pack:
    """Everything that the chosen packs declare together."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self._properties: dict[str, Property] = {}
        self._events: dict[str, EventType] = {}
        self.thesauri: dict[str, dict[str, Term]] = {}
        self._words: dict[str, dict[str, str]] = {}
        self.headers: list[HeaderWord] = []
        self.header_parts: list[HeaderPart] = []
        self.areas: list[Area] = []
        self.area_kinds: dict[str, tuple[str, ...]] = {}
        self.countries: set[str] = set()

    @property
    def properties(self) -> list[Property]:
        return list(self._properties.values())

    @property
    def event_types(self) -> list[EventType]:
        return list(self._events.values())

    def property(self, code: str) -> Property:
        """Raises KeyError for a property that no pack declares."""
        return self._properties[code]

    def term(self, thesaurus: str, code: str) -> Term | None:
        return self.thesauri.get(thesaurus, {}).get(code)

    def read_term(self, thesaurus: str, text: str) -> str | None:
        """The code of the term that this word means, or None."""
        return self._words.get(thesaurus, {}).get(fold(text))

    def read_words(self, thesaurus: str) -> dict[str, str]:
        """Every folded word of a thesaurus with the code that it means."""
        return dict(self._words.get(thesaurus, {}))

    def labels(self) -> list[str]:
        """Every English label, for the translation catalogues."""
        found = [one.label for one in self.properties] + [one.label for one in self.event_types]
        found += [term.label for terms in self.thesauri.values() for term in terms.values()]
        return sorted(set(found) - {""})

    def add(self, folder: Path) -> None:
        """Take a pack's files in."""
        for entry in _read(folder / "vocabulary" / "properties.csv", _property):
            self._properties[entry.code] = entry
        for event in _read(folder / "vocabulary" / "events.csv", _event):
            self._events[event.code] = event
        for path in sorted((folder / "vocabulary" / "thesauri").glob("*.csv")):
            self._add_terms(path)
        self._add_events_as_terms()
        self.headers += _read(folder / "headers.csv", _header)
        self.header_parts += [part for parts in _read(folder / "header_parts.csv", _parts) for part in parts]
        self.areas += _read(folder / "places" / "areas.csv", _area)
        self.areas += _read(folder / "places" / "townships.csv", _township)
        self.area_kinds.update(_read(folder / "places" / "kinds.csv", _kind))

    def _add_terms(self, path: Path) -> None:
        known = self.thesauri.setdefault(path.stem, {})
        words = self._words.setdefault(path.stem, {})
        for term in _read(path, lambda row: _term(path.stem, row)):
            old = known.get(term.code)
            known[term.code] = term if old is None else _together(old, term)
            refused = {fold(word[1:]) for word in term.words if word.startswith("!")}
            for word in (term.code, term.label, *term.words):
                if not word.startswith("!") and fold(word) not in refused:
                    words[fold(word)] = term.code

    def _add_events_as_terms(self) -> None:
        """The type of an event is read like a term; words for types come from the thesaurus `event_words`."""
        words = self._words.setdefault("event_type", {})
        for code, event in self._events.items():
            words.setdefault(fold(code), code)
            words.setdefault(fold(event.label), code)
        words.update(self._words.get("event_words", {}))


def _together(old: Term, new: Term) -> Term:
    return Term(
        *(
            old.thesaurus,
            old.code,
            new.label or old.label,
            new.parent or old.parent,
            new.huridocs or old.huridocs,
        ),
        tuple(dict.fromkeys((*old.words, *new.words))),
    )


def _read(path: Path, make: Callable[[dict[str, str]], _Entry]) -> list[_Entry]:
    return list(_entries(path, make)) if path.exists() else []


def _entries(path: Path, make: Callable[[dict[str, str]], _Entry]) -> Iterator[_Entry]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            try:
                yield make({key: (value or "").strip() for key, value in row.items() if key})
            except (KeyError, ValueError) as error:
                raise PackError(f"{path.name}, row {reader.line_num}: {error}. Mend the row or take it out.") from error


def _chosen(row: dict[str, str], column: str, allowed: Any) -> str:
    if row[column] not in allowed:
        raise ValueError(f"column {column!r} holds {row[column]!r}, not one of {', '.join(allowed)}")
    return row[column]


def _code(row: dict[str, str]) -> str:
    if not row["code"]:
        raise ValueError("column 'code' is empty")
    return row["code"]


def _property(row: dict[str, str]) -> Property:
    return Property(
        *(_code(row), _chosen(row, "scope", SCOPES), _chosen(row, "type", TYPES), row["thesaurus"]),
        *(TIERS[_chosen(row, "tier", TIERS)], row["single"] == "yes", row["label"]),
        *(row.get("ftm", ""), row.get("pfif", ""), row.get("help", "")),
    )


def _event(row: dict[str, str]) -> EventType:
    return EventType(_code(row), row["label"], row["custody"], row.get("huridocs", ""), row.get("help", ""))


def _words(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(word.strip() for word in row.get("words", "").split("|") if word.strip())


def _term(thesaurus: str, row: dict[str, str]) -> Term:
    """A word after "!" is not learned, where a code ("NO" for Norway) would read as a plain word."""
    return Term(thesaurus, _code(row), row["label"], row.get("parent", ""), row.get("huridocs", ""), _words(row))


def _header(row: dict[str, str]) -> HeaderWord:
    return HeaderWord(row["lang"], row["word"], row["property"], row.get("event", ""))


def _parts(row: dict[str, str]) -> list[HeaderPart]:
    kind = _chosen(row, "kind", PARTS)
    return [HeaderPart(row["lang"], word, kind, row["means"]) for word in _words(row)]


def _area(row: dict[str, str]) -> Area:
    return Area(
        *(_code(row), row["name"], row.get("label_en", ""), row.get("parent", ""), row.get("kind", "")),
        *(row.get("valid_from", ""), row.get("valid_to", ""), row.get("now", ""), _words(row)),
    )


def _township(row: dict[str, str]) -> Area:
    return Area(_code(row), row["name"], "", row["parent"], "township")


def _kind(row: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    return row["kind"], _words(row)


@lru_cache(maxsize=8)
def load(*names: str | Path) -> Pack:
    """The named packs together, in order; a Path is a team's own pack folder. Raises PackError."""
    pack = Pack(tuple(str(name) for name in names))
    for name in names:
        folder = name if isinstance(name, Path) else folder_of(name)
        try:
            about = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise PackError(f"No readable pack.toml in {folder.name!r}: {error}") from error
        pack.countries.update(about.get("countries", ()))
        pack.add(folder)
    return pack


def folder_of(name: str) -> Path:
    """Where one of our own packs lies. Raises PackError for what is no name."""
    if not name.isidentifier():
        raise PackError(f"{name!r} is not a pack's name.")
    return _FOLDER / name
