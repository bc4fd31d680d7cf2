"""The encoding in which a text looks like writing, when nothing declares it; in doubt there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.intake.readers.table import ReadError, short
from habeas.intake.readers.texts.keeping import MARK
from habeas.intake.readers.texts.letters import likelihood, readable

# Each with the logarithm of how seldom it is delivered: a rare encoding must look much better than a usual one.
CANDIDATES: Final = {
    **dict.fromkeys(("gb18030", "cp1252", "cp1251", "cp1256", "cp1254", "big5hkscs"), 0.0),
    **dict.fromkeys(("koi8-r", "cp866", "cp949", "cp1255"), -1.0),
}
_LATIN: Final = frozenset({"cp1252", "cp1254"})
_LEAST: Final = 4  # letters; in Latin text one is enough, since plain letters stand around it
_CLEAR: Final = 6.0  # the best reading must be exp(6) = 400 times as likely as any other
_UNCLEAR: Final = (
    "The encoding of the text cannot be told: it is not UTF-8, and {what}. Save the file as UTF-8 (in a spreadsheet "
    'program: "CSV UTF-8") or as XLSX, and bring that.'
)


def guess(sample: bytes) -> str:
    """The name of the encoding. Raises ReadError when no reading, or more than one, looks like writing."""
    ranked = sorted(_readings(sample), key=lambda reading: -reading[0])
    likely, name, text = ranked[0]
    if name not in _LATIN and sum(not letter.isascii() for letter in text) < _LEAST:
        raise ReadError(_UNCLEAR.format(what=f"there are too few letters ({_piece(text)}, if it is {name})"))
    if not readable(text, name, likely - CANDIDATES[name]):
        raise ReadError(_UNCLEAR.format(what="no other encoding that is known here gives readable words"))
    for other, rival, different in ranked[1:]:
        if different != text and likely - other < _CLEAR:
            words = f"it may be {name} ({_piece(text)}) or {rival} ({_piece(different)})"
            raise ReadError(_UNCLEAR.format(what=words))
    return name


def _readings(sample: bytes) -> Iterator[tuple[float, str, str]]:
    for name, seldom in CANDIDATES.items():
        text = sample.decode(name, MARK)
        yield likelihood(text, name) + seldom, name, text


def _piece(text: str) -> str:
    """The first words with other than ASCII, to choose by."""
    words = [word for word in text.split() if not word.isascii()]
    return short(" ".join(words[:3]))[:40]
