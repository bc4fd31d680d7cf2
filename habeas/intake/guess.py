"""Guess a mapping from headers in many languages and from the values. Pure; people correct the guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from typing import Final

from habeas.intake.mapping import Column, Event, Mapping
from habeas.names import fold
from habeas.packs import headers
from habeas.packs.headers import Meaning
from habeas.packs.reader import Pack
from habeas.packs.vocabulary import TIERS, Property

_MOST: Final = 0.7  # share of values that must look alike
_SOME: Final = 0.3  # share that is enough where a column would have to be sealed
_EVENTS: Final = 8  # events that the desk's form has fields for
_SURE: Final = 0.8
_LOOKED_AT: Final = 2_000  # letters of a value; a cell may hold a whole book
_FREE: Final = frozenset(("text", "name", "link", "organisation", "place"))  # kinds that may hide an address to reach
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)", re.ASCII)
_RESIDENT = re.compile(r"\d{17}[\dXx]", re.ASCII)
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}\.\w")
_PHONE = re.compile(
    r"(?:\+|00?(?=[1-9])|(?=1[3-9]\d{9}(?!\d))|(?=8\d{10}(?!\d))|(?=\(?\d{2,5}\)?[\s-]))[\d\s().-]{8,20}", re.ASCII
)
_DATE_LIKE = re.compile(
    r"\d{1,4}([/.\-年])\d{1,2}(\1|月)?(?:\d{1,4}日?)?(?:[ T]\d{1,2}:\d\d.*)?|(?:19|20)\d\d", re.ASCII
)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_PICTURE = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|tiff?)", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_SERIALS: Final = (30_000, 50_000)  # days of a spreadsheet from 1982 to 2036
# Words for "nothing was said" that no list uses for anything else.
NOTHING: Final = frozenset(
    fold(word)
    for word in (
        *("na", "n/a", "n.a.", "null", "none", "nil", "nan", "unknown", "not known", "no data", "not available"),
        *(
            "sin datos",
            "s/d",
            "sd",
            "se desconoce",
            "desconocido",
            "no consta",
            "no hay información",
            "sin información",
        ),
        *(
            "无",
            "不详",
            "未知",
            "不明",
            "暂无",
            "没有",
            "无记录",
            "нет",
            "нет данных",
            "н/д",
            "неизвестно",
            "не указано",
        ),
        *("bilinmiyor", "yok", "belirsiz", "inconnu", "inconnue", "non renseigné", "néant", "غير معروف", "لا يوجد"),
        *("غير محدد", "نامەلۇم", "يوق", "белгісіз", "жоқ", "character(0)"),
    )
)
_MARKS: Final = frozenset(("-", "--", "—", "–", "?", "??", "/", ".", "*", "…", "...", "x", "#n/a"))
_FAMILY_FIRST = re.compile(r"apellidos? y nombre|apellido paterno nombre|фамилия.*имя|фио|ф и о|nom et prenom|姓名")
_GIVEN_FIRST = re.compile(r"nombres? y apellido|имя.*фамилия|adi (?:ve )?soyadi|ad (?:ve )?soyad|prenom et nom")


@dataclass(frozen=True, slots=True)
class Found:
    """What a column seems to be. `why`: header, parts (of the header), close header, values, or nothing."""

    property: str
    event: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping to start from, and for each column what it rests on."""

    mapping: Mapping
    columns: dict[str, Found]


_NONE: Final = Found("", "", 0.0, "nothing")


def guess(columns: Sequence[str], rows: Sequence[Sequence[str | None]], pack: Pack) -> Guess:
    """Guess from the headers first, then from the sample rows."""
    values = [_said(rows, place) for place in range(len(columns))]
    reader = headers.reader(pack)
    language = headers.languages(one for one in map(reader.read, columns) if one)
    meant = [reader.read(name, language=language) for name in columns]
    found = {
        name: _column(meaning, values[place], pack)
        for place, (name, meaning) in enumerate(zip(columns, meant, strict=True))
    }
    if _subject(found) == "place":
        found = {name: _of_place(one) for name, one in found.items()}
    return Guess(_mapping(columns, values, found, language, len(rows), pack), found)


def _of_place(found: Found) -> Found:
    """In a list of places a place is where the thing is, and nothing happens."""
    if found.property == "place":
        return Found("address", "", found.confidence, found.why)
    return _NONE if found.event else found


