"""The texts that cells share are complete, and kept packed."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from habeas.intake.readers import ReadError, limits, open_table
from habeas.intake.readers.workbooks.escapes import unescaped
from habeas.intake.readers.workbooks.strings import SharedStrings, check_length
from tests.intake.readers.reading import everything, refused
from tests.intake.readers.workbooks.book import Book


def shared(tmp_path: Path, xml: str) -> SharedStrings:
    book = Book()
    book.parts["xl/sharedStrings.xml"] = xml.encode()
    return SharedStrings(book.save(tmp_path / "book"), "xl/sharedStrings.xml")


def test_texts_are_found_by_number(tmp_path: Path) -> None:
    """In any order, also empty ones, in every script."""
    texts = shared(tmp_path, "<sst><si><t>Ali</t></si><si><t/></si><si><t>漢字 😀</t></si></sst>")
    assert [texts.get(2), texts.get(0), texts.get(1)] == ["漢字 😀", "Ali", ""]


def test_pieces_of_formatted_text_are_one_text(tmp_path: Path) -> None:
    """Bold and plain pieces are joined; how it is pronounced is a note and left out; space is kept."""
    xml = (
        "<sst>\n <si>\n <r><rPr><b/></rPr><t xml:space='preserve'>Ali </t></r>\n<r><t>Karim</t></r></si>"
        "<si><t>山田</t><rPh sb='0' eb='1'><t>ヤマダ</t></rPh><phoneticPr fontId='1'/></si></sst>"
    )
    texts = shared(tmp_path, xml)
    assert [texts.get(0), texts.get(1)] == ["Ali Karim", "山田"]


def test_prefixes_are_passed_over(tmp_path: Path) -> None:
    """x:si is an si."""
    assert shared(tmp_path, '<x:sst xmlns:x="u"><x:si><x:t>Ali</x:t></x:si></x:sst>').get(0) == "Ali"


def test_a_number_that_is_not_there_is_damage(tmp_path: Path) -> None:
    """A cell that points beyond the table shows that something is missing."""
    with pytest.raises(ReadError, match=r"points to text no\. 5, which is not there"):
        shared(tmp_path, "<sst><si><t>Ali</t></si></sst>").get(5)
    with pytest.raises(ReadError, match="which is not there"):
        SharedStrings(tmp_path / "none", "").get(0)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("plain", "plain"),
        ("a_x000D_b", "a\rb"),
        ("a_x000d__x000A_b", "a\r\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x12_", "_x12_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ud83d"),
        ("_x0000_", "\0"),
    ],
)
def test_characters_by_number_are_read(written: str, text: str) -> None:
    """A workbook writes some characters as _xHHHH_; the underscore itself so that nothing is mistaken for it."""
    assert unescaped(written) == text


def test_what_cannot_be_kept_refuses_its_row(tmp_path: Path) -> None:
    """NUL and half characters can hide in escapes; their rows are refused, in shared and in inline texts."""
    inline = b'<c r="@" t="inlineStr"><is><t>N_x0000_</t></is></c>'
    rows = [["id", "name"], [1, "Ali"], [2, "G_x0000_ul"], [3, "_xD83D_"], [4, "Cem"], [5, inline], [6, "_x0000_"]]
    found = refused(open_table(Book().sheet(rows).save(tmp_path / "book")))
    assert [number for number, _why in found] == [3, 4, 6]
    assert found[0][1] == "name: holds a NUL character, which cannot be kept (character 2 of the cell)"


def test_only_as_much_is_read_as_is_asked_for(tmp_path: Path) -> None:
    """The first rows of a workbook with a million texts are shown at once."""
    texts = shared(tmp_path, "<sst>" + "".join(f"<si><t>text {n}</t></si>" for n in range(100_000)) + "</sst>")
    assert texts.get(10) == "text 10"
    assert len(texts._ends) < 50_000
    assert texts.get(99_999) == "text 99999"


def test_texts_are_kept_packed(tmp_path: Path) -> None:
    """A hundred thousand texts take a few megabytes, not the ten of a list."""
    texts = shared(tmp_path, "<sst>" + "".join(f"<si><t>text {n}</t></si>" for n in range(100_000)) + "</sst>")
    tracemalloc.start()
    texts.get(99_999)
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 4_000_000


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory that texts may take is limited; the answer says to save as CSV."""
    monkeypatch.setattr(limits, "STRINGS_KEPT", 1000)
    texts = shared(tmp_path, "<sst>" + "<si><t>some text</t></si>" * 200 + "</sst>")
    with pytest.raises(ReadError, match=r"too much text.*CSV"):
        texts.get(150)


def test_one_text_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell of a megabyte was made by no spreadsheet."""
    monkeypatch.setattr(limits, "FIELD", 1000)
    with pytest.raises(ReadError, match="a cell of more than 1,000 characters"):
        shared(tmp_path, "<sst><si><t>" + "x" * 5000 + "</t></si></sst>").get(0)
    check_length(1000)


def test_a_text_table_that_was_cut_off_is_damage(tmp_path: Path) -> None:
    """Texts before the break are not taken as if they were all."""
    book = Book().sheet([["id", "name"], [1, "Ali"], [2, "Gul"]])
    whole = book.all_parts()["xl/sharedStrings.xml"]
    book.parts["xl/sharedStrings.xml"] = whole[:-30]
    with pytest.raises(ReadError, match="damaged"):
        everything(book.save(tmp_path / "book"))
