"""Values as people read them: dates, terms, sentences and areas in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from habeas import dates
from habeas.desk import labels, words

_LANGUAGES_OF_DATES: Final = {"en", "es", "zh-hans", "ru", "tr", "fr", "ar", "ug", "kk"}


def day(text: str) -> str:
    """An EDTF date in the reader's language."""
    language = get_language() or "en"
    return dates.show(text, language if language in _LANGUAGES_OF_DATES else "en")


def value(code: str, said: Mapping[str, Any]) -> str:
    """A value as people read it: the term's label, the date in words, else the tidy reading or the original."""
    read, found = said.get("value"), words.spec(code)
    if found is not None and found.type == "place" and str(said["original"]).isdigit() and said.get("reference"):
        return area(said["reference"])
    if read is None or found is None:
        return str(said["original"] if read is None else read)
    if found.type == "date":
        return day(read)
    if found.type == "term":
        return words.event_label(read) if found.thesaurus == "event_type" else words.term_label(found.thesaurus, read)
    if found.type == "duration":
        return term(read)
    return str(read)


def term(code: str) -> str:
    """A sentence in words: "13 years 6 months"."""
    fixed = {
        "life": _("life"),
        "death": _("death"),
        "death_suspended": _("death, suspended for two years"),
    }
    if code in fixed:
        return fixed[code]
    found = dates.parse_code(code)
    if found is None:
        return code
    parts = [
        ngettext("%(count)d year", "%(count)d years", found.years) % {"count": found.years} if found.years else "",
        ngettext("%(count)d month", "%(count)d months", found.months) % {"count": found.months} if found.months else "",
        ngettext("%(count)d day", "%(count)d days", found.days) % {"count": found.days} if found.days else "",
    ]
    return " ".join(part for part in parts if part)


def custody(code: str | None) -> str:
    return str(labels.CUSTODY.get(code or "", _("Not known")))


def area(code: str) -> str:
    """An administrative area's name by its code; the code itself when no pack knows it."""
    return _areas().get(code, code)


@lru_cache(maxsize=1)
def _areas() -> dict[str, str]:
    return {one.code: one.label_en or one.name for one in words.pack().areas}
