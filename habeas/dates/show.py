"""Write an EDTF date for people, in the languages of the desk; patterns and month names are `data/show.csv`.

Quarters, thirds ("late 2017") and halves of a year or a month read as words. After a preposition Russian
months stand in the genitive ("около августа 1976"). An expression without a pattern is shown as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from habeas.dates.arithmetic import month_end
from habeas.dates.fold import LONGEST
from habeas.dates.words import rows

LANGUAGES = ("en", "es", "zh-hans", "ru", "tr", "fr", "ar", "ug", "kk")

_TEXTS = {language: {row["key"]: row[language] for row in rows("show.csv")} for language in LANGUAGES}
_DATE = re.compile(r"(\d{4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?", re.ASCII)
_DECADE = re.compile(r"\d{3}X", re.ASCII)
_QUALIFIER = re.compile(r"[?~%]")
_GROUPS = (
    *("spring", "summer", "autumn", "winter") * 3,
    *("q1", "q2", "q3", "q4", "early", "mid", "late", "half1", "half2"),
)
_SOUTHERN = range(29, 33)
_MONTH_PARTS = {(1, 10): "early", (11, 20): "mid", (1, 15): "half1"}
_YEAR_PARTS = {
    ("01-01", "04-30"): "early", ("05-01", "08-31"): "mid", ("09-01", "12-31"): "late",
    ("01-01", "06-30"): "half1", ("07-01", "12-31"): "half2",
}  # fmt: skip
_OPEN = ("", "..")


def show(edtf: str, language: str = "en") -> str:
    """Return a date in words ("18 to 22 February 1977"); English for a language without patterns."""
    code = language.lower().replace("_", "-")
    code = "zh-hans" if code.startswith("zh") else code.split("-")[0]
    return _show(edtf, code if code in LANGUAGES else "en") if len(edtf) <= LONGEST else edtf


@lru_cache(maxsize=16384)
def _show(edtf: str, language: str) -> str:
    text = _TEXTS[language]
    if edtf[:1] in "[{" and edtf[-1:] in "]}" and len(edtf) > 2:
        return _set(edtf, text)
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(edtf, text)
    if start in _OPEN or end in _OPEN:
        return text["until"].format(a=_one(end, text)) if start in _OPEN else text["since"].format(a=_one(start, text))
    return _days(start, end, text) or text["range"].format(a=_one(start, text), b=_one(end, text))


def _days(start: str, end: str, text: dict[str, str]) -> str:
    """Show a range within one month without saying the month twice."""
    a, b = _DATE.fullmatch(start), _DATE.fullmatch(end)
    if not (a and b and a[2] and a[1] == b[1] and a[2] == b[2]):
        return ""
    if not (a[2].isdigit() and 1 <= int(a[2]) <= 12 and (a[3] or "").isdigit() and (b[3] or "").isdigit()):
        return ""
    return _fill(text, "days", a[1], int(a[2]), int(a[3]), int(b[3]))


def _set(edtf: str, text: dict[str, str]) -> str:
    members = [_member(member.strip(), text) for member in edtf[1:-1].split(",")]
    shown = members[0]
    for member in members[1:]:
        shown = text["or" if edtf[0] == "[" else "and"].format(a=shown, b=member)
    return shown


def _member(member: str, text: dict[str, str]) -> str:
    if ".." not in member:
        return _one(member, text)
    start, _, end = member.partition("..")
    if not start or not end:
        return text["latest" if end else "earliest"].format(a=_one(start or end, text))
    part = _year_part(start, end, text) or _month_part(start, end, text)
    return part or text["between"].format(a=_one(start, text), b=_one(end, text))


def _year_part(start: str, end: str, text: dict[str, str]) -> str:
    """Show September to December of one year as late in it, and the other thirds and the halves likewise."""
    part = _YEAR_PARTS.get((start[5:], end[5:]), "") if start[:4] == end[:4] and start[:4].isdecimal() else ""
    return text[part].format(a=text["year"].format(y=start[:4])) if part else ""


def _month_part(start: str, end: str, text: dict[str, str]) -> str:
    """Show the 21st to the last of a month as late in it, and the other thirds and halves likewise."""
    a, b = _DATE.fullmatch(start), _DATE.fullmatch(end)
    if not (a and b and start[:7] == end[:7] and (a[3] or "").isdigit() and (b[3] or "").isdigit()):
        return ""
    if not (a[2].isdigit() and 1 <= int(a[2]) <= 12 and int(a[1])):
        return ""
    first, last = int(a[3]), int(b[3])
    part = _MONTH_PARTS.get((first, last), "")
    if last == month_end(int(a[1]), int(a[2])).day:
        part = {21: "late", 16: "half2"}.get(first, part)
    return text[part].format(a=_fill(text, "month", a[1], int(a[2]), of=True)) if part else ""


def _one(edtf: str, text: dict[str, str]) -> str:
    marks = set(_QUALIFIER.findall(edtf))
    about, doubt = bool(marks & {"~", "%"}), bool(marks & {"?", "%"})
    shown = _plain(_QUALIFIER.sub("", edtf), text, of=about)
    if about:
        shown = text["about"].format(a=shown)
    return text["uncertain"].format(a=shown) if doubt else shown


def _plain(edtf: str, text: dict[str, str], *, of: bool) -> str:
    if edtf.startswith("XXXX"):
        return text["no_year"] if edtf.strip("X-") == "" else edtf
    if _DECADE.fullmatch(edtf):
        return text["decade"].format(y=edtf[:3] + "0")
    match = _DATE.fullmatch(edtf)
    if match is None:
        return edtf
    year, month, day = match.groups()
    if not month or not month.isdigit():
        return edtf if day and day.isdigit() else text["year"].format(y=year)
    return _with_month(edtf, text, year, int(month), day, of=of)


def _with_month(edtf: str, text: dict[str, str], year: str, month: int, day: str | None, *, of: bool) -> str:
    if 21 <= month <= 41 and not day:
        shown = text[_GROUPS[month - 21]].format(a=text["year"].format(y=year))
        return text["south"].format(a=shown) if month in _SOUTHERN else shown
    if not 1 <= month <= 12:
        return edtf
    if day and day.isdigit():
        return _fill(text, "day", year, month, int(day))
    return _fill(text, "month", year, month, of=of)


def _fill(
    text: dict[str, str], key: str, year: str, month: int, day: int = 0, day2: int = 0, *, of: bool = False
) -> str:
    genitive = text[f"of{month}"]
    name = genitive if of else text[str(month)]
    first = text["first"] if day == 1 else day
    return text[key].format(y=year, m=month, d=first, d2=day2, month=name, of=genitive)
