"""A profile as a page shows it: labels, words and the statements behind each value. Nothing above its ceiling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from habeas import names
from habeas.desk import reading, words
from habeas.registry import status

_FIRST = ("name", "alias", "family_name", "given_names", "sex", "birth_date", "ethnicity")
_NOT_AXES = ("name", "alias")


def page(profile: Mapping[str, Any], ceiling: int, today: date) -> dict[str, Any]:
    """Everything that the template of a subject's page needs."""
    behind = reading.statements(list(_numbers(profile)), ceiling)
    return {
        "names": _names(profile),
        "traits": [_trait(code, said, behind) for code, said in _ordered(profile["values"])],
        "events": [_event(one, behind) for one in profile["events"]],
        "status": _status(profile, today),
        "axes": [_axis(code, said) for code, said in (profile.get("axes") or {}).items()],
        "sentence": _sentence(profile, today),
        "listing": _listing(profile.get("listing")),
        "origins": profile["origins"],
    }


def _numbers(profile: Mapping[str, Any]) -> Iterable[int]:
    groups = list(profile["values"].values())
    groups += [said for event in profile["events"] for said in event["values"].values()]
    return (number for group in groups for one in group for number in one["statements"])


def _ordered(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    rank = {code: place for place, code in enumerate(_FIRST)}
    return sorted(values.items(), key=lambda item: (rank.get(item[0], 99), words.property_label(item[0])))


def _names(profile: Mapping[str, Any]) -> list[dict[str, str]]:
    """The best name of each script, the shown one first left out."""
    found: dict[str, dict[str, str]] = {}
    for one in profile["values"].get("name", []):
        script = one.get("reference") or names.script(one["original"])
        found.setdefault(script, {"script": script, "text": one["value"] or one["original"]})
    return [one for one in found.values() if one["text"] != profile["name"]]


def _trait(code: str, said: list[dict[str, Any]], behind: Mapping[int, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "label": words.property_label(code),
        "values": [_value(code, one, behind) for one in said],
        "disagree": len(said) > 1 and _single(code),
    }


def _single(code: str) -> bool:
    try:
        return words.pack().property(code).single
    except KeyError:
        return False


def _value(code: str, one: dict[str, Any], behind: Mapping[int, Any]) -> dict[str, Any]:
    statements = [behind[number] for number in one["statements"] if number in behind]
    return {
        "text": words.value(code, one),
        "original": one["original"],
        "why": words.WHY.get(one["why"], ""),
        "why_code": one["why"],
        "origins": one["origins"],
        "flag": words.FLAGS.get(one.get("flag", ""), ""),
        "sealed": one.get("flag") == "sealed",
        "disputed": one.get("disputed", []),
        "statements": statements,
        "tier": max((said["tier"] for said in statements), default=0),
    }


def _event(event: Mapping[str, Any], behind: Mapping[int, Any]) -> dict[str, Any]:
    values = dict(event["values"])
    when, place = values.pop("date", None), values.pop("place", None)
    kind = values.pop("type", None)
    return {
        "type": event["type"],
        "label": words.event_label(event["type"]),
        "said_type": [_value("type", one, behind) for one in kind or []],
        "low": event["low"],
        "high": event["high"],
        "when": [_value("date", one, behind) for one in when or []],
        "place": [_value("place", one, behind) for one in place or []],
        "more": [_trait(code, said, behind) for code, said in values.items()],
        "origins": event["origins"],
        "sources": event["sources"],
    }


def _status(profile: Mapping[str, Any], today: date) -> dict[str, Any] | None:
    said = profile.get("custody")
    if not said:
        return None
    as_of = date.fromisoformat(said["as_of"]) if said["as_of"] else None
    code = status.decayed(said["code"], as_of, today)
    return {
        "code": code,
        "label": words.custody(code),
        "as_of": said["as_of"],
        "as_of_text": words.day(said["as_of"]) if said["as_of"] else "",
        "reason": words.custody_reason(said, code),
    }


def _axis(code: str, said: Mapping[str, Any]) -> dict[str, str]:
    return {
        "label": words.property_label(code),
        "text": words.term_label(code, said["code"]) if said["code"] else said["original"],
        "as_of": words.day(said["as_of"]) if said["as_of"] else "",
    }


def _sentence(profile: Mapping[str, Any], today: date) -> dict[str, Any] | None:
    found = profile.get("sentence")
    if not found:
        return None
    overdue = bool(found["high"]) and date.fromisoformat(found["high"]) < today
    return {"text": words.sentence(found, today), "overdue": overdue, "steps": found["steps"]}


def _listing(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not found:
        return None
    return {
        **found,
        "criterion_label": words.term_label("listing_criterion", found["criterion"]),
        "category_label": words.term_label("wgad_category", found["category"]) if found["category"] else "",
        "day": words.day(found["at"][:10]),
    }


def place_key(one: Mapping[str, Any]) -> str:
    """How a place's name stands in lists, so that its page finds who is held there."""
    return names.fold(one["value"] or one["original"])
