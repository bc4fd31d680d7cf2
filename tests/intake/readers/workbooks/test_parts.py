"""The XML of a workbook cannot harm."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from habeas.intake.readers import ReadError, limits, open_table
from habeas.intake.readers.workbooks.archive import open_archive
from habeas.intake.readers.workbooks.elements import Elements
from habeas.intake.readers.workbooks.parts import feed, local, make_parser, yes
from tests.intake.readers.workbooks.book import Book

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    b"<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, b'<!DOCTYPE html SYSTEM "x.dtd"><worksheet/>'])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"]
)
def test_no_document_type_is_let_in(tmp_path: Path, xml: bytes, part: str) -> None:
    """Entities that grow, or that reach for files, are refused in every part."""
    book = Book().sheet([["id", "name"], [1, "Ali"]])
    book.parts[part] = xml
    with pytest.raises(ReadError, match="declares a document type"):
        list(open_table(book.save(tmp_path / "bomb")))


def parse(xml: bytes) -> None:
    for _block in feed(make_parser(), io.BytesIO(xml), "the part"):
        pass


def test_broken_xml_is_told_with_its_place() -> None:
    """Line and character say where the part breaks."""
    with pytest.raises(ReadError, match=r"damaged: the part breaks in line 2, character 6 \(.+\)"):
        parse(b"<a>\n<b></a>")


@pytest.mark.parametrize("xml", [b"<a>" + b"x" * 100, b"<a", b"", b"not xml"])
def test_xml_that_ends_early_is_broken(xml: bytes) -> None:
    """A part that was cut off is not taken as far as it goes."""
    with pytest.raises(ReadError, match="damaged"):
        parse(xml)


@pytest.mark.parametrize("encoding", [b"none-such", b"gb18030", b"cp1252"])
def test_encodings_that_workbooks_do_not_use_are_damage(encoding: bytes) -> None:
    """XML in an encoding that the parser does not know is refused; one that it knows is read."""
    xml = b'<?xml version="1.0" encoding="' + encoding + b'"?><a/>'
    if encoding == b"cp1252":
        parse(xml)
        return
    with pytest.raises(ReadError, match="an encoding that is not known"):
        parse(xml)


def test_a_tag_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag has to fit into memory, so it may not be of any length."""
    monkeypatch.setattr(limits, "TOKEN", 10_000)
    monkeypatch.setattr(limits, "BLOCK", 1_000)
    with pytest.raises(ReadError, match="a tag of more than 10,000 characters"):
        parse(b'<a b="' + b"x" * 100_000 + b'"/>')


def test_long_text_is_no_long_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text between tags comes in pieces and is limited elsewhere."""
    monkeypatch.setattr(limits, "TOKEN", 10_000)
    monkeypatch.setattr(limits, "BLOCK", 1_000)
    parse(b"<a>" + b"x" * 100_000 + b"</a>")


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("tag", [b"a", b"c", b"v", b"is", b"t", b"si", b"row"])
def test_tags_inside_each_other_without_end_are_refused(tmp_path: Path, part: str, tag: bytes) -> None:
    """Open tags take memory, so their number is limited, whatever they are called."""
    book = Book().sheet([["id", "name"], [1, "Ali"]])
    book.parts[part] = b"<worksheet><sheetData>" + (b"<" + tag + b">") * 100_000
    with pytest.raises(ReadError):
        list(open_table(book.save(tmp_path / "deep")))


def test_elements_come_with_their_parents(tmp_path: Path) -> None:
    """Small parts are read as tags with the tag around them, without prefixes."""
    book = Book()
    book.parts["x.xml"] = b'<x:a xmlns:x="u"><x:b k="1"/><x:b k="2"><c/></x:b></x:a>'
    with open_archive(book.save(tmp_path / "a")) as archive:
        found = [(parent, tag, attributes.get("k")) for parent, tag, attributes in Elements(archive, "x.xml")]
    assert found == [("", "a", None), ("a", "b", "1"), ("a", "b", "2"), ("b", "c", None)]


def test_names_lose_their_prefix() -> None:
    """x:row is a row."""
    assert (local("x:row"), local("row")) == ("row", "row")


@pytest.mark.parametrize(
    ("value", "said"), [("1", True), ("true", True), ("on", True), ("0", False), ("FALSE", False), (None, False)]
)
def test_yes_is_said_in_several_ways(value: str | None, said: bool) -> None:
    """XML knows 1 and true, 0 and false."""
    assert yes(value) is said
