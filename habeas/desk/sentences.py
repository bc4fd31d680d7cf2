"""Whole sentences of a person's page: why the status is what it is, and what the sentence arithmetic gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habeas.desk import phrasing, words


def custody(said: Mapping[str, Any], code: str | None) -> str:
    """The status in one sentence, with what it rests on."""
    origins = ngettext("%(count)d independent origin", "%(count)d independent origins", said["origins"]) % {
        "count": said["origins"]
    }
    facts = {"when": _when(said), "origins": origins, "sources": ", ".join(said["sources"])}
    if said["event"]:
        text = _("Last told: %(event)s, %(when)s (%(origins)s: %(sources)s).") % {
            **facts,
            "event": words.event_label(said["event"]),
        }
    elif said.get("since"):
        text = _("So the source itself says of the time since %(when)s (%(origins)s: %(sources)s).") % facts
    else:
        text = _("So the source itself says, %(when)s (%(origins)s: %(sources)s).") % facts
    return " ".join([text, *_doubts(said, code)])


def _doubts(said: Mapping[str, Any], code: str | None) -> list[str]:
    found = []
    if code == "held_unconfirmed":
        found.append(_("Nobody has confirmed it since."))
    if said.get("disputed"):
        others = ", ".join(phrasing.custody(one) for one in said["disputed"])
        found.append(_("Others say: %(others)s.") % {"others": others})
    if said.get("claimed"):
        claim = phrasing.custody(said["claimed"])
        found.append(_("The State claims otherwise (%(claim)s); a State's word does not prove it.") % {"claim": claim})
    return found


def _when(said: Mapping[str, Any]) -> str:
    told = said.get("when") or said.get("as_of")
    return phrasing.day(told) if told else _("on an unknown day")


def term(profile: Mapping[str, Any], today: date) -> dict[str, Any] | None:
    """What the sentence arithmetic says: {"text", "overdue", "steps"}; None without a term."""
    found = profile.get("sentence")
    if not found:
        return None
    overdue = bool(found["high"]) and date.fromisoformat(found["high"]) < today
    return {"text": _term(found, profile.get("last_sign"), overdue=overdue), "overdue": overdue, "steps": _steps(found)}


def _term(found: Mapping[str, Any], sign: Mapping[str, Any] | None, *, overdue: bool) -> str:
    length = phrasing.term(found["term"])
    if not found["high"]:
        return _("Sentence: %(term)s. No end can be computed.") % {"term": length}
    if overdue:
        facts = {"term": length, "day": phrasing.day(found["high"])}
        if sign is None or not sign["when"]:
            return _("Sentence: %(term)s. Should have been free since %(day)s; no dated news of them.") % facts
        text = _("Sentence: %(term)s. Should have been free since %(day)s, no news since %(last)s.")
        return text % {**facts, "last": _when(sign)}
    if not found["low"]:
        return _("Sentence: %(term)s. Release by %(day)s at the latest; time already served is not known.") % {
            "term": length,
            "day": phrasing.day(found["high"]),
        }
    same = found["low"] == found["high"]
    span = phrasing.day(found["low"] if same else f"{found['low']}/{found['high']}")
    return _("Sentence: %(term)s. Expected release: %(span)s.") % {"term": length, "span": span}


def _steps(found: Mapping[str, Any]) -> list[str]:
    """The sum, step by step, in words."""
    return [_step(step) for step in found["steps"]]


def _step(step: str) -> str:
    fixed = {
        "credit=full": _("each day in custody before the sentence counts one day"),
        "credit=none": _("time in custody before the sentence does not count"),
        "credit_unknown": _("how long the person was in custody before the sentence is not known"),
        "sentence_unknown": _("the day of the sentence is not known"),
        "taken_after_sentence": _("the taking is dated after the sentence: the sources contradict each other"),
    }
    if step in fixed:
        return fixed[step]
    name, _equals, told = step.partition("=")
    if name == "from":
        kind, _colon, span = told.partition(":")
        low, _dots, high = span.partition("..")
        days = phrasing.day(low if low == high else f"{low or '..'}/{high or '..'}")
        return (_("from the taking: %(days)s") if kind == "taken" else _("from the sentence: %(days)s")) % {
            "days": days
        }
    text = _("the term: %(term)s") if name == "term" else _("less a reduction: %(term)s")
    return text % {"term": phrasing.term(told)}


def born(found: Mapping[str, Any] | None) -> str:
    """A span of birth that was worked out from an age, and from what."""
    if not found:
        return ""
    return _("Born %(span)s, worked out from the age given (%(age)s).") % {
        "span": phrasing.day(f"{found['low']}/{found['high']}"),
        "age": found["age"],
    }