def _said(rows: Sequence[Sequence[str | None]], place: int) -> list[str]:
    return [text.strip()[:_LOOKED_AT] for row in rows if place < len(row) and (text := row[place]) and text.strip()]


def _column(meaning: Meaning | None, values: Sequence[str], pack: Pack) -> Found:
    """The header's meaning when the values can be that; else what the values look like."""
    real = [text for text in values if not _nothing(text)]
    if meaning is None:
        return _by_values(real, pack)
    found = Found(meaning.property, meaning.event, meaning.confidence, meaning.why)
    if found.property in headers.SEALED:
        return found  # values never open what a header seals
    loose = found.confidence < _SURE or _type(found.property, pack) in _FREE
    if loose and _reaches(real):
        return Found("contact", "", 0.8, "values")
    if found.property == "children" and real and not _share(real, lambda text: text.strip("+ ").isdigit()):
        return Found("relative", "", 0.7, "values")
    if found.property == "date" and found.why == "parts" and real and not _share(real, _day):
        return Found("note", found.event, 0.5, "values")
    return found


def _type(code: str, pack: Pack) -> str:
    return next((one.type for one in pack.properties if one.code == code), "")


def _nothing(text: str) -> bool:
    return text.casefold() in _MARKS or fold(text) in NOTHING


def _share(values: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(text)) for text in values) / len(values) if values else 0.0


def _day(text: str) -> bool:
    return bool(_DATE_LIKE.fullmatch(text) or _serial(text) or _DATE.search(text[:100]) or re.search(r"\d{4}", text))


def _serial(text: str) -> bool:
    return bool(_SERIAL.fullmatch(text)) and _SERIALS[0] <= float(text) <= _SERIALS[1]


def _phone(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    return bool(9 <= digits <= 15 and _PHONE.fullmatch(text) and not _DATE_LIKE.fullmatch(text))


def _reaches(values: Sequence[str]) -> bool:
    """Whether enough of the values are addresses or numbers that reach somebody."""
    return _share(values, lambda text: ("@" in text and _MAIL.search(text)) or _phone(text)) >= _SOME


def _by_values(values: Sequence[str], pack: Pack) -> Found:
    """A column whose header says nothing."""
    if not values:
        return _NONE
    if _reaches(values):
        return Found("contact", "", 0.5, "values")
    tests: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("identity_number", "", _RESIDENT.fullmatch),
        ("photo", "", _PICTURE.fullmatch),
        ("url", "", _WEB.match),
        ("sex", "", lambda text: not text.isdigit() and pack.read_term("sex", text)),
        ("ethnicity", "", lambda text: not text.isdigit() and pack.read_term("ethnicity", text)),
        ("nationality", "", lambda text: not text.isdigit() and pack.read_term("country", text)),
        ("marital_status", "", lambda text: pack.read_term("marital_status", text)),
        ("date", "taken", lambda text: _DATE_LIKE.fullmatch(text)),
    )
    known = {one.code for one in pack.properties}
    for code, event, test in tests:
        if code in known and _share(values, test) >= _MOST:
            return Found(code, event, 0.5, "values")
    return _NONE


def _mapping(
    columns: Sequence[str],
    values: Sequence[Sequence[str]],
    found: Dict[str, Found],
    language: str,
    rows: int,
    pack: Pack,
) -> Mapping:
    known = {one.code: one for one in pack.properties}
    texts = [text for column in values for text in column]
    dated = [
        column
        for name, column in zip(columns, values, strict=True)
        if (spec := known.get(found[name].property)) and spec.type == "date"
    ]
    key = _key(columns, values, found, rows)
    numbers = _numbers(columns, found, known)
    return Mapping(
        source={"code": "new", "title": "", "kind": "database", "language": language, "tier": TIERS["internal"]},
        stream="main",
        subject=_subject(found),
        role="detained" if {"taken", "held", "sentenced"} & set(numbers) else "unknown",
        key=(key,) if key else (),
        date_order=_date_order(texts, dated),
        name_order=_name_order(columns, values, found),
        nothing=_nothing_words(texts),
        columns=_columns(columns, values, found, known, numbers),
        events=tuple(Event(number, kind) for kind, number in numbers.items()),
    )


def _key(columns: Sequence[str], values: Sequence[Sequence[str]], found: Dict[str, Found], rows: int) -> str:
    """The column of ids: named so, and no value twice. The surest name first."""
    named = [place for place, name in enumerate(columns) if found[name].property == "_key"]
    named.sort(key=lambda place: -found[columns[place]].confidence)
    if not rows:
        return columns[named[0]] if named else ""
    return next((columns[place] for place in named if len(set(values[place])) == len(values[place]) == rows), "")


