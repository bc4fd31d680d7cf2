"""A small family graph as plain geometry for an SVG that the template draws; the list beside it says the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from habeas import names
from habeas.desk import words

_MOST: Final = 12
_WIDTH, _HEIGHT = 640, 340
_REACH_X, _REACH_Y = 235, 122
_PROPERTIES: Final = ("relative", "father_name", "mother_name")


def graph(profile: Mapping[str, Any], pages: Mapping[str, str]) -> dict[str, Any] | None:
    """Nodes with positions around the person, or None when no relative is known (or may be seen).

    `pages` are the pages of persons that sources link to, by the key of their name.
    """
    known = [(code, one) for code in _PROPERTIES for one in profile["values"].get(code, [])]
    known = [(code, one) for code, one in known if one.get("flag") != "sealed"][:_MOST]
    if not known:
        return None
    nodes = [
        _node(place, len(known), code, one) | {"page": pages.get(names.key(_text(one)), "")}
        for place, (code, one) in enumerate(known)
    ]
    return {
        "nodes": nodes,
        "width": _WIDTH,
        "height": _HEIGHT,
        "x": _WIDTH // 2,
        "y": _HEIGHT // 2,
        "name": profile["name"],
    }


def _node(place: int, count: int, code: str, one: Mapping[str, Any]) -> dict[str, Any]:
    angle = 2 * math.pi * place / count - math.pi / 2
    x, y = _WIDTH / 2 + _REACH_X * math.cos(angle), _HEIGHT / 2 + _REACH_Y * math.sin(angle)
    return {
        "x": round(x),
        "y": round(y),
        "middle_x": round((x + _WIDTH / 2) / 2),
        "middle_y": round((y + _HEIGHT / 2) / 2) - 4,
        "text": _text(one),
        "relation": _relation(code, one),
    }


def _text(one: Mapping[str, Any]) -> str:
    return str(one["value"] or one["original"])


def _relation(code: str, one: Mapping[str, Any]) -> str:
    if code != "relative":
        return words.property_label(code)
    reference = one.get("reference") or ""
    return words.term_label("relation", reference) if reference else ""
