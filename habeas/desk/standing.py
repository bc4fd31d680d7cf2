"""Where a person stands, for the top of their page: custody, the axes beside it, and the listing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from habeas.desk import phrasing, sentences, words
from habeas.registry import status


def custody(profile: Mapping[str, Any], today: date) -> dict[str, Any] | None:
    said = profile.get("custody")
    if not said:
        return None
    as_of = date.fromisoformat(said["as_of"]) if said["as_of"] else None
    code = status.decayed(said["code"], as_of, today)
    when = said.get("when") or said["as_of"]
    return {
        "code": code,
        "label": phrasing.custody(code),
        "as_of": phrasing.day(when) if when else "",
        "reason": sentences.custody(said, code),
    }


def axis(code: str, said: Mapping[str, Any]) -> dict[str, Any]:
    found = words.spec(code)
    when = said.get("when") or said["as_of"]
    return {
        "label": words.property_label(code),
        "text": words.term_label(found.thesaurus if found else "", said["code"]) if said["code"] else said["original"],
        "as_of": phrasing.day(when) if when else "",
        "sources": said["sources"],
    }


def listed(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not found:
        return None
    return {
        **found,
        "criterion_label": words.term_label("listing_criterion", found["criterion"]),
        "category_label": words.term_label("wgad_category", found["category"]) if found["category"] else "",
        "day": phrasing.day(found["at"][:10]),
    }