def _subject(found: Dict[str, Found]) -> str:
    """A list with coordinates and nothing that only persons have is a list of places."""
    codes = {one.property for one in found.values()}
    persons = {"family_name", "given_names", "sex", "birth_date", "identity_number", "ethnicity", "age", "father_name"}
    return "place" if "coordinates" in codes and not codes & persons else "person"


def _numbers(columns: Sequence[str], found: Dict[str, Found], known: Dict[str, Property]) -> dict[str, int]:
    """A number for each event that some column tells of; those that most columns tell of when there are too many."""
    votes: dict[str, int] = {}
    for name in columns:
        if event := _event(found[name], known):
            votes[event] = votes.get(event, 0) + 1
    kept = sorted(votes, key=lambda event: -votes[event])[:_EVENTS]
    return {event: number for number, event in enumerate((one for one in votes if one in kept), start=1)}


def _event(found: Found, known: Dict[str, Property]) -> str:
    spec = known.get(found.property)
    if spec is None or spec.scope == "trait":
        return ""
    return found.event or ("taken" if spec.scope == "event" else "")


def _columns(
    columns: Sequence[str],
    values: Sequence[Sequence[str]],
    found: Dict[str, Found],
    known: Dict[str, Property],
    numbers: Dict[str, int],
) -> tuple[Column, ...]:
    """Two columns for one thing: the surer one says it, and people decide about the other."""
    made: dict[str, Column] = {}
    used: set[tuple[str, int | None]] = set()
    texts = dict(zip(columns, values, strict=True))
    for name in sorted(columns, key=lambda one: -found[one].confidence):
        spec = known.get(found[name].property)
        event = _event(found[name], known)
        said = (found[name].property, numbers.get(event))
        if spec is None or (event and event not in numbers) or (spec.single and said in used):
            made[name] = Column((name,), ignore=True)
            continue
        used.add(said)
        made[name] = Column((name,), spec.code, numbers.get(event), values=_own_words(spec.code, texts[name]))
    return tuple(made[name] for name in columns)


def _own_words(code: str, values: Sequence[str]) -> dict[str, str]:
    """Where "H" or "V" stands for men, "M" is "mujer" and no man."""
    letters = {text.casefold() for text in values if not _nothing(text)}
    if code == "sex" and letters and letters <= {"h", "v", "m"} and letters & {"h", "v"}:
        return {text: "female" if text.casefold() == "m" else "male" for text in sorted(set(values)) if len(text) == 1}
    return {}


def _nothing_words(texts: Sequence[str]) -> tuple[str, ...]:
    """The words for nothing that the sample has, each in one spelling; three that are always safe."""
    seen = {text.casefold(): text for text in texts if len(text) < 40 and _nothing(text) and text not in {"x", "X"}}
    return tuple(dict.fromkeys((*sorted(seen.values()), "-", "N/A", "#N/A")))


def _date_order(texts: Sequence[str], dated: Sequence[Sequence[str]]) -> str:
    """What the values prove: a day over 12 in first or second place, nothing but spreadsheet numbers; else "".

    Two columns that prove opposite orders prove nothing.
    """
    days = [text for column in dated for text in column if not _nothing(text)]
    if days and all(_serial(text) for text in days):
        return "serial"
    pairs = [(int(first), int(second)) for text in texts for first, second in _DATE.findall(text[:100])]
    dmy = any(first > 12 >= second for first, second in pairs)
    mdy = any(second > 12 >= first for first, second in pairs)
    return "" if dmy == mdy else "dmy" if dmy else "mdy"


def _name_order(columns: Sequence[str], values: Sequence[Sequence[str]], found: Dict[str, Found]) -> str:
    """By the header ("Apellido y nombre"), else by a comma or a gap in most of the names."""
    named = [(name, column) for name, column in zip(columns, values, strict=True) if found[name].property == "name"]
    for name, _column in named:
        flat = fold(name)
        if _GIVEN_FIRST.search(flat):
            return "given-first"
        if _FAMILY_FIRST.search(flat):
            return "family-first"
    texts = [text for _name, column in named for text in column]
    return "family-first" if _share(texts, lambda text: "," in text or "  " in text) >= _MOST else ""
