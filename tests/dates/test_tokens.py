"""A folded text is cut into numbers, words and separators; what is not part of a date ends it."""

from __future__ import annotations

import pytest

from habeas.dates import read
from habeas.dates.fold import fold
from habeas.dates.tokens import Token, tokenise


def kinds(text: str) -> list[str]:
    return [token.kind for token in tokenise(fold(text)) or []]


def values(text: str) -> list[str]:
    return [token.value for token in tokenise(fold(text)) or []]


def test_a_date_in_words_is_cut_into_its_parts() -> None:
    """Numbers, month and year come out in order; words that say nothing are dropped."""
    assert tokenise("the 15 of august, 1976") == [Token("number", "15"), Token("month", "8"), Token("number", "1976")]


def test_separators_keep_what_they_join() -> None:
    """A dash with spaces differs from one without; a full stop between numbers is a slash."""
    assert kinds("18-22/02/1977") == ["number", "-", "number", "/", "number", "/", "number"]
    assert kinds("18 - 22.02.1977") == ["number", " - ", "number", "/", "number", "/", "number"]
    assert kinds("18- 22") == ["number", " - ", "number"]


def test_the_full_stop_of_an_abbreviation_is_dropped() -> None:
    """ "Sept. 2017" and "15. August" have no separator in them."""
    assert kinds("Sept. 2017") == ["month", "number"]
    assert kinds("15. August 1976.") == ["number", "month", "number"]


def test_chinese_needs_no_spaces() -> None:
    """Units and numbers that touch are cut apart."""
    assert tokenise("2017年3月5日") == [
        *(Token("number", "2017"), Token("unit", "y"), Token("number", "3")),
        *(Token("unit", "m"), Token("number", "5"), Token("unit", "d")),
    ]


@pytest.mark.parametrize("text", ["dd/mm/1976", "xx.xx.1976", "__/__/1976", "**/**/1976", "дд.мм.1976"])
def test_placeholders_are_unknown_numbers(text: str) -> None:
    """Letters, stars and lines that stand for a missing number are read as XX."""
    assert values(text) == ["XX", values(text)[1], "XX", values(text)[1], "1976"]


@pytest.mark.parametrize("text", ["5 march and rain", "1976 approximatelyx", "2017 @", "mayor 2017", "5 march\x002017"])
def test_an_unknown_word_or_sign_ends_the_date(text: str) -> None:
    """Half of a text is never read: one unknown word or sign leaves all of it unread."""
    assert tokenise(text) is None


@pytest.mark.parametrize("text", ["5, 6 march 2017", "2017年3、4月", "3,4/2017"])
def test_a_list_is_not_one_date(text: str) -> None:
    """Several days or months with commas are not read as one."""
    assert tokenise(fold(text)) is None


@pytest.mark.parametrize(
    "time",
    [
        *("T12:30", "t12:30:00", "T12:30:00Z", "T12:30:00.123456", "T12:30:00+08:00", "T12:30:00+0800", "T1:05"),
        *(" 12:30", " 12:30:15", " 12:30 PM", " 1:30 p.m.", " 12:30 UTC", ", 12:30", " at 22:00", " at 10 pm"),
        *(" a las 22:00", " a las 22 hs.", " a las 22:00 hs", " a la 1:30", " 22 hs", " 22 horas", " 22:00hs", " 22 h"),
        *(" à 14h30", " à 14 h", " в 14:00", " в 14 часов", " saat 14:30", " 00:00:00"),
    ],
)
def test_the_time_of_day_is_left_out(time: str) -> None:
    """A time after a date, in any of the languages, changes nothing."""
    assert read(f"2017-03-05{time}").edtf == "2017-03-05"
    assert read(f"5 March 2017{time}").edtf == "2017-03-05"


@pytest.mark.parametrize(
    "time",
    [
        "10时",
        "10時",
        "10时许",
        "上午10时",
        "下午3时30分",
        "晚8点",
        "晚上8点左右",
        "凌晨2点半",
        "凌晨",
        "晚",
        "上午",
        "夜间",
    ],
)
def test_the_chinese_time_of_day_is_left_out(time: str) -> None:
    """An hour or a part of the day after a Chinese date changes nothing."""
    assert read(f"2017年3月5日{time}").edtf == "2017-03-05"
    assert read(f"二〇一七年三月五日 {time}").edtf == "2017-03-05"


@pytest.mark.parametrize("text", ["22:00", "a las 22", "10 pm", "12:30:00", "at 22:00"])
def test_a_time_alone_is_no_date(text: str) -> None:
    """A time of day without a date is not read."""
    assert read(text).flag == "unreadable"


def test_a_time_does_not_eat_the_date() -> None:
    """The digits of "22:00" are taken whole, never as the end of a range that begins with the date."""
    assert read("15/08/1976 a las 22:00", order="dmy").edtf == "1976-08-15"
    assert read("15/08/1976 22:00", order="dmy").edtf == "1976-08-15"
    assert read("15/08/1976 2222:00", order="dmy").flag == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        *("1st March 2017", "1º de marzo de 2017", "1° de marzo de 2017", "1ro de marzo de 2017", "1er mars 2017"),
        *("1-го марта 2017", "1го марта 2017", "1-е марта 2017", "1-ое марта 2017", "1'inci Mart 2017"),
        *(
            "March 1st, 2017",
            "1ero de marzo de 2017",
            "the 1st of March 2017",
            "أول مارس 2017",
            "primero de marzo de 2017",
        ),
    ],
)
def test_ordinals_are_numbers(text: str) -> None:
    """The first of March is the first of March in every language."""
    assert read(text).edtf == "2017-03-01"


def test_a_russian_decade_is_no_ordinal() -> None:
    """The ending of "70-е годы" makes a decade, that of "5-е марта" a day."""
    assert kinds("70-е годы") == ["number", "decade", "unit"]
    assert values("5-е марта") == ["5", "3"]


def test_a_tilde_between_numbers_joins_them() -> None:
    """ "1950~1955" is a range, "~1950" is about."""
    assert kinds("1950~1955") == ["number", " - ", "number"]
    assert kinds("~1950") == ["about", "number"]
    assert kinds("2017年3月~5月")[4] == " - "


def test_arabic_and_is_cut_off_the_next_word() -> None:
    """The one-letter "and" that Arabic writes onto the next word is a word of its own."""
    assert kinds("بين مارس ومايو 2017") == ["between", "month", "and", "month", "number"]
    assert kinds("2016 و2018") == ["number", "and", "number"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2017 жылдан бастап", ["number", "unit", "since"]),
        ("наурыздан кейін", ["month", "after"]),
        ("мамырға дейін", ["month", "until"]),
        ("сәуірге дейін", ["month", "until"]),
        ("2017-يىلىدىن كېيىن", ["number", "-", "unit", "after"]),
        ("2017-يىلى ئاۋغۇستتىن بۇرۇن", ["number", "-", "unit", "month", "before"]),
        ("2017-يىلىغىچە", ["number", "-", "unit", "until"]),
        ("2017-يىلى مارتقىچە", ["number", "-", "unit", "month", "until"]),
    ],
)
def test_case_endings_of_kazakh_and_uyghur_are_cut_off(text: str, found: list[str]) -> None:
    """ "From" and "to" written onto a word do not hide it."""
    assert kinds(text) == found


def test_nothing_gives_no_tokens() -> None:
    """A text of separators and empty words has no tokens to read."""
    assert tokenise("") == []
    assert tokenise("of the") == []
