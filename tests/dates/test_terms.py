"""Prison terms: fixed, life, death with reprieve, death; what is no custody is not read as a term."""

from __future__ import annotations

from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.dates import AMBIGUOUS, IMPOSSIBLE, UNREADABLE, Term, parse_code, read_term, term_code
from tests.dates import strategies, tables


@pytest.mark.parametrize("row", tables.rows("terms.csv"), ids=lambda row: row["text"])
def test_the_golden_terms(row: dict[str, str]) -> None:
    """Each term of the golden table has its code, or its reason for none."""
    term, flag = read_term(row["text"])
    assert (term_code(term) if term else None) == (row["code"] or None)
    assert flag == (row["flag"] or None)


def test_the_golden_table_is_wide() -> None:
    """The golden table has every language and every kind of sentence, and more than eighty rows."""
    rows = tables.rows("terms.csv")
    assert len({row["text"] for row in rows}) == len(rows) > 80
    assert {row["language"] for row in rows} >= {"en", "es", "zh", "ru", "tr", "fr", "ar", "kk", "ug"}
    for language in ("en", "es", "zh", "ru", "tr", "fr", "ar", "kk", "ug"):
        assert "life" in {row["code"] for row in rows if row["language"] == language}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("life", "life"),
        ("cadena perpetua", "life"),
        ("无期徒刑", "life"),
        ("death", "death"),
        ("死刑", "death"),
        ("死缓", "death_suspended"),
        ("死刑缓期二年执行", "death_suspended"),
    ],
)
def test_sentences_without_a_length(text: str, kind: str) -> None:
    """Life and death are kinds of their own; the two years of a reprieve are no term."""
    assert read_term(text) == (Term(kind), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "缓刑三年",
            "有期徒刑三年，缓刑五年",
            "三年有期徒刑缓刑三年执行",
            "判三缓五",
            "管制一年",
            "监视居住六个月",
            "取保候审",
        ),
        *(
            "3 years suspended",
            "3 years, suspended for 5",
            "3 years conditional",
            "3 years of probation",
            "3 years of house arrest",
        ),
        *(
            "3 años en suspenso",
            "3 años de libertad vigilada",
            "3 года условно",
            "3 ans avec sursis",
            "3 ans de contrôle judiciaire",
        ),
        *("life or death", "13 years and life", "死刑或无期徒刑", "13 años y reclusión perpetua"),
        *("acquitted", "released", "under investigation", "13 years since 2017", "until 2030", "from 2017 to 2030"),
    ],
)
def test_what_is_not_wholly_custody_is_not_read(text: str) -> None:
    """Suspended sentences, supervision outside and mixtures would give a false day of release."""
    assert read_term(text)[0] is None


@pytest.mark.parametrize(
    "beside",
    [
        *(
            "，剥夺政治权利五年",
            ",并处剥夺政治权利三年",
            "，剥夺政治权利终身",
            "，并处罚金人民币5000元",
            "，并处没收个人全部财产",
        ),
        *("，剥夺政治权利五年，并处没收个人财产人民币5,000元", " and 5 years' deprivation of political rights"),
        *(
            " with deprivation of political rights for life",
            ", and a fine of 5,000 yuan",
            " and confiscation of property",
        ),
        *(" e inhabilitación absoluta", " y multa de 5000 pesos", " más inhabilitación perpetua"),
    ],
)
def test_what_comes_beside_a_term_is_left_out(beside: str) -> None:
    """Political rights, fines and property are no custody: the term is read without them."""
    assert read_term(f"13年{beside}") == (Term("fixed", 13), None)
    assert read_term(f"13 years{beside}") == (Term("fixed", 13), None)


@pytest.mark.parametrize("after", ["，缓刑五年", ", suspended", "; suspended for 5 years", "，管制一年"])
@pytest.mark.parametrize(
    "beside", ["，剥夺政治权利一年", "，并处罚金5000元", ", deprivation of political rights for 1 year"]
)
def test_a_suspension_is_not_hidden_behind_what_comes_beside(beside: str, after: str) -> None:
    """Leaving a fine out never leaves out the word that the sentence is suspended."""
    assert read_term(f"3年{beside}{after}") == (None, UNREADABLE)


