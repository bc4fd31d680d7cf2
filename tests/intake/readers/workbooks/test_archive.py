"""A workbook's ZIP is opened with suspicion."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from habeas.intake.readers import ReadError, limits, open_table
from habeas.intake.readers.workbooks.archive import damage_told, open_archive
from tests.intake.readers.conftest import Deliver
from tests.intake.readers.reading import everything
from tests.intake.readers.workbooks.book import Book

TABLE = [("id", "name"), ("1", "Ali"), ("2", "Gul")]


def book() -> Book:
    return Book().sheet([["id", "name"], [1, "Ali"], [2, "Gul"]])


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (zipped(**{"list.csv": "a,b\n1,2\n", "other.csv": ""}), r"ZIP archive with 2 files\. Unpack it"),
        (zipped(**{"word__document.xml": "<x/>"}), "a Word document"),
        (zipped(**{"ppt__slides.xml": "<x/>"}), "a PowerPoint document"),
        (zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), r"\.ods"),
        (zipped(**{"xl__workbook.bin": "x"}), r"\.xlsb"),
        (zipped(**{"doc.kml": "x"}), "a map"),
        (zipped(), "ZIP archive with 0 files"),
    ],
)
def test_other_zip_files_are_named(deliver: Deliver, content: bytes, message: str) -> None:
    """A ZIP that holds no XLSX workbook is refused with what it is and what to do."""
    with pytest.raises(ReadError, match=message):
        open_table(deliver(content), name="list.csv")


def test_a_stored_workbook_is_read(tmp_path: Path) -> None:
    """Parts may be packed or not."""
    assert everything(book().save(tmp_path / "a", zipfile.ZIP_STORED)) == TABLE
    assert everything(book().save(tmp_path / "b")) == TABLE


def test_names_of_parts_are_taken_in_any_case_and_slash(tmp_path: Path) -> None:
    """Some programs write XL\\Workbook.xml."""
    path = tmp_path / "odd"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in book().all_parts().items():
            file.writestr(zipfile.ZipInfo(name.upper().replace("/", "\\")), content)
    assert everything(path) == TABLE


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    """A ZIP without its end is damaged, whatever its beginning holds."""
    content = book().save(tmp_path / "whole").read_bytes()
    path = tmp_path / "part"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ReadError, match=r"damaged.*Get a whole copy"):
        open_table(path)


def test_flipped_bytes_never_give_other_rows(tmp_path: Path) -> None:
    """Damage anywhere is a ReadError or harmless; what is read is never something else."""
    content = book().save(tmp_path / "whole").read_bytes()
    path = tmp_path / "damaged"
    for place in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[place] ^= 0x55
        path.write_bytes(damaged)
        try:
            found = everything(path)
        except ReadError:
            continue
        assert found == TABLE, place


def test_damage_in_the_sheet_is_found_at_opening(tmp_path: Path) -> None:
    """The checksum of the sheet is compared before the first row is given."""
    many = Book().sheet([["id", "name"], *[[n, f"Name {n}"] for n in range(5000)]])
    content = bytearray(many.save(tmp_path / "whole").read_bytes())
    with zipfile.ZipFile(tmp_path / "whole") as file:
        info = file.getinfo("xl/worksheets/sheet1.xml")
    content[info.header_offset + info.compress_size - 100] ^= 0xFF
    path = tmp_path / "damaged"
    path.write_bytes(content)
    with pytest.raises(ReadError, match="The workbook is damaged"):
        open_table(path)


def test_a_password_on_the_zip_is_named(tmp_path: Path) -> None:
    """An entry that is marked as encrypted is refused with the advice to remove the password."""
    content = bytearray(book().save(tmp_path / "a").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    path = tmp_path / "locked"
    path.write_bytes(content)
    with pytest.raises(ReadError, match="locked with a password"):
        open_table(path)


def test_an_unknown_way_of_packing_is_named(tmp_path: Path) -> None:
    """A method that Python cannot unpack is no crash."""
    content = bytearray(book().save(tmp_path / "a").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset : place + offset + 2] = struct.pack("<H", 97)
            place = content.find(mark, place + 4)
    path = tmp_path / "odd"
    path.write_bytes(content)
    with pytest.raises(ReadError, match="packed in an unusual way"):
        open_table(path)


def test_a_part_that_is_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size that a part declares is held against its limit before it is unpacked."""
    path = book().save(tmp_path / "a")
    monkeypatch.setattr(limits, "SHEET", 50)
    with pytest.raises(ReadError, match=r"too big: xl/worksheets/sheet1\.xml takes .* Save the sheet as CSV"):
        open_table(path)


