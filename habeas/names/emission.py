"""What each sign of a spelling may stand for: shares of strings of sounds, for characters, pinyin syllables and sounds.

A stochastic transducer in the sense of Ristad and Yianilos (1998, IEEE PAMI 20:522). Each sign emits a short string of
sounds. For a character or syllable that string comes from what was learned from pairs (`data/learned.csv`), leaning on
the table of characters and on the table of pinyin initials and finals where little was seen; then every sound may be
heard and written as another (`data/confusions.csv`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from habeas.names import tables
from habeas.names.romanise import hanzi, pinyin
from habeas.names.sounds import CONSONANTS, VOWELS

LONGEST: Final = 4  # sounds that one sign may emit
FLOOR: Final = (1e-4, 2e-5, 1e-6, 3e-8, 1e-9)  # by length: anything may stand for anything, if unlikely
_LEAN: Final = 3.0  # how many sightings the tables weigh against what was learned
_TABLE: Final = 0.75  # share of the table of characters beside the general reading
_SECOND: Final = 0.8  # share of the first of several pinyin readings
_LEAST, _LEAST_HEARD = 5e-4, 2e-3  # shares below these are left out
_BREATH: Final = 0.02  # how often that h is written
_VOWEL, _CONSONANT = 0.03, 0.01  # how often a sound is followed by one that only one spelling writes
Shares = Mapping[str, float]


@cache
def shares(sign: str) -> Shares:
    """What is written where this sign stands, each string of sounds with its probability."""
    if sign in _heard_table():
        return _with_others(heard(sign))
    found: dict[str, float] = defaultdict(float)
    for said, share in clean_shares(sign).items():
        if share >= _LEAST:
            for text, part in heard(said).items():
                found[text] += share * part
    return _breathed(found)


def _breathed(found: Shares) -> Shares:
    """Chinese leaves out an h before a consonant that Turkish and English spellings have (Mehmet is 买买提)."""
    ends = {text: share for text, share in found.items() if text[-1:] in VOWELS and 0 < len(text) < LONGEST}
    with_h = {text + "h": share * _BREATH for text, share in ends.items()}
    kept = {text: share * (1 - _BREATH) if text in ends else share for text, share in found.items()}
    return kept | {text: share + kept.get(text, 0.0) for text, share in with_h.items()}


def _with_others(heard_as: Shares) -> Shares:
    """A sound between two scripts may bring another with it that the other spelling leaves out, mostly a vowel."""
    found = {text: share * (1 - _VOWEL - _CONSONANT) for text, share in heard_as.items()}
    for text, share in heard_as.items():
        if len(text) != 1:
            continue
        for more, all_ in ((VOWELS, _VOWEL), (CONSONANTS, _CONSONANT)):
            for sound in more:
                found[text + sound] = found.get(text + sound, 0.0) + share * all_ / len(more)
    return found


def clean(sign: str, seen: Shares) -> dict[str, float]:
    """What a character or syllable stands for before it is misheard; `seen` counts what was learned of it."""
    table = prior(sign)
    whole = sum(seen.values()) + _LEAN
    return {said: (seen.get(said, 0.0) + _LEAN * table.get(said, 0.0)) / whole for said in {**table, **seen}}


@cache
def clean_shares(sign: str) -> Shares:
    """What a sign stands for, before it is misheard."""
    return clean(sign, _learned().get(sign, {}))


@cache
def prior(sign: str) -> Shares:
    """The tables alone."""
    found: dict[str, float] = defaultdict(float)
    said = [sign] if sign.isascii() else list(hanzi.readings(sign))
    for place, syllable in enumerate(said):
        share = _share(place, len(said))
        for text, part in _general(syllable).items():
            found[text] += share * part
    known = _characters().get(sign)
    if known is None:
        return dict(found)
    return {text: _TABLE * known.get(text, 0.0) + (1 - _TABLE) * found.get(text, 0.0) for text in {**found, **known}}


def _share(place: int, count: int) -> float:
    if count == 1:
        return 1.0
    return _SECOND if place == 0 else (1 - _SECOND) / (count - 1)


@cache
def _general(syllable: str) -> Shares:
    """Initial and final say their parts independently."""
    halves = pinyin.syllables().get(syllable)
    if halves is None:
        return {}
    found: dict[str, float] = defaultdict(float)
    for before, one in _halves()["initial", halves.initial].items():
        for after, other in _halves()["final", halves.final].items():
            found[before + after] += one * other
    return dict(found)


@lru_cache(maxsize=16_384)
def heard(said: str) -> Shares:
    """How a string of sounds is heard: each sound by itself."""
    found: dict[str, float] = {"": 1.0}
    for sound in said:
        longer: dict[str, float] = defaultdict(float)
        for before, one in found.items():
            for after, other in _heard_table().get(sound, {sound: 1.0}).items():
                if one * other >= _LEAST_HEARD:
                    longer[before + after] += one * other
        found = longer
    return dict(found)


@cache
def _heard_table() -> dict[str, Shares]:
    return _grouped("confusions", ("sound",), "heard")  # type: ignore[return-value]


@cache
def _halves() -> dict[tuple[str, str], Shares]:
    return _grouped("pinyin_sounds", ("part", "spelled"), "sounds")  # type: ignore[return-value]


@cache
def _characters() -> dict[str, Shares]:
    return {row["hanzi"]: tables.weights(row["sounds"]) for row in tables.rows("hanzi")}


@cache
def _learned() -> dict[str, Shares]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in tables.rows("learned"):
        found[row["sign"]][row["sounds"]] = float(row["count"])
    return found  # type: ignore[return-value]


def _grouped(name: str, keys: Sequence[str], said: str) -> dict[object, dict[str, float]]:
    """Weights of a table by key, as shares."""
    found: dict[object, dict[str, float]] = defaultdict(dict)
    for row in tables.rows(name):
        key = row[keys[0]] if len(keys) == 1 else tuple(row[one] for one in keys)
        found[key][row[said]] = float(row["weight"])
    return {key: {text: weight / sum(all_.values()) for text, weight in all_.items()} for key, all_ in found.items()}


def signs(text: str) -> tuple[str, ...]:
    """The characters of a part in Chinese script that can be read at all."""
    return tuple(letter for letter in text if hanzi.readings(letter))
