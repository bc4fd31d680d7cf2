"""Place texts: to an administrative code when one fits, coordinates to numbers. Pure.

A text resolves to the smallest area that it surely lies in, a county at the finest: townships only help to find
their county. An area that was renamed resolves to the area of today. "Kashgar" is a city and the prefecture
around it: the prefecture holds whichever was meant. Where no area holds all that fit, the text is ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from habeas.names import fold
from habeas.packs.reader import Pack
from habeas.packs.vocabulary import Area

Found = tuple[str | None, str | None]  # code, flag

NOWHERE: Final[Found] = (None, None)
_LONGEST = 200
_TOWNSHIP = "township"
_HAN = re.compile(r"[㐀-鿿]")
_DIGITS = re.compile(r"\d{6}(?:\d{3}|\d{6})?", re.ASCII)  # county, township, village
_PIECES = re.compile(r"[,;，、；،؛/|\n]|\s-\s")
# 和田路 is a street in many towns, not Hotan.
_STREET = re.compile(r"[东西南北中]?(?:路|街|巷|大道|大街)")
_NAME_TOKENS = 4
_SURE = 3  # signs of a short Chinese name that no village elsewhere is likely to bear
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)


class Gazetteer:
    """Areas by name in any language and by code.

    `kinds` are the words for each kind of area ("county": "县", "nahiyisi"), `elsewhere` the folded names of
    other countries: a text that names one is not looked for here.
    """

    def __init__(
        self, areas: Iterable[Area], kinds: dict[str, tuple[str, ...]] | None = None, elsewhere: Iterable[str] = ()
    ) -> None:
        listed = list(areas)
        self._elsewhere = frozenset(elsewhere)
        self._codes: dict[str, set[str]] = {}
        self._kind_of = {one.code: one.kind for one in listed if not one.now}
        self._chains = _chains(listed)
        self._spoken: dict[str, set[str]] = {}  # names in scripts that part words
        self._han: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}  # 墨玉 for 墨玉县
        self._townships: dict[str, set[str]] = {}
        self._kinds: dict[str, set[str]] = {}
        for kind, words in (kinds or {}).items():
            for word in words:
                self._kinds.setdefault(fold(word), set()).add(kind)
        for area in listed:
            self._learn(area, (kinds or {}).get(area.kind, ()))
        self._firsts = frozenset(name.split()[0] for name in self._spoken)
        self._lengths = _lengths((*self._han, *self._short, *self._townships))

    def _learn(self, area: Area, kind_words: Sequence[str]) -> None:
        if area.kind == _TOWNSHIP:
            self._townships.setdefault(area.name, set()).add(area.parent)
            self._codes.setdefault(area.code, set()).add(area.parent)
            return
        code = area.now or area.code
        self._codes.setdefault(area.code, set()).add(code)
        endings = sorted(kind_words, key=len, reverse=True)
        for name in filter(None, (area.name, area.label_en, *area.words)):
            if _HAN.search(name):
                self._han.setdefault(name, set()).add(code)
                short = next((name.removesuffix(end) for end in endings if name.endswith(end)), "")
                if len(short) > 1:
                    self._short.setdefault(short, set()).add(code)
                continue
            folded = fold(name)
            bare = next((folded.removesuffix(f" {fold(end)}") for end in endings if folded.endswith(fold(end))), "")
            for form in {folded, bare} - {""}:
                self._spoken.setdefault(form, set()).add(code)

    def resolve(self, text: str) -> Found:
        """(administrative code or None, flag): the flag is "ambiguous" when several areas fit and none holds them."""
        clean = text.strip()[:_LONGEST]
        if _DIGITS.fullmatch(clean):
            return self._coded(clean)
        if _HAN.search(clean):
            return self._chinese(clean)
        if clean.isascii() and self._firsts.isdisjoint(re.split(r"\W+", clean.lower())):
            return NOWHERE  # most places of the world, at the price of one split
        folded = fold(clean)
        if known := self._spoken.get(folded):
            return self._smallest(known)
        if self._firsts.isdisjoint(folded.split()):
            return NOWHERE
        return self._worded(clean)

    def _coded(self, digits: str) -> Found:
        for length in (9, 6):
            if len(digits) >= length and (known := self._codes.get(digits[:length])):
                return self._smallest(known)
        return NOWHERE

    def _worded(self, text: str) -> Found:
        """ "Qaraqash county, Hotan": piece by piece, each of which has to be a name, or a name beside its kind."""
        hits: list[set[str]] = []
        for piece in _PIECES.split(text):
            tokens = fold(piece).split()
            if " ".join(tokens) in self._elsewhere:
                return NOWHERE
            hits += self._in_piece(tokens)
        return self._settle(hits) if hits else NOWHERE

    def _in_piece(self, tokens: list[str]) -> list[set[str]]:
        if known := self._spoken.get(" ".join(tokens)):
            return [known]
        for cut in range(1, min(len(tokens), _NAME_TOKENS + 1)):
            left, right = (self._spoken.get(" ".join(part)) for part in (tokens[:cut], tokens[cut:]))
            if left and right:
                return [left, right]
        found = []
        for start in range(len(tokens)):
            for end in (start + 2, start + 1):
                kinds = self._kinds.get(" ".join(tokens[start:end])) if end <= len(tokens) else None
                if kinds and (named := self._beside(tokens, start, end, kinds)):
                    found.append(named)
                    break
        return found

    def _beside(self, tokens: list[str], start: int, end: int, kinds: set[str]) -> set[str]:
        """The areas of a kind whose name stands before the word for the kind, else after it."""
        before = (tokens[begin:start] for begin in range(max(0, start - _NAME_TOKENS), start))
        after = (tokens[end:stop] for stop in range(min(len(tokens), end + _NAME_TOKENS), end, -1))
        for part in (*before, *after):
            if known := self._spoken.get(" ".join(part)):
                return {code for code in known if self._kind_of.get(code) in kinds} or known
        return set()

    def _chinese(self, text: str) -> Found:
        """An address runs from the large to the small: what comes later has to lie in what comes first."""
        if known := self._han.get(text) or self._short.get(text):
            return self._smallest(known)
        hits: list[set[str]] = []
        unsure: set[str] = set()
        for name, place in self._scan(text):
            full = self._han.get(name)
            known = full or self._short.get(name) or self._townships.get(name) or set()
            if hits:
                if fitting := {code for code in known if self._fits(code, hits[0])}:
                    hits.append(fitting)
            elif unsure and (full or name in self._short) and any(self._fits(code, unsure) for code in known):
                hits = [unsure, known]
            elif full or (name in self._short and place == 0 and len(name) >= _SURE):
                hits.append(known)
            elif name in self._short:
                unsure = unsure or known
        return self._settle(hits) if hits else NOWHERE

    def _scan(self, text: str) -> Iterable[tuple[str, int]]:
        """The longest names in the text from left to right; a short name before the word for street is none."""
        place = 0
        while place < len(text):
            step = 1
            for length in self._lengths.get(text[place], ()):
                name = text[place : place + length]
                if name in self._han or name in self._townships:
                    pass
                elif name not in self._short or _STREET.match(text, place + length):
                    continue
                yield name, place
                step = length
                break
            place += step

    def _fits(self, code: str, first: set[str]) -> bool:
        """Whether the area lies in one of the first ones, or holds one."""
        chain = self._chains.get(code, frozenset((code,)))
        return any(one in chain or code in self._chains.get(one, ()) for one in first)

    def _settle(self, hits: list[set[str]]) -> Found:
        """The areas that agree with most of what the text names."""
        if len(hits) == 1:
            return self._smallest(hits[0])
        agreeing: dict[str, int] = {}
        for code in set().union(*hits):
            chain = self._chains.get(code, frozenset((code,)))
            agreeing[code] = sum(not chain.isdisjoint(hit) for hit in hits)
        most = max(agreeing.values())
        return self._smallest({code for code, count in agreeing.items() if count == most})

    def _smallest(self, fitting: set[str]) -> Found:
        """The one that fits, or the one among them that holds all the others."""
        if len(fitting) == 1:
            return next(iter(fitting)), None
        holder = next((one for one in fitting if all(one in self._chains.get(code, ()) for code in fitting)), None)
        return (holder, None) if holder else (None, "ambiguous")


def _chains(areas: list[Area]) -> dict[str, frozenset[str]]:
    """Each area of today with all that it lies in, itself included."""
    parents = {one.code: one.parent for one in areas if not one.now and one.kind != _TOWNSHIP}
    made = {}
    for code in parents:
        chain: list[str] = []
        at = code
        while at and at not in chain:
            chain.append(at)
            at = parents.get(at, "")
        made[code] = frozenset(chain)
    return made


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """For each first sign the lengths of the names that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[0], set()).add(len(name))
    return {sign: tuple(sorted(lengths, reverse=True)) for sign, lengths in found.items()}


@lru_cache(maxsize=8)
def gazetteer(pack: Pack) -> Gazetteer:
    """The areas that a pack declares; made once for each pack."""
    elsewhere = {word for word, code in pack.read_words("country").items() if code not in pack.countries}
    return Gazetteer(pack.areas, pack.area_kinds, elsewhere)


def read_coordinates(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees, or None when the text is not a pair on Earth."""
    found = _PAIR.fullmatch(text[:100])
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
