"""The inner loops, compiled: `align`, `likeness` and `compare` over arrays. The plain modules say what is computed and
why; tests hold both to the same numbers.

Types of arguments are those of `signs.Tables` and `vocabulary.Parts`, written `Any` because the compiler finds them.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from habeas.names import align, likeness
from habeas.names.bulk.compiled import compiled

SAID, CHINESE, PINYIN, INITIAL = 0, 1, 2, 3
WORST: Final = likeness.WORST
ALL: Final = 99  # ways to say a part
ROOM: Final = 128  # sounds of one form at most
_FAINT: Final = align.FAINT
_ROUGH: Final = 1e-7
_IMPOSSIBLE: Final = align.IMPOSSIBLE
_BY_PINYIN, _BY_NAME = likeness.BY_PINYIN, likeness.BY_NAME
_ENDING, _WAYS, _FAR = likeness.ENDING, likeness.WAYS, likeness.FAR
_FITS, _FITS_NOT = likeness.INITIAL
_ADDED: Final = likeness.ADDED
_NONE: Final = np.nan


@compiled
def _slot(keys: Any, key: int) -> Any:
    """Where a key stands, or the free slot where it would: Fibonacci hashing, then step by step."""
    mask = keys.size - 1
    place = ((key * 11400714819323198485) >> 20) & mask
    while keys[place] != 0 and keys[place] != key:
        place = (place + 1) & mask
    return place


@compiled
def put(keys: Any, shares: Any, codes: Any, values: Any) -> None:
    """Write shares into the hash table."""
    for number in range(codes.size):
        place = _slot(keys, codes[number])
        keys[place] = codes[number]
        shares[place] = values[number]


@compiled
def said(tables: Any, signs: Any, sounds: Any, least: float, faint: float, before: Any, after: Any) -> Any:
    """`align.bits`: log2 P(sounds | signs), the forward algorithm. The last two are room to work in.

    Gives up, with `_IMPOSSIBLE`, when the result must be below `least`; leaves out partings that are `faint` beside the
    likeliest.
    """
    size = sounds.size
    before[: size + 1] = 0.0
    before[0] = 1.0
    first, last = 0, 0  # where something was reached
    enough = 2.0**least / (size + 1)
    for sign in signs:
        after[first : size + 1] = 0.0
        top = 0.0
        longest, head = tables.longest[sign], int(sign) << 24
        for start in range(first, last + 1):
            reached = before[start]
            if reached == 0.0:
                continue
            text = 0
            for end in range(start, min(size, start + longest) + 1):
                if end > start:
                    text = text << 6 | int(sounds[end - 1])
                if end <= start + 2:
                    share = tables.short[sign, text]
                else:
                    place = _slot(tables.keys, head | text)
                    share = tables.shares[place] if tables.keys[place] != 0 else 0.0
                after[end] += reached * (share + tables.floor[end - start])
                top = max(top, after[end])
        if top < enough:
            return _IMPOSSIBLE
        last = min(size, last + longest)
        for end in range(first, last + 1):
            before[end] = after[end] if after[end] > top * faint else 0.0
        while first < last and before[first] == 0.0:
            first += 1
    return np.log2(before[size]) if before[size] > 0.0 else _IMPOSSIBLE


@compiled
def _between_chinese(tables: Any, left: Any, right: Any, base: float, before: Any, after: Any) -> Any:
    """`likeness._between_chinese`."""
    before[0] = 0.0
    for end in range(right.size):
        before[end + 1] = before[end] + tables.silent[right[end]] - _ADDED
    dropped = 0.0
    for sign in left:
        dropped += tables.silent[sign]
        after[0] = dropped
        for end in range(right.size):
            other = right[end]
            alike = tables.same[sign] if sign == other else tables.alike[sign, tables.writer[other]]
            swapped = before[end] + alike
            after[end + 1] = max(
                swapped, before[end + 1] + tables.silent[sign], after[end] + tables.silent[other] - _ADDED
            )
        before[: right.size + 1] = after[: right.size + 1]
    return before[right.size] - base


@compiled
def _spelled(tables: Any, characters: Any, syllables: Any) -> Any:
    """`likeness._spelled`."""
    if characters.size != syllables.size:
        return _IMPOSSIBLE
    total = 0.0
    for place in range(characters.size):
        total += tables.pinyin[characters[place], tables.syllable[syllables[place]]]
    return total


@compiled
def _forms(
    tables: Any, ones: Any, one: int, others: Any, other: int, least: float, faint: float, before: Any, after: Any
) -> Any:
    """Two forms, the first of a kind not after the second's; what lies below `least` may come out lower still."""
    left = ones.signs[ones.start[one] : ones.start[one + 1]]
    right = others.signs[others.start[other] : others.start[other + 1]]
    kind, against = ones.kind[one], others.kind[other]
    if kind == SAID and against == SAID:
        if ones.rank[one] >= _WAYS or others.rank[other] >= _WAYS or ones.bits[one] + others.bits[other] > _FAR:
            return _NONE
        cost = ones.bits[one] + others.bits[other]
        there = said(tables, left, right, others.base[other] + cost + least, faint, before, after) - others.base[other]
        if faint == _ROUGH:
            return there - cost
        back = said(tables, right, left, ones.base[one] + cost + least, faint, before, after) - ones.base[one]
        return max(there, back) - cost
    if kind == SAID:
        cost = ones.base[one] + ones.bits[one] - (_BY_NAME if against == CHINESE else _BY_PINYIN)
        return said(tables, right, left, cost + least, faint, before, after) - cost
    if against == PINYIN:
        return _BY_PINYIN + _spelled(tables, left, right) if kind == CHINESE else _NONE
    there = _between_chinese(tables, left, right, others.base[other], before, after)
    return (there + _between_chinese(tables, right, left, ones.base[one], before, after)) / 2


