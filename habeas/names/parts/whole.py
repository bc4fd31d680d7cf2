"""A whole name, in any script or several, to its parts and to the variants that stand for all of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from habeas.names.parts import cutting, han, lexicon, roles
from habeas.names.parts.part import ALIAS, FAMILY, INITIAL, NAME, PARTICLE, PATRONYMIC, Part
from habeas.names.parts.words import Word, small, words

_MOST: Final = 8  # variants of one text
_WEIGHTY: Final = frozenset((NAME, FAMILY, PATRONYMIC, ALIAS, INITIAL))


class _Group(NamedTuple):
    """The words of one script in one stretch, with roles; `other` is a second reading, or nothing."""

    found: list[tuple[Word, str]]
    other: list[tuple[Word, str]]


def parts(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order of the text; nothing for a text without letters. Never raises.

    >>> [(part.text, part.role) for part in parts("Ejemplo, Ana (a) Nana")]
    [('ejemplo', 'family'), ('ana', 'name'), ('nana', 'alias')]
    """
    found = [pair for group in _groups(name) for pair in group.found]
    return _parts(sorted(found, key=lambda pair: pair[0].start))


def variants(name: str) -> tuple[tuple[Part, ...], ...]:
    """Each reading that stands for the whole name: one for each script and alias, then those with joined parts glued.

    "阿可拜尔•伊明（AkbarImin）" gives (阿可拜尔, 伊明) and (akbar, imin); "Abdul-Rahman Test" gives
    (abdul, rahman, test) and (abdulrahman, test). At most eight.
    """
    groups = _groups(name)
    found = [_parts(group.found) for group in groups]
    found += [_parts(group.other) for group in groups]
    found += [_parts(_glued(group.found)) for group in groups]
    weighty = [one for one in found if any(part.role in _WEIGHTY for part in one)]
    return tuple(dict.fromkeys(weighty))[:_MOST]


@lru_cache(maxsize=16_384)
def _groups(name: str) -> tuple[_Group, ...]:
    return tuple(group for stretch in cutting.stretches(cutting.tidy(name)) for group in _of_stretch(stretch))


def _of_stretch(stretch: cutting.Stretch) -> list[_Group]:
    by_script: dict[str, list[Word]] = {}
    for word in words(stretch.text, stretch.start):
        by_script.setdefault(word.script, []).append(word)
    return [_group(group, alias=stretch.alias) for group in by_script.values()]


def _group(group: list[Word], *, alias: bool) -> _Group:
    if alias:
        return _Group([(word, ALIAS) for word in group], [])
    if group[0].script == han.HAN:
        return _Group(han.assign(group), han.other(group))
    return _Group(list(zip(group, roles.assign(group), strict=True)), [])


def _parts(found: list[tuple[Word, str]]) -> tuple[Part, ...]:
    return tuple(Part(word.text, word.script, role, small(word.written)) for word, role in found)


def _glued(found: list[tuple[Word, str]]) -> list[tuple[Word, str]]:
    """Words that a hyphen joins, and abd, abu with the name after them, as one."""
    glued: list[tuple[Word, str]] = []
    open_ = False  # the last word waits for the next
    for word, role in found:
        joined = bool(glued) and role != INITIAL and (open_ or word.before == "-")
        open_ = word.text in lexicon.words("joined", word.script) or (joined and role == PARTICLE)
        if not joined:
            glued.append((word, role))
            continue
        first, first_role = glued.pop()
        both = first._replace(written=first.written + word.written, text=first.text + word.text, after=word.after)
        glued.append((both, first_role if first_role not in (PARTICLE, INITIAL) else role))
    return glued if len(glued) < len(found) else []
