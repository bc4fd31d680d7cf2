"""The inner loops of a search, compiled: which parts are near, which names have enough of them, how they rank."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from habeas.names.bulk.compiled import compiled
from habeas.names.compare import MISSING, MOST, SWAPPED
from habeas.names.skeleton import LETTERS

ALONE: Final = (1 << 32) - 1  # of an entry, the other part
FAR: Final = 9  # too far to be looked at
MOST_EDITS: Final = 2
_LEAST: Final = -1e9
_LONGEST: Final = 60  # letters of a skeleton
_LETTERS: Final = len(LETTERS)
_WEAK: Final = "LNK"  # r, n, gh: what Chinese and other spellings leave out
_ALIKE: Final = ("MN", "KC", "SC", "LN", "TC")
_GAPS: Final = np.array([1 if letter in _WEAK else 2 for letter in LETTERS], dtype=np.uint8)
_SWAPS: Final = np.array(
    [
        [0 if one == other else 2 - (one + other in _ALIKE or other + one in _ALIKE) for other in LETTERS]
        for one in LETTERS
    ],
    dtype=np.uint8,
)


@compiled
def edits(masks: Any, size: int, other: Any) -> Any:
    """Levenshtein distance by the bits of a word (Myers 1999, JACM 46:395); `masks` has, for each letter, the places
    where it stands in the asked skeleton of `size` letters."""
    up, down, away = ~np.uint64(0), np.uint64(0), size
    last, one = np.uint64(1) << np.uint64(size - 1), np.uint64(1)
    for letter in other:
        met = masks[letter]
        across = (((met & up) + up) ^ up) | met
        right, left = down | ~(across | up), up & across
        if right & last:
            away += 1
        elif left & last:
            away -= 1
        right = right << one | one
        up, down = left << one | ~(met | down | right), right & (met | down)
    return away


@compiled
def weighed(one: Any, other: Any, row: Any) -> Any:
    """An edit distance in which what scripts leave out or confuse counts 1 and all else 2. `row` is room to work in."""
    row[0] = 0
    for place in range(other.size):
        row[place + 1] = row[place] + _GAPS[other[place]]
    for letter in one:
        corner = row[0]
        row[0] += _GAPS[letter]
        for place in range(other.size):
            kept = min(corner + _SWAPS[letter, other[place]], row[place] + _GAPS[other[place]])
            kept = min(kept, row[place + 1] + _GAPS[letter])
            corner = row[place + 1]
            row[place + 1] = kept
    return row[other.size]


@compiled
def listed(key: int, places: Any) -> Any:
    """The values of a key in `postings.Places`, loaded ones first."""
    chained = 0
    place = places.head[key] if key < places.head.size else -1
    while place >= 0:
        chained += 1
        place = places.link[place]
    first, last = 0, 0
    if key < places.start.size - 1:
        first, last = places.start[key], places.start[key + 1]
    if chained == 0:
        return places.values[first:last]
    found = np.empty(last - first + chained, dtype=np.int64)
    found[: last - first] = places.values[first:last]
    place, end = places.head[key], last - first
    while place >= 0:
        found[end] = places.added[place]
        end += 1
        place = places.link[place]
    return found


@compiled
def reach(asked: Any, most: int, letters: Any, start: Any, parts: Any) -> tuple[Any, Any]:
    """The parts with a skeleton near the asked one, and how far each is as `weighed` says; a part may stand twice."""
    masks, row = np.zeros(_LETTERS, dtype=np.uint64), np.zeros(256, dtype=np.uint8)
    size = min(asked.size, _LONGEST)
    for place in range(size):
        masks[asked[place]] |= np.uint64(1) << np.uint64(place)
    reached, aways = [0], [0]
    for number in range(start.size - 1):
        length = start[number + 1] - start[number]
        if abs(length - size) > most:
            continue
        other = letters[start[number] : start[number + 1]]
        if size and edits(masks, size, other) > most:
            continue
        away = weighed(asked[:size], other, row)
        if away <= most:
            for part in listed(number, parts):
                reached.append(part)
                aways.append(away)
    return np.array(reached[1:], dtype=np.int64), np.array(aways[1:], dtype=np.uint8)


@compiled
def lower(near: Any, parts: Any, aways: Any) -> Any:
    """Write into `near` what is nearer than before; returns the parts that were far before."""
    first = np.empty(parts.size, dtype=np.int64)
    count = 0
    for place in range(parts.size):
        part = parts[place]
        if near[part] == FAR:
            first[count] = part
            count += 1
        near[part] = min(near[part], aways[place])
    return first[:count]


@compiled
def gather(near: Any, turns: Any, ceiling: int, where: Any, people: Any, initial: Any, marks: Any) -> tuple[Any, Any]:
    """Names at or below the ceiling with two near parts (one, when one is asked or the name has one), and how far away
    each name is.

    An entry of `where` is a name and one of its other parts, so nothing but entries is read of most names. `turns` are
    the pairs of an asked and a near part that are followed, `marks` room for a number a name.
    """
    found, aways = [0], [0]
    for turn in range(turns.shape[0]):
        asked, part = turns[turn, 0], turns[turn, 1]
        away = near[asked, part]
        for entry in listed(part, where):
            further = _second(near, asked, (entry & ALONE) - 1, initial)
            name = entry >> 32
            if further == FAR or people.tier[name] > ceiling:
                continue
            if marks[name]:
                aways[marks[name]] = min(aways[marks[name]], away + further)
            else:
                marks[name] = len(found)
                found.append(name)
                aways.append(away + further)
    return np.array(found[1:], dtype=np.int32), np.array(aways[1:], dtype=np.int32)


@compiled
def _second(near: Any, asked: int, other: int, initial: Any) -> Any:
    """How near another part of a name is to another that was asked; little is known of an initial, or where is none."""
    if near.shape[0] == 1:
        return 0
    if other < 0 or initial[other]:
        return 3
    best = FAR
    for number in range(near.shape[0]):
        if number != asked:
            best = min(best, near[number, other])
    return best


@compiled
def wanted(near: Any, found: Any, people: Any, initial: Any, initials: Any) -> Any:
    """By asked part and part, whether the bits of the two are needed to rank these names: the near, and initials."""
    needed = np.zeros(near.shape, dtype=np.uint8)
    for name in found:
        for place in range(people.start[name], people.start[name + 1]):
            part = people.parts[place]
            for asked in range(near.shape[0]):
                if near[asked, part] != FAR or initial[part] or initials[asked]:
                    needed[asked, part] = 1
    return needed


@compiled
def matched(values: Any) -> Any:
    """`compare._matched` for a table of bits, no more rows than columns; not a number when nothing is comparable.

    What cannot be compared adds nothing, and a matching of nothing else is none: the second index says whether
    something was compared.
    """
    rows, columns = values.shape
    kept = np.full((columns + 1, 2), _LEAST)  # in the order of the text, by columns passed
    kept[:, 0] = 0.0
    free = np.full((1 << columns, 2), _LEAST)  # in any order, by set of columns used
    free[0, 0] = 0.0
    for row in range(rows):
        row_kept, row_free = np.full(kept.shape, _LEAST), np.full(free.shape, _LEAST)
        for column in range(columns):
            known = values[row, column] == values[row, column]
            value = values[row, column] if known else 0.0
            for before in range(2):
                after = 1 if known else before
                row_kept[column + 1, before] = max(row_kept[column + 1, before], row_kept[column, before])
                row_kept[column + 1, after] = max(row_kept[column + 1, after], kept[column, before] + value)
                for used in range(1 << columns):
                    if not used >> column & 1:
                        taken = used | 1 << column
                        row_free[taken, after] = max(row_free[taken, after], free[used, before] + value)
        kept, free = row_kept, row_free
    best = max(kept[columns, 1], free[:, 1].max() + SWAPPED)
    return best + MISSING * (columns - rows) if best > _LEAST / 2 else np.nan


@compiled
def _two(one: float, other: float, another: float, last: float) -> Any:
    """`matched` for two parts and two parts, row by row."""
    best = np.nan
    if one == one or last == last:
        best = (one if one == one else 0.0) + (last if last == last else 0.0)
    if other == other or another == another:
        swapped = (other if other == other else 0.0) + (another if another == another else 0.0) + SWAPPED
        best = swapped if not (swapped <= best) else best
    return best


@compiled
def rank(bits: Any, found: Any, people: Any) -> Any:
    """Bits of each name, from the bits of asked parts (rows) and parts (columns)."""
    totals = np.empty(found.size, dtype=np.float32)
    asked = bits.shape[0]
    for number in range(found.size):
        first, last = people.start[found[number]], people.start[found[number] + 1]
        count = min(last - first, MOST)
        if asked == 1:
            totals[number] = np.nanmax(bits[0, people.parts[first : first + count]]) + MISSING * (count - 1)
            continue
        if asked == 2 and count == 2:
            one, other = people.parts[first], people.parts[first + 1]
            totals[number] = _two(bits[0, one], bits[0, other], bits[1, one], bits[1, other])
            continue
        values = np.empty((min(asked, count), max(asked, count)), dtype=np.float32)
        for row in range(asked):
            for column in range(count):
                value = bits[row, people.parts[first + column]]
                if asked <= count:
                    values[row, column] = value
                else:
                    values[column, row] = value
        totals[number] = matched(values)
    return totals