@compiled
def _heads(ones: Any, left: int, others: Any, right: int) -> Any:
    """`likeness._initial`: whether first sounds fit, when one part is an initial."""
    known = False
    for one in range(ones.first[left], ones.first[left + 1]):
        for other in range(others.first[right], others.first[right + 1]):
            heard = ones.kind[one] in (SAID, INITIAL) and others.kind[other] in (SAID, INITIAL)
            if heard and not ones.ending[one] and not others.ending[other]:
                known = True
                if ones.signs[ones.start[one]] == others.signs[others.start[other]]:
                    return _FITS
    return _FITS_NOT if known else _NONE


@compiled
def part_bits(tables: Any, ones: Any, left: int, others: Any, right: int, ways: int, before: Any, after: Any) -> Any:
    """`likeness.bits` without its limits; not a number when the parts cannot be compared.

    `ways` is how many of the ways to say each part are tried.
    """
    if ones.initial[left] or others.initial[right]:
        return _heads(ones, left, others, right)
    best = _NONE
    for one in range(ones.first[left], ones.first[left + 1]):
        for other in range(others.first[right], others.first[right + 1]):
            if (ones.ending[one] and others.ending[other]) or ones.rank[one] >= ways or others.rank[other] >= ways:
                continue
            faint = _FAINT if ways == ALL else _ROUGH
            least = max(WORST - 1.0, best) if best == best else WORST - 1.0
            if ones.kind[one] <= others.kind[other]:
                value = _forms(tables, ones, one, others, other, least, faint, before, after)
            else:
                value = _forms(tables, others, other, ones, one, least, faint, before, after)
            if ones.ending[one] or others.ending[other]:
                value += _ENDING
            if not (value <= best) and value == value:
                best = value
    return best


@compiled
def against(tables: Any, ones: Any, left: int, others: Any, rights: Any, ways: int) -> Any:
    """One part against many, as `part_bits` gives it."""
    before, after = np.zeros(ROOM), np.zeros(ROOM)
    found = np.empty(rights.size, dtype=np.float32)
    for place in range(rights.size):
        found[place] = part_bits(tables, ones, left, others, rights[place], ways, before, after)
    return found


@compiled
def borne(tables: Any, parts: Any, form: int, known: Any, first: int, last: int) -> Any:
    """The share of people whose part is heard as this form, among the known names from `first` to `last`."""
    before, after = np.zeros(ROOM), np.zeros(ROOM)
    sounds = parts.signs[parts.start[form] : parts.start[form + 1]]
    total = 0.0
    for number in range(first, last):
        name = known.signs[known.start[number] : known.start[number + 1]]
        total += known.share[number] * 2.0 ** said(tables, name, sounds, _IMPOSSIBLE, _FAINT, before, after)
    return total


@compiled
def skeletons_apart(ones: Any, left: int, others: Any, right: int) -> Any:
    """`likeness._apart`: a bound on the edits between skeletons, from how often each letter stands in them."""
    if ones.skeleton[left] == ones.skeleton[left + 1] or others.skeleton[right] == others.skeleton[right + 1]:
        return False
    for one in range(ones.skeleton[left], ones.skeleton[left + 1]):
        for other in range(others.skeleton[right], others.skeleton[right + 1]):
            common, size, length = 0, 0, 0
            for letter in range(ones.counts.shape[1]):
                common += min(ones.counts[one, letter], others.counts[other, letter])
                size += ones.counts[one, letter]
                length += others.counts[other, letter]
            longer = max(size, length)
            if longer - common <= 1 + longer // 3:
                return False
    return True


@compiled
def backgrounds(pairs: Any, kinds: Any, start: Any, signs: Any, base: Any, first: int) -> None:
    """`background.bits` of the sounds of each form from `first` on."""
    for form in range(first, kinds.size):
        if kinds[form] == SAID:
            before, total = np.uint16(0), 0.0
            for place in range(start[form], start[form + 1]):
                total += pairs[before, signs[place]]
                before = signs[place]
            base[form] = total + pairs[before, 0]
