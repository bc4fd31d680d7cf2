"""The tables of words are whole: every language has its words, and every word is found and means one thing."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from habeas.dates import amounts, read, tokens
from habeas.dates.fold import fold
from habeas.dates.words import Word, load, pattern, rows

LANGUAGES = ("en", "es", "fr", "ru", "tr", "kk", "ug", "ar", "zh")
KINDS = {
    "month": {str(number) for number in range(1, 13)},
    "unit": {"y", "ys", "m", "d"},
    "decade": {"s"},
    "decade_before": {"s"},
    "season": {"21", "22", "23", "24"},
    "part": {"early", "mid", "late", "half1", "half2"},
    "half": {"half"},
    "quarter": {"quarter"},
    "number": {"1", "2", "3", "4"},
    "about": {"~"},
    "uncertain": {"?"},
    "before": {"<"},
    "after": {">"},
    "until": {"<="},
    "latest": {"=<"},
    "earliest": {"=>"},
    "since": {">="},
    "between": {"<>"},
    "and": {"&"},
    "to": {"..", "@"},
    "now": {"", ".."},
    "or": {"|"},
    "nothing": {""},
    "weekday": {""},
    "south": {""},
    "lunar": {""},
    "unknown": {"XX"},
}
TERM_KINDS = {
    "unit", "dual", "half", "count", "life", "death_suspended", "death", "reprieve", "nothing", "age", "nominal",
    "age_word", "about",
}  # fmt: skip
# Spellings that two rows of terms claim: the first row keeps them, and `amounts` tells the meanings apart.
TWO_MEANINGS = {"words.csv": set(), "terms.csv": {"a", "y"}}


def words(kind: str, *, code: str = "", language: str = "") -> list[str]:
    """The spellings of one kind."""
    return [
        word
        for row in rows("words.csv")
        if row["kind"] == kind and code in ("", row["code"]) and language in ("", row["language"])
        for word in row["words"].split("|")
    ]


MONTHS = [
    (word, row["code"]) for row in rows("words.csv") if row["kind"] == "month" for word in row["words"].split("|")
]


def test_every_row_has_a_known_kind_and_code() -> None:
    """No row of the table of dates says something that the reader does not know."""
    for row in rows("words.csv"):
        assert row["code"] in KINDS[row["kind"]], row
        assert row["language"] in (*LANGUAGES, "any"), row


def test_every_term_row_has_a_known_kind() -> None:
    """No row of the table of terms says something that the reader does not know."""
    for row in rows("terms.csv"):
        assert row["kind"] in TERM_KINDS, row
        assert row["language"] in LANGUAGES, row
        if row["kind"] == "dual":
            assert re.fullmatch(r"[0-9.]+[ymwd]", row["code"]), row
        if row["kind"] == "unit":
            assert row["code"] in set("ymwd"), row


@pytest.mark.parametrize("name", ["words.csv", "terms.csv"])
def test_no_spelling_means_two_things_by_accident(name: str) -> None:
    """Only "a" and "y" of terms (years, and "and") have two meanings."""
    meanings = defaultdict(set)
    for row in rows(name):
        for word in row["words"].split("|"):
            meanings[fold(word)].add((row["kind"], row["code"]))
    assert {word for word, found in meanings.items() if len(found) > 1} == TWO_MEANINGS[name]


@pytest.mark.parametrize("name", ["words.csv", "terms.csv", "show.csv"])
def test_no_word_is_empty_or_padded(name: str) -> None:
    """No cell has stray spaces and no list of words an empty one."""
    for row in rows(name):
        for word in row.get("words", "x").split("|"):
            assert word == word.strip(), row
            assert word, row


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_months(language: str) -> None:
    """Each language names the twelve months (Chinese counts them)."""
    named = {code for code in KINDS["month"] if words("month", code=code, language=language)}
    assert named == (KINDS["month"] if language != "zh" else {"1"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["season", "part", "about", "uncertain", "before", "after", "until", "or", "and"])
def test_every_language_says_what_dates_need(kind: str, language: str) -> None:
    """Each language has words for seasons, parts of the year, doubt, bounds and choices."""
    found = {row["code"] for row in rows("words.csv") if row["kind"] == kind and row["language"] == language}
    assert found >= KINDS[kind] - {"half1", "half2"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "code"), [("unit", "y"), ("unit", "m"), ("unit", "d"), ("life", "life"), ("death", "death")]
)
def test_every_language_says_what_terms_need(kind: str, code: str, language: str) -> None:
    """Each language has years, months and days, life and death."""
    assert [row for row in rows("terms.csv") if (row["kind"], row["code"], row["language"]) == (kind, code, language)]


@pytest.mark.parametrize(("word", "code"), MONTHS)
def test_every_month_name_is_read(word: str, code: str) -> None:
    """Each spelling of a month, after a day and before a year, in small and capital letters, is that month."""
    expected = f"2017-{code.zfill(2)}"
    assert read(f"{word} 2017").edtf == expected
    assert read(f"5 {word} 2017").edtf == f"{expected}-05"
    assert read(f"{word.upper()} 2017").edtf == expected


@pytest.mark.parametrize(
    ("word", "code"),
    [(row["words"].split("|")[0], row["code"]) for row in rows("words.csv") if row["kind"] == "season"],
)
def test_every_season_is_read_before_or_after_its_year(word: str, code: str) -> None:
    """Each season is read on either side of the year."""
    assert read(f"{word} 2017").edtf == f"2017-{code}"
    assert read(f"2017 {word}").edtf == f"2017-{code}"


@pytest.mark.parametrize(
    ("word", "code"),
    [(word, row["code"]) for row in rows("words.csv") if row["kind"] == "part" for word in row["words"].split("|")],
)
def test_every_part_of_the_year_is_read(word: str, code: str) -> None:
    """Each word for early, middle, late and the halves gives that part, before or after the year."""
    codes = {"early": "2017-37", "mid": "2017-38", "late": "2017-39", "half1": "2017-40", "half2": "2017-41"}
    assert read(f"{word} 2017").edtf == codes[code]
    assert read(f"2017 {word}").edtf == codes[code]


@pytest.mark.parametrize("word", words("about") + words("uncertain"))
def test_every_word_of_doubt_is_kept(word: str) -> None:
    """Each word of doubt leaves its mark on the date, wherever it stands."""
    for text in (f"{word} 2017", f"2017 {word}", f"2017 ({word})"):
        assert (read(text).edtf or "")[4:] in ("~", "?"), text


@pytest.mark.parametrize("word", words("weekday"))
def test_every_weekday_is_left_out(word: str) -> None:
    """A weekday before a date changes nothing."""
    assert read(f"{word} 2017-03-05").edtf == "2017-03-05"


@pytest.mark.parametrize(("table", "cut"), [(tokens.WORDS, tokens._TOKEN), (amounts.WORDS, amounts._TOKEN)])
def test_every_word_is_found_whole(table: dict[str, Word], cut: re.Pattern[str]) -> None:
    """The pattern finds each word of its table in one piece."""
    for word in table:
        match = cut.match(word)
        assert match is not None
        assert match[0] == word


def test_words_are_whole_words() -> None:
    """A word is not found inside a longer one, except in Chinese, which has no spaces."""
    found = re.compile(pattern(load("words.csv"))).findall("mayor marchas 2017年3月")
    assert found == ["mayor", "marchas", "年", "月"]


def test_an_empty_table_matches_only_letters() -> None:
    """A pattern of no words finds words that it does not know, and nothing else."""
    assert re.compile(pattern({})).findall("abc 12") == ["abc"]


def test_the_first_row_keeps_a_spelling() -> None:
    """The unit of "13a" and "13y" is kept, whatever comes later in the table."""
    assert load("terms.csv")["a"] == load("terms.csv")["y"] == Word("unit", "y")
