"""The cells of a sheet as text: what a person sees in them, without what the program adds."""

from __future__ import annotations

from typing import Final

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.workbooks.escapes import unescaped
from habeas.intake.readers.workbooks.moments import show
from habeas.intake.readers.workbooks.numerals import is_long, plain
from habeas.intake.readers.workbooks.parts import yes
from habeas.intake.readers.workbooks.strings import SharedStrings
from habeas.intake.readers.workbooks.workbook import Workbook

_KEPT: Final = 50_000  # shared texts kept unpacked: most cells repeat a few
_SAFE: Final = 15  # digits that a spreadsheet can hold
_MIDNIGHT: Final = "T00:00:00"


class Columns(dict[str, int]):
    """Positions by letters; each is worked out once."""

    def __missing__(self, letters: str) -> int:
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - 64
        if not (letters.isascii() and letters.isalpha() and letters.isupper() and place <= limits.SHEET_COLUMNS):
            raise ReadError(f"The workbook is damaged: a cell says that it stands in column {letters[:20]!r}.")
        self[letters] = place - 1
        return place - 1


class Cells:
    """Turns cells into texts. `long` gathers the columns with numbers that a spreadsheet cannot hold."""

    def __init__(self, workbook: Workbook, strings: SharedStrings) -> None:
        self._formats, self._from_1904 = workbook.formats, workbook.from_1904
        self._strings = strings
        self._odd = False
        self.columns = Columns()
        self.known: dict[str, str] = {}
        self.long: set[int] = set()

    @property
    def suspect(self) -> bool:
        """Whether some text so far may hold what cannot be kept."""
        return self._odd or self._strings.odd

    def text(self, kind: str, value: str | None, style: str | None, place: int) -> str | None:
        """A cell's text by the kind of its value."""
        if not value:
            return None
        if kind == "s":
            return self._shared(value)
        if kind == "n":
            return self._number(value, style, place)
        if kind == "b":
            return "TRUE" if yes(value) else "FALSE"
        if kind in ("str", "inlineStr"):
            return self._escaped(value)
        return value.removesuffix(_MIDNIGHT) if kind == "d" else value

    def _shared(self, value: str) -> str:
        if not (value.isascii() and value.isdigit()):
            raise ReadError(f"The workbook is damaged: a cell points to text {value[:20]!r}, which is no number.")
        if len(self.known) > _KEPT:
            self.known.clear()
        text = self.known[value] = self._strings.get(int(value[:20]))
        return text

    def _escaped(self, text: str) -> str:
        plain_text = unescaped(text)
        self._odd = self._odd or plain_text is not text
        return plain_text

    def _number(self, value: str, style: str | None, place: int) -> str:
        shown = self._formats.get(style) if style is not None else None
        if shown is not None and not shown.digits:
            return show(value, shown, self._from_1904)
        if (len(value) > _SAFE or "E" in value) and is_long(value):
            self.long.add(place)
        if shown is not None:
            return show(value, shown, self._from_1904)
        return value if value.isdigit() else plain(value)
