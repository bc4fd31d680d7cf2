"""The administrative areas: codes, years, parents, successors and names, checked against the lists they come from."""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path

import pytest

from habeas.packs import reader
from habeas.packs.vocabulary import Area
from tests.packs import rows

PACK = reader.load("world", "xinjiang")
AREAS = [area for area in PACK.areas if area.kind != "township"]
NOW = {area.code: area for area in AREAS if not area.now}
XINJIANG = [area for area in AREAS if area.code.startswith("65")]


def test_every_area_lies_in_a_known_one() -> None:
    """A parent is a code of the list; what has none is a province."""
    codes = {area.code for area in AREAS}
    assert [area.code for area in AREAS if area.parent and area.parent not in codes] == []
    assert {area.code[2:] for area in AREAS if not area.parent} == {"0000"}


def test_a_successor_is_an_area_of_today() -> None:
    """Who looks for an old area finds one that stands, in one step."""
    assert [area.code for area in AREAS if area.now and area.now not in NOW] == []
    assert [area.code for area in AREAS if area.now and not area.valid_to] == []


def test_what_ended_has_a_successor() -> None:
    """Only four short-lived city districts of 1982 have none that we know."""
    lost = {area.name for area in AREAS if area.valid_to and not area.now}
    assert lost == {"一区", "二区"}


def test_a_code_means_one_thing_at_a_time() -> None:
    """Where a code was given out twice, the years do not overlap."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for area in AREAS:
        spans.setdefault(area.code, []).append((int(area.valid_from or 0), int(area.valid_to or 9999)))
    for code, found in spans.items():
        found.sort()
        assert all(first[1] < second[0] for first, second in itertools.pairwise(found)), code


def test_years_are_years() -> None:
    """valid_from and valid_to are empty or four digits, in order."""
    for area in AREAS:
        assert re.fullmatch(r"(?:\d{4})?", area.valid_from), area
        assert re.fullmatch(r"(?:\d{4})?", area.valid_to), area
        assert not area.valid_from or not area.valid_to or area.valid_from <= area.valid_to, area


def test_kinds_follow_the_name() -> None:
    """The end of a Chinese name tells the kind, and each kind has its words."""
    ends = {
        "county": "县",
        "autonomous county": "自治县",
        "district": "区",
        "city": "市",
        "prefecture": "地区",
        "prefecture-level city": "市",
        "autonomous prefecture": "自治州",
        "autonomous region": "自治区",
        "province": "省",
        "municipality": "市",
    }
    assert [area.name for area in AREAS if not area.name.endswith(ends[area.kind])] == []
    assert set(ends) == set(PACK.area_kinds)


def test_every_area_of_today_has_an_english_name() -> None:
    """No area that stands is shown in Chinese signs only."""
    assert [area.code for area in NOW.values() if not area.label_en and not area.valid_to] == []


def test_english_names_tell_areas_of_today_apart() -> None:
    """Two areas that stand do not have the same English name."""
    labels = [area.label_en for area in NOW.values() if area.label_en]
    assert len(labels) == len(set(labels))


def test_a_label_names_the_kind_of_thing() -> None:
    """A county is called a county, a city a city: "Hotan" alone could be three areas."""
    words = {
        "county": "County",
        "autonomous county": "County",
        "district": "District",
        "city": "City",
        "prefecture-level city": "City",
        "prefecture": "Prefecture",
        "autonomous prefecture": "Prefecture",
    }
    odd = [area.label_en for area in XINJIANG if area.label_en and area.kind in words]
    assert [one for one in odd if not one.endswith(tuple(words.values()))] == []


@pytest.mark.parametrize(
    ("code", "kind", "parent", "label"),
    [
        ("650000", "autonomous region", "", "Xinjiang"),
        ("650100", "prefecture-level city", "650000", "Ürümqi City"),
        ("653100", "prefecture", "650000", "Kashgar Prefecture"),
        ("653101", "city", "653100", "Kashgar City"),
        ("653222", "county", "653200", "Qaraqash County"),
        ("653000", "autonomous prefecture", "650000", "Kizilsu Kyrgyz Prefecture"),
        ("653131", "autonomous county", "653100", "Tashqorghan Tajik County"),
        ("654000", "autonomous prefecture", "650000", "Ili Kazakh Prefecture"),
        ("654200", "prefecture", "654000", "Tacheng Prefecture"),
        ("659001", "city", "650000", "Shihezi City"),
        ("650104", "district", "650100", "Xinshi District"),
    ],
)
def test_well_known_areas(code: str, kind: str, parent: str, label: str) -> None:
    """Code, kind, parent and English name of areas that everybody knows."""
    assert (NOW[code].kind, NOW[code].parent, NOW[code].label_en) == (kind, parent, label)


@pytest.mark.parametrize(
    ("old", "now"),
    [
        *(("652100", "650400"), ("652101", "650402"), ("652122", "650421"), ("652200", "650500"), ("652222", "650521")),
        *(("652303", "650109"), ("650108", "650109"), ("652923", "652902"), ("654223", "654203"), ("650300", "659001")),
        *(("652425", "654025"), ("654125", "654025"), ("652600", "654300"), ("652627", "654326")),
    ],
)
def test_renamed_areas_point_to_what_they_became(old: str, now: str) -> None:
    """Turpan, Hami, Miquan, Kuchar and others changed their codes."""
    assert {area.now for area in AREAS if area.code == old} == {now}


def test_uyghur_names_are_in_uyghur_script() -> None:
    """Most counties have their Uyghur name, in Arabic script."""
    named = [area for area in NOW.values() if any(re.search(r"[\u0600-\u06ff]", word) for word in area.words)]
    assert len(named) >= 90


def test_townships_lie_in_counties_of_today() -> None:
    """A township's code begins with that of its county."""
    towns = [area for area in PACK.areas if area.kind == "township"]
    assert len(towns) == 1405
    assert [town.code for town in towns if town.parent not in NOW or not town.code.startswith(town.parent)] == []