def test_all_parts_together_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many parts that are each allowed may together be too much."""
    path = book().save(tmp_path / "a")
    monkeypatch.setattr(limits, "UNPACKED", 1000)
    with pytest.raises(ReadError, match="too big: all of it"):
        open_table(path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real workbook has a few dozen parts."""
    path = book().save(tmp_path / "a")
    monkeypatch.setattr(limits, "ENTRIES", 3)
    with pytest.raises(ReadError, match="holds 6 files"):
        open_table(path)


def test_a_huge_table_of_contents_is_not_read(tmp_path: Path) -> None:
    """Its size is looked at before ZipFile would load it into memory; also where ZIP64 hides it."""
    path = book().save(tmp_path / "a")
    content = bytearray(path.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, end + 12, limits.DIRECTORY + 1)
    path.write_bytes(content)
    with pytest.raises(ReadError, match="too big: its table of contents"):
        open_table(path)
    struct.pack_into("<L", content, end + 12, 0xFFFFFFFF)
    end_64 = bytearray(56)
    end_64[:4] = b"PK\x06\x06"
    struct.pack_into("<Q", end_64, 40, 1 << 40)
    path.write_bytes(content[:end] + end_64 + content[end:])
    with pytest.raises(ReadError, match="too big: its table of contents"):
        open_table(path)


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    """Zeros packed a thousandfold are refused unopened."""
    made = book()
    made.parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + b" " * (80 << 20)
    with pytest.raises(ReadError, match=r"times its size .* It may be meant to do harm"):
        open_table(made.save(tmp_path / "bomb"))


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    """No more is unpacked than was declared; the checksum then tells."""
    made = book()
    made.parts["xl/worksheets/sheet1.xml"] = made.all_parts()["xl/worksheets/sheet1.xml"] + b" " * (5 << 20)
    content = bytearray(made.save(tmp_path / "a").read_bytes())
    with zipfile.ZipFile(tmp_path / "a") as file:
        info = file.getinfo("xl/worksheets/sheet1.xml")
    name = content.rfind(b"xl/worksheets/sheet1.xml")
    assert struct.unpack_from("<L", content, name - 22)[0] == info.file_size
    struct.pack_into("<L", content, name - 22, 700)
    path = tmp_path / "liar"
    path.write_bytes(content)
    with pytest.raises(ReadError, match="damaged"):
        open_table(path)


def test_noise_after_the_magic_number_is_refused(deliver: Deliver) -> None:
    """A ZIP by its first bytes alone is damaged."""
    for _turn in range(30):
        with pytest.raises(ReadError):
            open_table(deliver(b"PK\x03\x04" + os.urandom(500)))
        with pytest.raises(ReadError):
            open_table(deliver(b"PK\x03\x04" + os.urandom(100) + b"PK\x05\x06" + os.urandom(18)))


def test_a_disk_error_stays_a_disk_error() -> None:
    """A full disk or a broken one is not called a damaged workbook."""
    with pytest.raises(OSError, match="no space"), damage_told("x"):
        raise OSError(28, "no space")
    with pytest.raises(ReadError), damage_told("x"):
        raise OSError(22, "invalid argument")
    with pytest.raises(RuntimeError, match="other"), damage_told("x"):
        raise RuntimeError("other")


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    """The answer says which part the workbook lacks."""
    with open_archive(book().save(tmp_path / "a")) as archive:
        assert "XL/Workbook.xml" in archive
        with pytest.raises(ReadError, match=r"xl/none\.xml is missing"), archive.part("xl/none.xml", 10):
            pass
