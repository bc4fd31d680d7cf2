"""What each word of a name is, for scripts with letters."""

from __future__ import annotations

import re
from typing import Final

from habeas.names.parts import endings, lexicon
from habeas.names.parts.part import FAMILY, HONORIFIC, INITIAL, NAME, PARTICLE, PATRONYMIC
from habeas.names.parts.words import Word

_GAP: Final = re.compile(r"\s{2,}|\t")
_AND: Final = ("y", "e")  # joins two surnames in Spanish and Portuguese
_CASED: Final = ("Latn", "Cyrl")
_WITHOUT_STOP: Final = ("sh", "zh", "ch", "kh", "gh", "ts", "dj", "dz", "dzh", "дж", "дз")  # Yu and Ye are names
_ONE_LETTER: Final = frozenset(("Latn", "Cyrl", "Arab", "Grek", "Hebr"))  # scripts in which one letter is an initial


def assign(words: list[Word]) -> list[str]:
    """One role for each word. A name of titles and particles only is a name all the same ("Haji")."""
    roles = [_by_itself(words, place) for place in range(len(words))]
    if not {NAME, INITIAL} & set(roles):
        roles = [NAME] * len(words)
    _by_order(words, roles)
    _by_capitals(words, roles)
    _by_neighbours(words, roles)
    _by_endings(words, roles)
    return roles


def _by_itself(words: list[Word], place: int) -> str:
    word = words[place]
    if _joins(words, place):
        return PARTICLE
    if _is_initial(word):
        return INITIAL
    if len(words) == 1:
        return NAME
    if word.text in lexicon.words("honorific", word.script):
        return HONORIFIC
    known = lexicon.words("particle", word.script), lexicon.words("maiden", word.script)
    if any(word.text in one for one in known) or _is_article(words, place):
        return PARTICLE
    return NAME


def _joins(words: list[Word], place: int) -> bool:
    """The y of "Ejemplo y Muestra": small, or among capitals; not the initial of "Ana Y. Ejemplo"."""
    word = words[place]
    if word.text not in _AND or not 0 < place < len(words) - 1 or word.after == ".":
        return False
    return word.written.islower() or (words[place - 1].written.isupper() and words[place + 1].written.isupper())


def _is_initial(word: Word) -> bool:
    if word.script not in _ONE_LETTER:
        return False
    if len(word.text) == 1:
        return True
    if word.text not in lexicon.words("initial", word.script):
        return False
    return word.after == "." or (word.text in _WITHOUT_STOP and word.written[0].isupper())


def _is_article(words: list[Word], place: int) -> bool:
    """al-, an-, ash- before a hyphen."""
    word = words[place]
    hyphen = place + 1 < len(words) and words[place + 1].before == "-"
    return hyphen and word.text in lexicon.words("article", word.script)


def _by_order(words: list[Word], roles: list[str]) -> None:
    """Before one comma, and before the wide gap of registers in capitals, stands the family name."""
    commas = [place for place, word in enumerate(words) if place and "," in word.before]
    gaps = [place for place, word in enumerate(words) if place and _GAP.fullmatch(word.before)]
    cut = 0
    if len(commas) == 1:
        cut = commas[0]
    elif not commas and len(gaps) == 1 and words[0].script in _CASED:
        cut = gaps[0] if all(word.written.isupper() for word in words) else 0
    if {NAME, INITIAL} & set(roles[cut:]):
        _rename(roles, range(cut), FAMILY)


def _by_capitals(words: list[Word], roles: list[str]) -> None:
    """The family name is the one in capitals: "Jean EXEMPLE"."""
    if words[0].script not in _CASED or FAMILY in roles:
        return
    names = [place for place, role in enumerate(roles) if role == NAME and len(words[place].text) > 1]
    upper = [place for place in names if words[place].written.isupper()]
    if upper and len(upper) < len(names):
        _rename(roles, upper, FAMILY)


def _by_neighbours(words: list[Word], roles: list[str]) -> None:
    """Words that say what the next or the last one is: bin, uly, y, née, viuda de."""
    for place, word in enumerate(words):
        script, last = word.script, place == len(words) - 1
        if roles[place] == PARTICLE and word.text in _AND:
            _rename(roles, (place - 1, place + 1), FAMILY)
        elif word.text in lexicon.words("father-before", script) and place and roles[place - 1] in (NAME, FAMILY):
            roles[place - 1], roles[place] = PATRONYMIC, PARTICLE
        elif word.text in lexicon.words("father-after", script) and not last and NAME in roles[:place]:
            roles[place] = PARTICLE
            _rename(roles, _next_name(roles, place), PATRONYMIC)
        elif word.text in lexicon.words("maiden", script) and not last and roles[place] == PARTICLE:
            _rename(roles, range(place, len(words)), FAMILY)


def _next_name(roles: list[str], place: int) -> list[int]:
    return [later for later in range(place + 1, len(roles)) if roles[later] == NAME][:1]


def _by_endings(words: list[Word], roles: list[str]) -> None:
    """-uly, -ovich, and -ov after a Turkic name; beside -ovich the word in -ov is the family name."""
    patronymic = [endings.is_russian_patronymic(word.written, word.script) for word in words]
    for place, word in enumerate(words):
        if roles[place] != NAME:
            continue
        if any(patronymic) and not patronymic[place] and endings.is_russian_surname(word.written, word.script):
            roles[place] = FAMILY
        elif endings.split_patronymic(word.written, word.script)[1]:
            roles[place] = PATRONYMIC


def _rename(roles: list[str], places: range | list[int] | tuple[int, ...], role: str) -> None:
    """Only ordinary names change: a title stays a title."""
    for place in places:
        if roles[place] == NAME:
            roles[place] = role
