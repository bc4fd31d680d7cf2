"""A small family graph as plain geometry for an SVG that the template draws; the list beside it says the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from habeas.desk import words

_MOST = 12
_WIDTH, _HEIGHT = 640, 320


def graph(profile: Mapping[str, Any]) -> dict[str, Any] | None:
    """Nodes with positions around the person, or None when no relative is known (or may be seen)."""
    said = profile["values"].get("relative", [])[:_MOST]
    if not said:
        return None
    nodes = []
    for place, one in enumerate(said):
        angle = 2 * math.pi * place / len(said) - math.pi / 2
        x, y = _WIDTH / 2 + 230 * math.cos(angle), _HEIGHT / 2 + 110 * math.sin(angle)
        relation = words.term_label("relation", one["reference"]) if one.get("reference") else ""
        text = one["value"] or one["original"]
        nodes.append(
            {
                "x": round(x),
                "y": round(y),
                "middle_x": round((x + _WIDTH / 2) / 2),
                "middle_y": round((y + _HEIGHT / 2) / 2) - 4,
                "text": text,
                "relation": relation,
            }
        )
    return {
        "nodes": nodes,
        "width": _WIDTH,
        "height": _HEIGHT,
        "x": _WIDTH // 2,
        "y": _HEIGHT // 2,
        "name": profile["name"],
    }
