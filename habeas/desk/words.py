"""Labels and sentences of the desk: codes from the pure modules become words in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from habeas import dates
from habeas.packs import reader as packs
from habeas.packs.reader import Pack

WHY = {
    "only": lazy("the only value"),
    "agreed": lazy("all sources agree"),
    "origins": lazy("more independent origins"),
    "reliability": lazy("the more reliable source"),
    "credibility": lazy("the more credible statement"),
    "precision": lazy("the more precise value"),
    "first": lazy("said first; nothing else tells them apart"),
    "less": lazy("less supported"),
}
FLAGS = {
    "impossible": lazy("impossible date: kept as said"),
    "unreadable": lazy("could not be read: kept as said"),
    "ambiguous": lazy("can be read in two ways"),
    "invalid": lazy("the check digit is wrong"),
    "partial": lazy("partly hidden"),
    "sealed": lazy("sealed"),
}
CUSTODY = {
    "held": lazy("Held"),
    "held_unconfirmed": lazy("Held, unconfirmed"),
    "free": lazy("Free"),
    "dead": lazy("Died"),
    "missing": lazy("Missing"),
    "sought": lazy("Sought"),
    "unknown": lazy("Unknown"),
}
HOW = {
    "same": lazy("the same name"),
    "words": lazy("all words"),
    "beginnings": lazy("words begin so"),
    "id": lazy("person id"),
    "key": lazy("the source's own number"),
    "document": lazy("document number"),
}
AGES = {
    "under-18": lazy("under 18"),
    "18-29": lazy("18 to 29"),
    "30-44": lazy("30 to 44"),
    "45-59": lazy("45 to 59"),
    "60-over": lazy("60 and over"),
}
_LANGUAGES_OF_DATES = {"en", "es", "zh-hans", "ru", "tr", "fr", "ar", "ug", "kk"}


def pack() -> Pack:
    return packs.load(*settings.PACKS)


def property_label(code: str) -> str:
    return _translated(_property(code))


@lru_cache(maxsize=512)
def _property(code: str) -> str:
    try:
        return pack().property(code).label
    except KeyError:
        return code


def event_label(code: str) -> str:
    return _translated(_events().get(code, code.replace("_", " ")))


@lru_cache(maxsize=1)
def _events() -> dict[str, str]:
    return {one.code: one.label for one in pack().event_types}


def term_label(thesaurus: str, code: str) -> str:
    found = pack().term(thesaurus, code) if thesaurus else None
    return _translated(found.label) if found is not None else code


def _translated(text: str) -> str:
    return str(_(text)) if text else ""


def day(text: str) -> str:
    """An EDTF date in the reader's language."""
    language = get_language() or "en"
    return dates.show(text, language if language in _LANGUAGES_OF_DATES else "en")


def value(code: str, said: dict[str, Any]) -> str:
    """A value as people read it: the term's label, the date in words, else the tidy reading or the original."""
    read = said.get("value")
    if read is None:
        return str(said["original"])
    try:
        spec = pack().property(code)
    except KeyError:
        return str(read)
    if spec.type == "date":
        return day(read)
    if spec.type == "term":
        return term_label(spec.thesaurus, read)
    if spec.type == "duration":
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
    found = dates.terms.parse_code(code)
    if found is None:
        return code
    parts = [
        ngettext("%(count)d year", "%(count)d years", found.years) % {"count": found.years} if found.years else "",
        ngettext("%(count)d month", "%(count)d months", found.months) % {"count": found.months} if found.months else "",
        ngettext("%(count)d day", "%(count)d days", found.days) % {"count": found.days} if found.days else "",
    ]
    return " ".join(part for part in parts if part)


def custody(code: str | None) -> str:
    return str(CUSTODY.get(code or "", _("Not known")))


def custody_reason(said: dict[str, Any], code: str | None) -> str:
    """The status in one sentence, with what it rests on."""
    when = day(said["as_of"]) if said.get("as_of") else _("an unknown day")
    event = event_label(said["event"])
    origins = ngettext("%(count)d independent origin", "%(count)d independent origins", said["origins"]) % {
        "count": said["origins"]
    }
    text = _("Last told: %(event)s, %(when)s (%(origins)s: %(sources)s).") % {
        "event": event,
        "when": when,
        "origins": origins,
        "sources": ", ".join(said["sources"]),
    }
    if code == "held_unconfirmed":
        text += " " + _("Nobody has confirmed it since.")
    if said.get("claimed"):
        text += " " + _("The State claims otherwise (%(claim)s); a State's word does not prove it.") % {
            "claim": custody(said["claimed"])
        }
    return text


def sentence(found: dict[str, Any], today: date) -> str:
    """What the sentence arithmetic says, in words."""
    length = term(found["term"])
    if not found["low"]:
        return _("Sentence: %(term)s. No end can be computed.") % {"term": length}
    low, high = date.fromisoformat(found["low"]), date.fromisoformat(found["high"])
    span = day(found["low"]) if low == high else f"{day(found['low'])} – {day(found['high'])}"
    if high < today:
        return _("Sentence: %(term)s. Should have been free since %(day)s.") % {
            "term": length,
            "day": day(found["high"]),
        }
    return _("Sentence: %(term)s. Expected release: %(span)s.") % {"term": length, "span": span}