def _timeline(data: Path) -> list[tuple[str, str, str, str]]:
    lines = (data / "xinjiang" / "county_codes_timeline.tsv").read_text("utf-8").splitlines()[1:]
    return [tuple((*line.split("\t"), "", "", "")[:4]) for line in lines]


def test_the_list_of_codes_is_carried_whole(data: Path) -> None:
    """Each code with its name and years stands as the compilation has it, but for the city that Shawan became."""
    ours = {(area.code, area.name, area.valid_from, area.valid_to) for area in XINJIANG}
    theirs = set(_timeline(data))
    assert theirs - ours == {("654223", "沙湾县", "1984", "")}
    assert ours - theirs == {
        ("654223", "沙湾县", "1984", "2020"),
        ("654203", "沙湾市", "2021", ""),
        ("659011", "新星市", "2021", ""),
        ("659012", "白杨市", "2023", ""),
    }


def test_the_counties_of_the_township_list_stand(data: Path) -> None:
    """Counties and prefectures of the newer list are areas of today, with the same names."""
    with (data / "xinjiang" / "townships.csv").open(encoding="utf-8", newline="") as file:
        listed = {row[1]: row[2] for row in csv.reader(file) if row[0] == "areas"}
    assert {code: NOW[code].name for code in listed} == listed


def test_words_hold_no_name_twice() -> None:
    """An area's names are listed once each."""
    twice = [area.code for area in AREAS if len(set(area.words)) < len(area.words)]
    assert twice == []


def test_nothing_of_the_evaluation_data_is_shipped() -> None:
    """Name tables under the GPL serve for measuring only: their columns and files are nowhere in the packs."""
    text = "\n".join(path.read_text("utf-8") for path in rows.files())
    assert "NP-ANT" not in text
    assert "apertium" not in text.casefold()
    assert not isinstance(PACK.areas[0], dict)
    assert isinstance(PACK.areas[0], Area)
