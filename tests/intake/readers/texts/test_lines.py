"""Text arrives in lines, whatever ends them; what cannot be decoded is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.readers import ReadError, limits, open_table
from habeas.intake.readers.texts.keeping import MARK, clean, storable
from habeas.intake.readers.texts.lines import Lines, blocks
from tests.intake.readers.conftest import Deliver
from tests.intake.readers.reading import everything, refused, rows


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("a\nb\n", ["a\n", "b\n"]),
        ("a\r\nb", ["a\r\n", "b"]),
        ("a\rb\r", ["a\r", "b\r"]),
        ("a\nb\r\nc\rd", ["a\n", "b\r\n", "c\r", "d"]),
        ("a\u2028b\x85c\x0bd\x1ce\n", ["a\u2028b\x85c\x0bd\x1ce\n"]),
        ("\ufeffa\n", ["a\n"]),
        ("a\n\n\nb", ["a\n", "\n", "\n", "b"]),
        ("a\n\x1a", ["a\n"]),
        ("", []),
    ],
)
def test_lines_end_as_in_a_text_file(deliver: Deliver, content: str, lines: list[str]) -> None:
    """LF, CR LF and CR end lines, also mixed; separators inside cells do not; the end mark of DOS is no line."""
    assert list(Lines(deliver(content), "utf-8")) == lines


@given(st.text(alphabet="ab\r\n\u4e2d", max_size=60), st.integers(1, 9))
def test_lines_are_the_same_in_blocks_of_any_size(
    tmp_path_factory: pytest.TempPathFactory, text: str, size: int
) -> None:
    """Where a block ends, also between CR and LF or inside a character, changes nothing."""
    path = tmp_path_factory.mktemp("lines") / "text"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "BLOCK", size)
        found = list(Lines(path, "utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        assert found == list(file)


def test_bytes_that_cannot_be_decoded_are_marked(deliver: Deliver) -> None:
    """Each of them becomes a lone surrogate, and the line is told as dirty; the next is clean again."""
    lines = Lines(deliver(b"ok\nbad\xff\xfe\nok\n"), "utf-8")
    seen = []
    for line in lines:
        seen.append((line, lines.dirty))
        lines.dirty = False
    assert seen == [("ok\n", False), ("bad\udcff\udcfe\n", True), ("ok\n", False)]


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-8", "cp949"])
def test_a_broken_character_does_not_swallow_the_line_end(deliver: Deliver, encoding: str) -> None:
    """A leading byte at the end of a line spoils its own line only."""
    found = list(Lines(deliver(b"a\x81\nb\xff\r\nc\n"), encoding))
    assert len(found) == 3
    assert found[2] == "c\n"


def test_only_decoding_errors_are_marked() -> None:
    """Nothing is ever encoded with the mark: that would hide what cannot be written."""
    with pytest.raises(UnicodeEncodeError):
        "\ud800".encode("ascii", MARK)


@pytest.mark.parametrize(
    ("text", "good"),
    [("plain", True), ("漢字", True), ("a\0b", False), ("\ud800", False), ("漢\udcff", False), ("", True)],
)
def test_what_the_database_cannot_keep_is_known(text: str, good: bool) -> None:
    """NUL and lone surrogates cannot be kept, everything else can."""
    assert storable(text) is good


def test_padding_with_nul_is_an_empty_cell() -> None:
    """A cell of NUL and spaces alone says nothing; all other cells stay as they are."""
    assert clean(["Ali", "\0\0", " \0", " ", None], ["a", "b", "c", "d", "e"], "") == (
        ["Ali", None, None, " ", None],
        None,
    )


@pytest.mark.parametrize(
    ("cell", "encoding", "why"),
    [
        ("A\0li", "utf-8", "name: holds a NUL character, which cannot be kept (character 2 of the cell)"),
        ("Al\udcffi", "utf-8", "name: byte 0xFF is not utf-8 (character 3 of the cell)"),
        ("\ud83d", "", "name: holds half of a character (U+D83D), which cannot be kept (character 1 of the cell)"),
    ],
)
def test_the_reason_names_column_and_character(cell: str, encoding: str, why: str) -> None:
    """A row that cannot be kept says in which column, which byte, and where."""
    assert clean(["1", cell], ["id", "name"], encoding)[1] == why


def test_a_cell_beyond_the_header_is_named_by_position() -> None:
    """Where there is no name, the number of the column stands."""
    assert "column 2: holds a NUL" in str(clean(["1", "a\0"], ["id"], "")[1])


def test_rows_with_nul_are_refused_and_padding_is_not(deliver: Deliver) -> None:
    """NUL in a value refuses that row alone; NUL that merely fills an empty cell does not."""
    table = open_table(deliver(b"name,born\nAli,1980\nB\0ob,1981\nCem,\0\0\0\nDil,1983\n"))
    found = list(table)
    assert [row.cells for row in found if row.refused is None] == [("Ali", "1980"), ("Cem", None), ("Dil", "1983")]
    assert refused(table) == [(3, "name: holds a NUL character, which cannot be kept (character 2 of the cell)")]


def test_damaged_bytes_refuse_their_row_and_no_other(deliver: Deliver) -> None:
    """One byte that is not UTF-8 among many good lines: its row is refused with the byte, the rest is read."""
    lines = ["name,city", *[f"名字{number},城市" for number in range(40)]]
    content = "\n".join(lines).encode().replace("名字7,".encode(), "名字".encode() + b"\xff,")
    table = open_table(deliver(content))
    assert refused(table) == [(9, "name: byte 0xFF is not utf-8 (character 3 of the cell)")]
    assert table.details["encoding_by"] == "mostly"
    assert len(list(table)) == 40


def test_text_of_all_kinds_is_kept_word_for_word(deliver: Deliver) -> None:
    """Formulas, markup, marks of direction, accents apart and together, spaces and emoji arrive as they are said."""
    said = [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "\u202eevil\u202c \u2067ab\u2069",
        "e\u0301 é",
        "  two spaces  ",
        "👩‍👩‍👧",
        "@SUM(1)",
        "-1+1",
        "a\u00a0b\u200bc",
        "\x1b[31m",
        "ىئ ـ",
    ]
    content = "id,said\n" + "".join(f"{number},{text}\n" for number, text in enumerate(said))
    assert [cells[1] for cells in rows(open_table(deliver(content)))] == said


def test_a_line_without_end_is_refused_early(tmp_path: Path) -> None:
    """1 GB without a line break is given up after a few megabytes."""
    path = tmp_path / "endless"
    with path.open("wb") as file:
        file.write(b"name,born\n" + b"x" * 200_000)
        file.truncate(1 << 30)
    with pytest.raises(ReadError, match=r"line 2 is longer than 4,194,304 characters"):
        list(open_table(path))


def test_a_disk_error_stays_a_disk_error(tmp_path: Path) -> None:
    """A file that is gone or cannot be read raises OSError: that is not the file's fault."""
    with pytest.raises(FileNotFoundError):
        open_table(tmp_path / "gone")
    with pytest.raises(IsADirectoryError):
        open_table(tmp_path)


def test_a_mark_at_the_beginning_is_no_text(deliver: Deliver) -> None:
    """The byte order mark of UTF-8 is no part of the first column's name."""
    assert everything(deliver("name,born\nAli,1980\n", "utf-8-sig")) == [("name", "born"), ("Ali", "1980")]
    assert "".join(blocks(deliver("\ufeffa\ufeff"), "utf-8")) == "a\ufeff"
