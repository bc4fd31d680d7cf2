"""Reads headers with the words of one pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from habeas.packs.headers.dress import LONGEST, bare, flat, forms, plain
from habeas.packs.headers.meaning import SEALED, Meaning, meant, usual_event
from habeas.packs.headers.parts import Cutter
from habeas.packs.reader import Pack

_CLOSE: Final = 0.9
_LISTED, _SPLIT, _NEAR = 1.0, 0.95, 0.7  # confidence: as listed, listed but for its dress, listed but for a slip


class Headers:
    """Reads headers; made once for each pack by `reader`."""

    def __init__(self, pack: Pack) -> None:
        self._scopes = {one.code: one.scope for one in pack.properties}
        self._cutter = Cutter(pack.header_parts)
        self._listed: dict[str, tuple[str, str, str]] = {}
        for one in pack.headers:
            self._listed.setdefault(flat(one.word), (one.property, one.event, one.lang))
        for spec in pack.properties:
            event = usual_event(spec.code) if spec.scope == "event" else ""
            for text in (spec.code, spec.label):
                self._listed.setdefault(flat(text), (spec.code, event, "en"))

    def read(self, header: str, *, language: str = "") -> Meaning | None:
        """What the header means, or None. `language` is preferred where words of several languages fit."""
        text = plain(header)
        if not text:
            return None
        if listed := self._known(text, _LISTED):
            return listed
        shapes = forms(text)
        composed = {form: found for form in shapes if (found := self._composed(form, language))}
        if sealed := next((one for one in composed.values() if one.property in SEALED), None):
            return sealed
        found = self._known(bare(text), _SPLIT) or self._of_pieces(shapes, composed)
        unsure = found is None or found.confidence < _NEAR
        return (self._near(flat(text)) if unsure else None) or found

    def _known(self, text: str, confidence: float) -> Meaning | None:
        if listed := self._listed.get(flat(text)):
            return Meaning(*listed[:2], confidence, "header", listed[2])
        return None

    def _of_pieces(self, shapes: Sequence[str], composed: dict[str, Meaning]) -> Meaning | None:
        """ "姓名/Name": pieces that agree, else the surest reading, the whole header before its pieces."""
        told = [one for form in shapes[1:] if (one := self._known(form, _SPLIT))]
        if told and len({(one.property, one.event) for one in told}) == 1 and shapes[0] not in composed:
            return told[0]
        if composed:
            return max(composed.values(), key=lambda one: one.confidence)
        return told[0] if told else None

    def _near(self, text: str) -> Meaning | None:
        """A listed header with a slip of the pen; short ones are too alike to tell."""
        if len(text) < 5 or not (close := get_close_matches(text, self._listed, n=1, cutoff=_CLOSE)):
            return None
        code, event, language = self._listed[close[0]]
        return Meaning(code, event, _NEAR, "close header", language)

    def _composed(self, text: str, preferred: str) -> Meaning | None:
        """The reading that leaves least over. One that has to be sealed counts a word more, and is never too thin."""
        best: Meaning | None = None
        most = (-LONGEST, False, False)
        for parts in self._cutter.readings(text):
            made = meant(parts, self._scopes)
            sealed = bool(made and made.property in SEALED)
            weight = (parts.known - parts.unknown + sealed, sealed, parts.language == preferred)
            if made and weight > most and (sealed or parts.known + 1 >= parts.unknown):
                best, most = made, weight
        return best


@lru_cache(maxsize=8)
def reader(pack: Pack) -> Headers:
    """The header reader of a pack; made once for each pack."""
    return Headers(pack)


def languages(meanings: Iterable[Meaning]) -> str:
    """The language that most of the headers are in; "" when none stands out."""
    votes: dict[str, int] = {}
    for one in meanings:
        language = one.language.partition("-")[0]
        votes[language] = votes.get(language, 0) + 1
    best = sorted(votes, key=lambda one: -votes[one])[:2]
    return best[0] if best and (len(best) == 1 or votes[best[0]] > votes[best[1]]) else ""
