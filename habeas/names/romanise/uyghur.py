"""Uyghur names in Arabic, Latin and Cyrillic letters to sounds and back.

Three Latin habits are known: ULY (Abduqadir), the New Script of 1965-1982 (Abduⱪadir, where q is ch, x is sh
and h is kh) and Turkish letters (Aygül Şemşidin).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.names.romanise.letters import Choices, clean, likeliest, merged, split, swapped, table, writer
from habeas.names.romanise.letters import cyrillic as clean_cyrillic
from habeas.names.romanise.letters import latin as clean_latin
from habeas.names.sounds import SOUNDS, VOWELS, Reading

LETTERS: Final = SOUNDS.replace("ı", "")  # the sounds that Uyghur writes
_ARABIC_VOWELS: Final = frozenset("اەېوۇۆۈىأآٱۀێ")
_MARKED: Final = frozenset("ۇۆۈۋ")  # who typed one of these had the whole keyboard
_NEW_SCRIPT: Final = frozenset("ⱪⱨⱬəɵөƣ")
_ROUND: Final = (("u", 0.0), ("ö", 1.0), ("ü", 1.5))  # what و may be besides o, with bits
# Two letters that are nearly always one sound; the bits of reading them as two ("Ishaq" is is-haq).
_APART: Final = {"ng": ("ng", 3.0), "sh": ("sh", 4.0), "zh": ("zh", 3.0), "gh": ("gh", 6.0)}
_FRONT: Final = frozenset("әөү")
_BACK: Final = frozenset("аоуы")


def arabic(text: str) -> tuple[Reading, ...]:
    """Read Uyghur in Arabic letters, also when typed on a keyboard that lacks some of them."""
    letters = split(clean(text), table("uyghur-arabic", "arabic"))
    best = likeliest(_arabic_steps(letters), "Uyghur Arabic script")
    if "و" not in letters or _MARKED & set(letters):
        return best
    # The writer may have typed every round vowel alike.
    sure = 2.0 if "ئ" in letters else 1.0
    return merged((0.0, best), *[(sure, swapped(best, "o", vowel, more)) for vowel, more in _ROUND])


def _arabic_steps(letters: list[str]) -> Iterator[Choices]:
    sounds = table("uyghur-arabic", "arabic")
    for place, letter in enumerate(letters):
        before = letters[place - 1] if place else ""
        after = letters[place + 1] if place + 1 < len(letters) else ""
        hiatus = before in _ARABIC_VOWELS  # vowels never touch in Uyghur: a hamza stands between
        beside = hiatus or after in _ARABIC_VOWELS
        if letter == "و":
            yield (("w" if hiatus or (not before and after in _ARABIC_VOWELS) else "o", 0.0),)
        elif letter in "يی":
            yield (("y", 0.0),) if beside else (("i", 0.0), ("y", 3.0))
        elif letter == "ى":
            yield (("y", 0.0), ("i", 2.0)) if hiatus else (("i", 0.0),)
        elif letter == "ه":
            vowel = before and not beside
            yield (("e", 0.0), ("h", 2.0)) if vowel else (("h", 0.0),)
        else:
            yield ((sounds.get(letter, ""), 0.0),)


def latin(text: str) -> tuple[Reading, ...]:
    """Read Uyghur in Latin letters: the letters themselves tell the habit, and both are kept when they do not."""
    text = clean_latin(text)
    used = set(text)
    if used & _NEW_SCRIPT:
        return _new_script(text)
    if used & set("çşğ") or ("c" in used and "ch" not in text):
        return _spelt(text, ("uyghur-turkish", "uyghur-latin", "latin"), "Turkish letters")
    uly = _spelt(text, ("uyghur-latin", "latin"), "Uyghur Latin (ULY)")
    if used & set("qx"):
        # "Xayar" on a map is Shayar: the New Script, its hooks lost.
        return merged((0.0, uly), (5.0, _new_script(text)[:2]))
    return uly


def _new_script(text: str) -> tuple[Reading, ...]:
    return _spelt(text, ("uyghur-yengi", "latin"), "Uyghur New Script")


def _spelt(text: str, readers: tuple[str, ...], habit: str) -> tuple[Reading, ...]:
    sounds = table(*readers)
    steps: list[Choices] = []
    for letter in split(text, sounds):
        said = sounds.get(letter, "").replace("ı", "i")
        steps.append(((said, 0.0), _APART[letter]) if letter in _APART else ((said, 0.0),))
    return likeliest(steps, habit)


def cyrillic(text: str) -> tuple[Reading, ...]:
    """Read Uyghur in Cyrillic letters, as in Kazakhstan."""
    letters = split(clean_cyrillic(text), table("uyghur-cyrillic", "cyrillic"))
    return likeliest(_cyrillic_steps(letters), "Uyghur Cyrillic")


def _cyrillic_steps(letters: list[str]) -> Iterator[Choices]:
    sounds = table("uyghur-cyrillic", "cyrillic")
    for place, letter in enumerate(letters):
        said = sounds.get(letter, "")
        open_before = not place or letters[place - 1] in "ъь" or sounds.get(letters[place - 1], "")[-1:] in VOWELS
        if letter == "е":
            yield (("yé", 0.0), ("é", 2.0)) if open_before else (("é", 0.0),)
        elif letter in "яюё":
            front = {"я": "ye", "ю": "yü", "ё": "yö"}[letter]
            yield ((front, 0.0), (said, 2.0)) if _is_front(letters, place) else ((said, 0.0), (front, 2.0))
        else:
            yield ((said, 0.0),)


def _is_front(letters: list[str], place: int) -> bool:
    """Whether я, ю, ё sound front: as the next vowel that tells; ю and ё also as the one before ("Көкяр" has a)."""
    before = [] if letters[place] == "я" else letters[:place]
    for other in [*letters[place + 1 :], *reversed(before)]:
        if other in _FRONT:
            return True
        if other in _BACK:
            return False
    return letters[place] == "ю"


def to_arabic(sounds: str) -> str:
    """Write sounds in the Uyghur Arabic alphabet; a vowel with no consonant before it gets its hamza."""
    letters, written = writer("uyghur-arabic"), []
    for place, sound in enumerate(sounds.replace("ı", "i")):
        if sound in VOWELS and (not place or sounds[place - 1] in VOWELS):
            written.append("ئ")
        written.append(letters.get(sound, ""))
    return "".join(written)


def to_cyrillic(sounds: str) -> str:
    """Write sounds in Uyghur Cyrillic, with я and ю where they read back as said."""
    plain = "".join(_cyrillic_letters(sounds.replace("ı", "i")))
    usual = plain.replace("йа", "я").replace("йә", "я").replace("йу", "ю").replace("йү", "ю")
    said = cyrillic(usual)
    return usual if said and said[0].sounds == sounds else plain


def _cyrillic_letters(sounds: str) -> Iterator[str]:
    letters = writer("uyghur-cyrillic")
    for place, sound in enumerate(sounds):
        after_consonant = place > 0 and sounds[place - 1] not in VOWELS
        yield "е" if sound == "é" and after_consonant else letters.get(sound, "")