@given(st.builds(Term, st.just("fixed"), st.integers(0, 9999), st.integers(0, 999), st.integers(0, 9999)))
def test_a_code_is_read_back(term: Term) -> None:
    """What `term_code` writes, `parse_code` reads, and so does `read_term` unless it is no time at all."""
    assert parse_code(term_code(term)) == term
    nothing = not (term.years or term.months or term.days)
    assert read_term(term_code(term)) == ((None, IMPOSSIBLE) if nothing else (term, None))


@pytest.mark.parametrize("kind", ["life", "death", "death_suspended"])
def test_a_code_without_a_length_is_read_back(kind: str) -> None:
    """Life and death are their own codes."""
    term = Term(kind)  # type: ignore[arg-type]
    assert term_code(term) == kind
    assert parse_code(kind) == term
    assert read_term(kind.upper()) == (term, None)


@pytest.mark.parametrize(
    ("code", "term"),
    [
        ("P13Y", Term("fixed", 13)),
        ("P18M", Term("fixed", 0, 18)),
        ("P2W", Term("fixed", 0, 0, 14)),
        ("P1W1D", Term("fixed", 0, 0, 8)),
    ],
)
def test_codes_are_durations(code: str, term: Term) -> None:
    """Codes are ISO 8601 durations in years, months, weeks and days."""
    assert parse_code(code) == term


@pytest.mark.parametrize(
    "code",
    [
        *("", "P", "13Y", "PT1H", "P1Y2Y", "P6M13Y", "P-1Y", "P1.5Y", "P10000Y", "P119989M", "P9999999D"),
        *("P99999999Y", "fixed", "Life ", "p13y"),
    ],
)
def test_other_codes_are_none(code: str) -> None:
    """A code out of order, out of range or with a time of day is none."""
    assert parse_code(code) is None


def test_a_term_is_kept_as_said() -> None:
    """Eighteen months are not rewritten as a year and a half, and no time at all is impossible."""
    assert read_term("18 months") == (Term("fixed", 0, 18), None)
    assert term_code(Term("fixed", 1, 6)) == "P1Y6M"
    assert term_code(Term("fixed")) == "P0D"
    assert read_term("0 años") == (None, IMPOSSIBLE)


@pytest.mark.parametrize(
    ("text", "flag"),
    [("13", AMBIGUOUS), ("10-15 years", AMBIGUOUS), ("nobody knows", UNREADABLE), ("10000 years", IMPOSSIBLE)],
)
def test_a_term_that_is_not_read_says_why(text: str, flag: str) -> None:
    """A bare number and a range are ambiguous, prose is unreadable, what exceeds the calendar impossible."""
    assert read_term(text) == (None, flag)


@given(st.text(max_size=250) | strategies.salads)
@settings(max_examples=600, deadline=None)
def test_no_text_raises(text: str) -> None:
    """Any text is a term or is flagged; a term has a code that gives it back."""
    term, flag = read_term(text)
    assert (term is None) == (flag in (UNREADABLE, AMBIGUOUS, IMPOSSIBLE))
    if term:
        assert parse_code(term_code(term)) == term


@pytest.mark.parametrize(
    "text",
    ["1" * 200, "1 " * 100, "13 years " * 22, "年" * 200, "十" * 200, "、" * 200, " and" * 50, "deprivation of " * 13,
     "并处罚金" * 50, "剥夺" * 100, "1.1" * 66, "a" * 200, "e inhabilitación " * 11, "5 years' " * 22],
)  # fmt: skip
def test_long_texts_are_bounded_in_time(text: str) -> None:
    """No text takes 50 milliseconds, however it repeats itself."""
    start = thread_time()
    read_term(text)
    assert thread_time() - start < 0.05
