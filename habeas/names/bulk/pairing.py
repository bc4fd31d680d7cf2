"""The inner loop of comparing many pairs of names, compiled."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from habeas.names.bulk import kernel
from habeas.names.bulk.compiled import compiled
from habeas.names.bulk.grown import Array
from habeas.names.bulk.kernel import part_bits, skeletons_apart
from habeas.names.bulk.search import matched
from habeas.names.compare import GLUED
from habeas.names.likeness import WORST

_ROOM, _ALL = kernel.ROOM, kernel.ALL


class Rows(NamedTuple):
    """Pairs of lists of parts: row n has `flat[start[2n]:start[2n + 1]]` and `flat[start[2n + 1]:start[2n + 2]]`."""

    flat: Array
    start: Array
    glued: Array
    owner: Array


@compiled
def compare(tables: Any, parts: Any, limits: Any, rows: Any, keys: Any, known: Any, best: Any) -> None:
    """Write into `best`, by owner, the bits of the best of its rows. `keys` and `known` remember pairs of parts."""
    before, after = np.zeros(_ROOM), np.zeros(_ROOM)
    for row in range(rows.glued.size):
        first, middle, last = rows.start[2 * row], rows.start[2 * row + 1], rows.start[2 * row + 2]
        values = np.empty((middle - first, last - middle), dtype=np.float32)
        for one in range(middle - first):
            for other in range(last - middle):
                left, right = rows.flat[first + one], rows.flat[middle + other]
                values[one, other] = _remembered(tables, parts, limits, left, right, keys, known, before, after)
        total = matched(values) + GLUED * rows.glued[row]
        owner = rows.owner[row]
        if not (total <= best[owner]) and total == total:
            best[owner] = total


@compiled
def _remembered(
    tables: Any, parts: Any, limits: Any, left: int, right: int, keys: Any, known: Any, before: Any, after: Any
) -> Any:
    """Bits of two parts; the place of a pair in the memory is taken over by the next pair that comes there."""
    if left > right:
        left, right = right, left
    key = (left + 1) << 32 | (right + 1)
    place = ((key * 11400714819323198485) >> 20) & (keys.size - 1)
    if keys[place] != key:
        keys[place] = key
        known[place] = _limited(tables, parts, limits, left, right, before, after)
    return known[place]


@compiled
def _limited(tables: Any, parts: Any, limits: Any, left: int, right: int, before: Any, after: Any) -> Any:
    """`likeness.bits`."""
    if parts.initial[left] or parts.initial[right]:
        return part_bits(tables, parts, left, parts, right, _ALL, before, after)
    if skeletons_apart(parts, left, parts, right):
        return WORST
    bits = part_bits(tables, parts, left, parts, right, _ALL, before, after)
    if bits != bits:
        return bits
    return max(WORST, min(bits, limits[left], limits[right]))
