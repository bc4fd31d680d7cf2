"""Guess a mapping from headers in many languages and from the values. Pure; people correct the guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from habeas.intake.mapping import Column, Event, Mapping
from habeas.names import fold
from habeas.packs.reader import Pack
from habeas.packs.vocabulary import TIERS, HeaderWord, Property

_CLOSE: Final = 0.88
_MOST: Final = 0.7  # share of values that must look alike
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")
_RESIDENT = re.compile(r"\d{17}[\dXx]")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"\+?[\d\s()-]{8,}")
_DATE_LIKE = re.compile(r"\d{1,4}([/.\-年])\d{1,2}(\1|月)?.*|(?:19|20)\d\d")
_PARTS = re.compile(r"[/|／（(]")


@dataclass(frozen=True, slots=True)
class Found:
    """What a column seems to be. `why`: header, close header, values, or nothing."""

    property: str
    event: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping to start from, and for each column what it rests on."""

    mapping: Mapping
    columns: dict[str, Found]


def guess(columns: Sequence[str], rows: Sequence[Sequence[str | None]], pack: Pack) -> Guess:
    """Guess from the headers first, then from the sample rows."""
    words = _words(pack)
    values = [[row[place] or "" for row in rows if place < len(row) and row[place]] for place in range(len(columns))]
    found = {name: _column(name, values[place], words, pack) for place, name in enumerate(columns)}
    key = _key(columns, values, found, len(rows))
    return Guess(_mapping(columns, found, key, values, pack), found)


def _words(pack: Pack) -> dict[str, HeaderWord]:
    words: dict[str, HeaderWord] = {}
    for one in pack.headers:
        words.setdefault(_flat(one.word), one)
    for spec in pack.properties:
        for text in (spec.code.replace("_", " "), spec.label):
            words.setdefault(_flat(text), HeaderWord("en", text, spec.code, "taken" if spec.scope == "event" else ""))
    return words


def _flat(header: str) -> str:
    return fold(header.replace("_", " ")).replace(" ", "")


def _column(header: str, values: Sequence[str], words: dict[str, HeaderWord], pack: Pack) -> Found:
    for text in (header, *_PARTS.split(header)):
        if (word := words.get(_flat(text))) is not None:
            return Found(word.property, word.event, 1.0 if text == header else 0.9, "header")
    flat = _flat(header)
    if flat and (close := get_close_matches(flat, words, n=1, cutoff=_CLOSE)):
        return Found(words[close[0]].property, words[close[0]].event, 0.7, "close header")
    return _by_values(values, pack)


def _by_values(values: Sequence[str], pack: Pack) -> Found:
    tests: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("identity_number", _RESIDENT.fullmatch),
        ("sex", lambda text: pack.read_term("sex", text)),
        ("ethnicity", lambda text: pack.read_term("ethnicity", text)),
        ("contact", _MAIL.fullmatch),
        ("birth_date", lambda text: _DATE_LIKE.fullmatch(text)),
        ("contact", lambda text: _PHONE.fullmatch(text) and sum(letter.isdigit() for letter in text) >= 9),
    )
    if values:
        for code, test in tests:
            if sum(bool(test(text.strip())) for text in values) >= _MOST * len(values):
                return Found(
                    "date" if code == "birth_date" else code,
                    "taken" if code == "birth_date" else "",
                    0.5,
                    "values",
                )
    return Found("", "", 0.0, "nothing")


def _key(columns: Sequence[str], values: Sequence[Sequence[str]], found: dict[str, Found], rows: int) -> str:
    """The column of ids: named so, and no value twice."""
    for place, name in enumerate(columns):
        if found[name].property == "_key" and len(set(values[place])) == len(values[place]) == rows > 0:
            return name
    return next((name for name in columns if found[name].property == "_key"), "") if not rows else ""


def _mapping(
    columns: Sequence[str], found: dict[str, Found], key: str, values: Sequence[Sequence[str]], pack: Pack
) -> Mapping:
    numbers: dict[str, int] = {}
    made = []
    known = {one.code: one for one in pack.properties}
    used: set[tuple[str, int | None]] = set()
    for name in columns:
        spec = known.get(found[name].property)
        made.append(_made(name, found[name], spec, numbers, used))
    return Mapping(
        source={"code": "new", "title": "", "kind": "database", "tier": TIERS["internal"]},
        stream="main",
        role="detained",
        key=(key,) if key else (),
        date_order=_date_order([text for column in values for text in column]),
        name_order=_name_order(
            [
                text
                for name, column in zip(columns, values, strict=True)
                for text in column
                if found[name].property == "name"
            ]
        ),
        nothing=("NA", "N/A", "-", "无", "不详", "sin datos", "нет данных"),
        columns=tuple(made),
        events=tuple(Event(number, kind) for kind, number in numbers.items()),
    )


def _made(
    name: str, found: Found, spec: Property | None, numbers: dict[str, int], used: set[tuple[str, int | None]]
) -> Column:
    if spec is None:
        return Column((name,), ignore=True)
    event = None
    if spec.scope == "event" or (spec.scope == "both" and found.event):
        event = numbers.setdefault(found.event or "taken", len(numbers) + 1)
    if spec.single and (spec.code, event) in used:
        return Column((name,), ignore=True)  # two columns for one thing: people decide
    used.add((spec.code, event))
    return Column((name,), spec.code, event)


def _date_order(texts: Sequence[str]) -> str:
    """Day first when a first part is over 12, month first when a second part is; else not declared."""
    pairs = [(int(first), int(second)) for text in texts for first, second in _DATE.findall(text[:100])]
    if any(first > 12 for first, _second in pairs):
        return "dmy"
    return "mdy" if any(second > 12 for _first, second in pairs) else ""


def _name_order(texts: Sequence[str]) -> str:
    if texts and sum("," in text or "  " in text for text in texts) >= _MOST * len(texts):
        return "family-first"
    return ""
