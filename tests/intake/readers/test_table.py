"""What every reader gives, and what is said of texts from files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from habeas.intake.readers import ReadError, Row, Table, limits
from habeas.intake.readers.table import short


def test_a_table_gives_its_rows_again_and_again() -> None:
    """Each iteration asks for a new reading."""
    readings = 0

    def read() -> Iterator[Row]:
        nonlocal readings
        readings += 1
        yield Row(2, ("Ali",))

    table = Table(("name",), {"format": "csv"}, read)
    assert (table.columns, table.details) == (("name",), {"format": "csv"})
    assert list(table) == list(table) == [Row(2, ("Ali",), None)]
    assert readings == 2


def test_a_read_error_is_a_value_error() -> None:
    """Whoever catches wrong values catches unreadable files."""
    assert issubclass(ReadError, ValueError)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand  spaces", "two lines and spaces"),
        ("nul\0 half\ud800 esc\x1b[31m", "nul half esc [31m"),
        ("\u202eturned\u202c \u2067x\u2069", "turned x"),
        ("", ""),
    ],
)
def test_texts_in_messages_are_tame(text: str, shown: str) -> None:
    """A message holds no line breaks, control characters or marks that turn the direction of writing."""
    assert short(text) == shown


def test_long_texts_are_cut_in_messages() -> None:
    """A message shows the beginning of a long text and that there is more."""
    shown = short("字" * 1000)
    assert len(shown) == limits.SHOWN
    assert shown.endswith("字…")
    assert short("字" * limits.SHOWN) == "字" * limits.SHOWN
