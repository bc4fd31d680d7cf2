"""EDTF is shown in words in nine languages, loses no year, and reads back with the same bounds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.dates import read, show
from habeas.dates.edtf import read_edtf
from habeas.dates.show import LANGUAGES
from habeas.dates.words import rows
from tests.dates import strategies, tables

# What show writes for these does not read back, in any language, and why:
UNSHOWN = {
    "XXXX": "shown as not known, which is no date to read",
    "{1976,1977}": "two dates are not one date; the reader writes no such set",
    "[1976-03-01..1976-05-31,1977]": "a span of days inside a choice: only the thirds and halves have a name",
}


def reads_back(edtf: str, language: str) -> None:
    before, after = read_edtf(edtf), read(show(edtf, language))
    assert before is not None
    assert (after.low, after.high) == (before.low, before.high), (show(edtf, language), after)


@pytest.mark.parametrize("row", tables.rows("show.csv"), ids=lambda row: row["edtf"])
def test_the_golden_words(row: dict[str, str]) -> None:
    """Each expression of the golden table is shown in nine languages as written there."""
    assert {language: show(row["edtf"], language) for language in LANGUAGES} == {code: row[code] for code in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", tables.rows("show.csv"), ids=lambda row: row["edtf"])
def test_the_golden_words_read_back(row: dict[str, str], language: str) -> None:
    """What is shown reads back to the same bounds, in all nine languages, save for the exceptions listed."""
    if row["edtf"] in UNSHOWN:
        assert read(show(row["edtf"], language)).edtf is None
    else:
        reads_back(row["edtf"], language)


@pytest.mark.parametrize("language", LANGUAGES)
@given(edtf=strategies.expressions)
@settings(max_examples=120, deadline=None)
def test_what_is_shown_reads_back(language: str, edtf: str) -> None:
    """Days, months, years, parts of them, ranges, choices and bounds read back to the same bounds."""
    reads_back(edtf, language)


@pytest.mark.parametrize("row", tables.rows("dates.csv"), ids=lambda row: row["text"])
def test_every_date_that_is_read_can_be_shown(row: dict[str, str]) -> None:
    """What the reader writes is shown in every language with its years, and never as nothing."""
    if not row["edtf"] or row["edtf"] in UNSHOWN:
        return
    for language in LANGUAGES:
        shown = show(row["edtf"], language)
        for year in re.findall(r"(?<!\d)\d{4}(?=[-/\].,?~%]|$)", row["edtf"]):
            assert year in shown, (shown, year)
        if "X-12" not in row["edtf"] and "{" not in row["edtf"]:
            reads_back(row["edtf"], language)


@given(strategies.salads, strategies.orders, strategies.hemispheres)
@settings(max_examples=500, deadline=None)
def test_whatever_is_read_is_shown(text: str, order: str, hemisphere: str) -> None:
    """No reading of any heap of words fails to be shown, and its earliest year stays in sight."""
    found = read(text, order=order, hemisphere=hemisphere)
    if found.edtf is None:
        return
    for language in LANGUAGES:
        shown = show(found.edtf, language)
        assert shown.strip()
        if found.low and found.edtf[1:5].isdigit() and "X" not in found.edtf:
            assert f"{found.low.year:04d}" in shown


@given(st.text(max_size=250), st.sampled_from((*LANGUAGES, "de", "", "zh", "pt-br", "EN", "zh_Hant", "\u0130")))
@settings(max_examples=400)
def test_no_text_raises(text: str, language: str) -> None:
    """Anything that is not EDTF is shown as it is, or in part, and never fails."""
    assert isinstance(show(text, language), str)


@given(
    st.lists(st.sampled_from((*"0123456789X-/.[]{},?~%", "1976", "-08", "..", "-24", "-13")), max_size=14).map("".join)
)
@settings(max_examples=400)
def test_no_heap_of_pieces_raises(text: str) -> None:
    """Broken expressions are shown in every language without failing."""
    for language in LANGUAGES:
        assert isinstance(show(text, language), str)


@pytest.mark.parametrize("edtf", UNSHOWN)
def test_the_exceptions_are_exceptions(edtf: str) -> None:
    """Each exception to reading back is shown, and what is shown is not read as another date."""
    for language in LANGUAGES:
        assert show(edtf, language) != edtf
        assert read(show(edtf, language)).edtf is None


def test_early_years_keep_their_zeros() -> None:
    """The year 99 is not shown like a short 1999."""
    assert show("0099-08") == "August 0099"
    assert read(show("0099-08-15", "zh")).edtf == "0099-08-15"


@pytest.mark.parametrize("text", ["", "not a date", "1976-13", "1976-08-15T12:00", "?", "1976-42", "0000-13-99"])
def test_what_has_no_pattern_is_shown_as_it_is(text: str) -> None:
    """An expression without a pattern is not hidden from the reader."""
    assert show(text).strip("?") == text.strip("?") or text == "?"


def test_a_long_text_is_returned_as_it_is() -> None:
    """Text longer than any expression is not taken apart."""
    assert show("1976," * 100) == "1976," * 100


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "August 1976"),
        ("en-GB", "August 1976"),
        ("EN", "August 1976"),
        ("es-ar", "agosto de 1976"),
        ("es_AR", "agosto de 1976"),
        ("zh", "1976年8月"),
        ("zh-hans", "1976年8月"),
        ("zh-Hant", "1976年8月"),
        ("zh_CN", "1976年8月"),
        ("de", "August 1976"),
        ("", "August 1976"),
    ],
)
def test_languages_have_regions_and_a_fallback(language: str, shown: str) -> None:
    """A region does not matter, Chinese is one, and a language without patterns gets English."""
    assert show("1976-08", language) == shown


def test_russian_months_stand_in_the_right_case() -> None:
    """After a day or a preposition the month is genitive, alone it is nominative."""
    assert show("1976-08", "ru") == "август 1976"
    assert show("1976-08~", "ru") == "около августа 1976"
    assert show("1976-08-15", "ru") == "15 августа 1976"
    assert show("[1976-08-21..1976-08-31]", "ru") == "конец августа 1976"


def test_a_southern_season_says_so() -> None:
    """A reader in the north is not left to think that a spring in Buenos Aires began in March."""
    assert show("1976-29") == "spring 1976 (southern hemisphere)"
    assert show("1976-21") == show("1976-25") == "spring 1976"
    assert read(show("1976-29", "es")).edtf == "1976-29"


def test_spans_of_thirds_and_halves_are_named() -> None:
    """ "Late 1976 or early 1977" comes back in these words, not as four days."""
    assert show("[1976-09-01..1976-12-31,1977-01-01..1977-04-30]") == "late 1976 or early 1977"
    assert show("[1976-07-01..1976-12-31]", "es") == "segunda mitad de 1976"
    assert show("[1976-09-01..1977-12-31]") == "between 1 September 1976 and 31 December 1977"


def test_a_range_within_a_month_says_the_month_once() -> None:
    """ "18 to 22 February 1977", and twice where it is two months."""
    assert show("1977-02-18/1977-02-22") == "18 to 22 February 1977"
    assert show("1977-02-18/1977-03-02") == "18 February 1977 to 2 March 1977"


def test_every_language_has_every_pattern() -> None:
    """No cell of the table is empty, and patterns have the same fields in each language."""
    for row in rows("show.csv"):
        fields = set(re.findall(r"\{(\w+)\}", row["en"])) & {"a", "b", "y", "d2"}
        for language in LANGUAGES:
            assert row[language].strip(), (row["key"], language)
            assert set(re.findall(r"\{(\w+)\}", row[language])) & {"a", "b", "y", "d2"} == fields, (
                row["key"],
                language,
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_is_told_apart(language: str) -> None:
    """No two expressions of the golden table look alike unless they mean the same days."""
    seen: dict[str, tuple[object, object]] = {}
    for row in tables.rows("show.csv"):
        found = read_edtf(row["edtf"])
        assert found is not None
        assert seen.setdefault(row[language], (found.low, found.high)) == (found.low, found.high)
