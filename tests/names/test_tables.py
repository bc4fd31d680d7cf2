"""The tables of names are data that people edit: what every row must keep."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from habeas.names.sounds import SOUNDS

DATA: Final = Path(__file__).resolve().parents[2] / "habeas" / "names" / "data"

COLUMNS: Final = {
    "uyghur_names.csv": ["uly", "sex", "common", "zh", "latin", "origin", "reviewed"],
    "kazakh_names.csv": ["language", "cyrillic", "latin", "sex", "common", "zh", "other", "origin", "reviewed"],
    "hanzi.csv": ["hanzi", "pinyin", "sounds", "origin", "reviewed"],
    "hui.csv": ["surname", "pinyin", "kind", "common", "same_as", "origin", "reviewed"],
}
KEYS: Final = {
    "uyghur_names.csv": ("uly",),
    "kazakh_names.csv": ("language", "cyrillic"),
    "hanzi.csv": ("hanzi",),
    "hui.csv": ("surname",),
}
AT_LEAST: Final = {"uyghur_names.csv": 600, "kazakh_names.csv": 310, "hanzi.csv": 420, "hui.csv": 150}
OF_PERSONS: Final = ["uyghur_names.csv", "kazakh_names.csv"]

each_table = pytest.mark.parametrize("name", sorted(COLUMNS))
each_of_persons = pytest.mark.parametrize("name", OF_PERSONS)


@cache
def table(name: str) -> tuple[list[str], list[dict[str, str]]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        return list(reader.fieldnames or []), list(reader)


def rows(name: str) -> list[dict[str, str]]:
    return table(name)[1]


def listed(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def keys(name: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in KEYS[name]) for row in rows(name)]


@each_table
def test_header_and_size(name: str) -> None:
    """The columns that its readers expect, and no table was cut short."""
    assert table(name)[0] == COLUMNS[name]
    assert len(rows(name)) >= AT_LEAST[name]
    assert all(None not in row and None not in row.values() for row in rows(name))


@each_table
def test_lines_end_in_line_feeds(name: str) -> None:
    """One row a line, ended alike on every machine."""
    raw = (DATA / name).read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


@each_table
def test_keys_are_given_once_and_sorted(name: str) -> None:
    """A change shows as a change of its own rows."""
    found = keys(name)
    assert all(all(key) for key in found)
    assert found == sorted(set(found))


@each_table
def test_origin_and_review(name: str) -> None:
    """Each row says where it is from and that no speaker has read it."""
    assert {row["origin"] for row in rows(name)} == {"own table, 2026"}
    assert {row["reviewed"] for row in rows(name)} == {"no"}


@pytest.mark.parametrize("name", ["uyghur_names.csv", "kazakh_names.csv", "hui.csv"])
def test_common_is_one_to_five(name: str) -> None:
    """How common a name is has five classes."""
    assert {row["common"] for row in rows(name)} <= set("12345")


@each_of_persons
def test_lists_have_no_empty_or_repeated_entry(name: str) -> None:
    """Spellings of one name are given once."""
    for row in rows(name):
        assert row["sex"] in {"m", "f", "u"}, row
        assert row["zh"], row
        for cell in (row["zh"], row["latin"], row.get("other", "")):
            entries = listed(cell)
            assert all(entries), row
            assert all(entry == entry.strip() for entry in entries), row
            assert len(entries) == len(set(entries)), row


@each_of_persons
def test_every_hanzi_of_a_name_is_in_the_table_of_hanzi(name: str) -> None:
    """No character of a name is without its sounds."""
    known = {row["hanzi"] for row in rows("hanzi.csv")}
    missing = {character for row in rows(name) for character in row["zh"] if character != "|"} - known
    assert not missing


def test_uyghur_names_are_lower_case_latin() -> None:
    """In the Uyghur Latin alphabet, without marks of another."""
    assert not [row["uly"] for row in rows("uyghur_names.csv") if not re.fullmatch("[a-zéöü]+", row["uly"])]


def test_kazakh_and_kyrgyz_names_are_cyrillic() -> None:
    """In the alphabet of their language."""
    for row in rows("kazakh_names.csv"):
        assert row["language"] in {"kk", "ky"}, row
        assert re.fullmatch("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+", row["cyrillic"]), row
        assert re.fullmatch("[A-Z][a-z]+", row["latin"]), row


def test_sounds_of_hanzi() -> None:
    """Sounds are of our letters, with weights."""
    for row in rows("hanzi.csv"):
        assert len(row["hanzi"]) == 1, row
        assert all(re.fullmatch("[a-z]+", syllable) for syllable in row["pinyin"].split("|")), row
        readings = [reading.split(":") for reading in row["sounds"].split("|")]
        assert len({sounds for sounds, _ in readings}) == len(readings), row
        for sounds, weight in readings:
            assert set(sounds) <= set(SOUNDS), row
            assert int(weight) > 0, row


def test_surnames_point_to_a_surname_that_is_there() -> None:
    """A traditional form leads to its simplified one."""
    kinds = {row["surname"]: row["kind"] for row in rows("hui.csv")}
    for row in rows("hui.csv"):
        assert row["kind"] in {"hui", "han", "both"}, row
        assert all(re.fullmatch("[a-z]+", syllable) for syllable in row["pinyin"].split("|")), row
        if row["same_as"]:
            assert row["same_as"] != row["surname"], row
            assert kinds[row["same_as"]] == row["kind"], row
