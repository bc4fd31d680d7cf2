"""Chinese numerals become digits, and what may be two numbers stays unread."""

from __future__ import annotations

import pytest

from habeas.dates.fold import fold
from habeas.dates.numerals import chinese_number, digits

_DIGIT = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Write 1 to 199 in Chinese numerals, as people do."""
    hundred, rest = divmod(number, 100)
    ten, one = divmod(rest, 10)
    written = "一百" if hundred else ""
    if ten:
        written += ("一十" if hundred else "十") if ten == 1 else _DIGIT[ten] + "十"
    elif hundred and one:
        written += "零"
    return written + (_DIGIT[one] if one else "")


@pytest.mark.parametrize("number", range(1, 200))
def test_chinese_numerals_are_numbers(number: int) -> None:
    """The numerals from 1 to 199 are read, with or without a leading 一 before 十."""
    assert chinese_number(chinese(number)) == str(number)


@pytest.mark.parametrize(
    ("run", "digits"),
    [
        ("二〇一七", "2017"),
        ("二零一七", "2017"),
        ("一九七六", "1976"),
        ("廿", "20"),
        ("廿三", "23"),
        ("卅一", "31"),
        ("两", "2"),
        ("壹拾贰", "12"),
        ("零六", "06"),
        ("二百", "200"),
    ],
)
def test_other_ways_to_write_chinese_numbers(run: str, digits: str) -> None:
    """Digit by digit, 廿 and 卅, and the financial numerals are read."""
    assert chinese_number(run) == digits


@pytest.mark.parametrize("run", ["十三四", "二三十", "三廿", "十百", "一百五", "十十", "二三十五"])
def test_runs_that_are_no_number_give_nothing(run: str) -> None:
    """Thirteen or fourteen, twenty or thirty, and 150 in short are not guessed at."""
    assert chinese_number(run) == ""
    assert fold(run) == run


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("二〇一七年三月五日", "2017年3月5日"),
        ("二O一七年", "2017年"),
        ("二OO八年", "2008年"),
        ("二о一七年", "2017年"),
        ("OK一", "ok1"),
        ("三四月", "3或4月"),
        ("七八日", "七八日"),
        ("三四个月", "三四个月"),
        ("七八年", "78年"),
        ("星期三", "星期三"),
        ("礼拜三", "礼拜三"),
        ("周三", "周三"),
    ],
)
def test_chinese_numerals_inside_a_text(text: str, folded: str) -> None:
    """Numerals become digits; weekdays stay, a letter O between numerals is a zero, 三四月 is a choice."""
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["1976", "August 1976", "2017年3月", "", "零", "〇"])
def test_texts_without_numerals_stay(text: str) -> None:
    """Only Chinese numerals are touched; a lone zero is the digit."""
    assert digits(text) == text.replace("零", "0").replace("〇", "0")
