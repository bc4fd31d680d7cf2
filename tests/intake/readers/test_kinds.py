"""Files are told apart by their content."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

from habeas.intake.readers import ReadError, kinds, open_table
from tests.intake.readers.conftest import Deliver

TEXT = b"name,born\nAli,1980\n" * 50


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + os.urandom(200), "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + os.urandom(200), "JPEG"),
        (b"GIF89a\x01\0\x01\0\x80\0\0" + os.urandom(200), "GIF"),
        (b"II*\0\x08\0\0\0" + os.urandom(200), "TIFF"),
        (b"BM\x36\0\x0c\0\0\0" + os.urandom(200), "BMP"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "ELF"),
        (b"MZ\x90\0\x03\0\0\0" + os.urandom(200), "program"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (bz2.compress(TEXT), "bzip2"),
        (lzma.compress(TEXT), "xz"),
        (b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(100), "7-Zip"),
        (b"Rar!\x1a\x07\x01\0" + bytes(100), "RAR"),
        (b"\0\0\0\x18ftypmp42" + os.urandom(200), "video"),
        (b"RIFF\x24\0\0\0WAVEfmt " + os.urandom(200), "RIFF"),
        (b"ID3\x03\0\0\0" + os.urandom(200), "MP3"),
        (b"PAR1\x15\x04\x15\0" + os.urandom(200), "Parquet"),
        (b"{\\rtf1\\ansi\\deff0 name, born}", "RTF"),
        (b"\0\1\0\0Standard Jet DB\0" + bytes(100), "Access"),
    ],
)
def test_files_that_are_no_tables_are_named(deliver: Deliver, content: bytes, name: str) -> None:
    """A picture, document or archive is refused with what it is, though it may be called list.csv."""
    with pytest.raises(ReadError, match=name):
        open_table(deliver(content), name="list.csv")


def test_a_database_is_named(tmp_path: Path) -> None:
    """An SQLite file is refused, with the advice to export the table."""
    path = tmp_path / "list.csv"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE person (name TEXT)")
    connection.close()
    with pytest.raises(ReadError, match=r"SQLite database: export the table as CSV"):
        open_table(path)


def test_an_old_workbook_is_told_from_a_locked_one(deliver: Deliver) -> None:
    """Both are OLE files: the answer says to save as XLSX, and names the password where one shows."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(ReadError, match=r"\.xls.*save it as XLSX or CSV"):
        open_table(deliver(head + "Workbook".encode("utf-16-le") + bytes(600)))
    with pytest.raises(ReadError, match=r"locked with a password\. Open it, save it as XLSX"):
        open_table(deliver(head + "EncryptedPackage".encode("utf-16-le") + bytes(600)))


@pytest.mark.parametrize(
    "page",
    [
        "<html><table><tr><td>name</td></tr></table></html>",
        "\ufeff  <!DOCTYPE html><p>",
        "<table border=1><tr>",
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ],
)
def test_web_pages_that_are_called_tables_are_named(deliver: Deliver, page: str) -> None:
    """Many programs export a web page named .xls: it is refused with what to do."""
    with pytest.raises(ReadError, match="web page or XML"):
        open_table(deliver(page), name="export.xls")


def test_an_empty_file_is_refused(deliver: Deliver) -> None:
    """A file without a byte is refused as empty."""
    with pytest.raises(ReadError, match="The file is empty"):
        open_table(deliver(b""))


def test_a_file_of_zero_bytes_is_refused(deliver: Deliver) -> None:
    """A file that was lost on its way, all zeros, is refused as damaged."""
    with pytest.raises(ReadError, match="only zero bytes"):
        open_table(deliver(bytes(10_000)))


@pytest.mark.parametrize("content", [os.urandom(5_000), b"\x01\x02\x03\x04" * 500, b"ab\0\0\0\0\0\0\0\0\0\0" * 500])
def test_other_binary_files_are_refused(deliver: Deliver, content: bytes) -> None:
    """What is not text and not known is refused, not read as some encoding."""
    with pytest.raises(ReadError, match=r"some binary file|encoding of the text|only blank|tar"):
        list(open_table(deliver(content)))


def test_an_archive_without_compression_is_refused(deliver: Deliver) -> None:
    """A tar archive is mostly padding, so it is no text."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        info = tarfile.TarInfo("list.csv")
        info.size = len(TEXT)
        tar.addfile(info, io.BytesIO(TEXT))
    with pytest.raises(ReadError, match="binary file"):
        open_table(deliver(packed.getvalue()))


@pytest.mark.parametrize("start", ["MZ", "BM", "ID3", "GIF8", "RIFF", "BZh", "PAR1"])
def test_headers_that_look_like_a_format_are_text(deliver: Deliver, start: str) -> None:
    """A column called ID3 is no sound file: letters alone decide nothing."""
    table = open_table(deliver(f"{start},name\nx,Ali\n"))
    assert table.columns == (start, "name")


def test_zip_files_are_told_by_their_first_bytes() -> None:
    """A ZIP, also an empty one, is looked into as a workbook."""
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w"):
        pass
    assert kinds.of(empty.getvalue()) == kinds.ZIP
    assert kinds.of(b"PK\x03\x04rest") == kinds.ZIP
    assert kinds.of(b"PK,name\n1,Ali\n") == kinds.TEXT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name,born\nAli,1980\n".encode("utf-16-le"), "utf-16-le"),
        ("name,born\nAli,1980\n".encode("utf-16-be"), "utf-16-be"),
        ("姓名,出生\n张三,1980\n李四,1990\n".encode("utf-16-le"), "utf-16-le"),
        (b"name,born\nAli,1980\n", ""),
        (b"name,born\0\0\0\nAli,\0\0\0\0\n", ""),
        ("姓名姓名姓名姓名".encode("utf-16-le"), ""),
    ],
)
def test_wide_text_is_told_by_its_zeros(text: bytes, found: str) -> None:
    """UTF-16 without a mark is clear when every other byte of the ASCII in it is zero; padding is not that."""
    assert kinds.wide(text) == found
