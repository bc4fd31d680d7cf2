"""Chinese numerals: 二〇一七, 十三, 廿; what may be two numbers (三四, three or four) is not made one."""

from __future__ import annotations

import re

_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "兩": 2,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100}
_ANY_NUMERAL = "".join([*_NUMERALS, *_TENS])
_NUMERAL_RUN = re.compile(f"(?<!星期)(?<!礼拜)(?<!周)[{_ANY_NUMERAL}]+")
_LETTER_O = re.compile(f"(?<=[{_ANY_NUMERAL}])[oOоО]+(?=[{_ANY_NUMERAL}])")  # 二O一七, typed for 二〇一七
_NEIGHBOURS = frozenset(("一二", "二三", "两三", "三四", "四五", "五六", "六七", "七八", "八九"))
_COUNTED = tuple("日号號天个個周岁歲")


def digits(text: str) -> str:
    """Write each run of Chinese numerals in a text as digits; a run that is no number stays."""
    return _NUMERAL_RUN.sub(_numeral, _LETTER_O.sub(lambda match: "〇" * len(match[0]), text))


def chinese_number(run: str) -> str:
    """Return the digits of a run of Chinese numerals (二〇一七 "2017", 二十三 "23"); or ""."""
    if not any(char in _TENS for char in run):
        return "".join(str(_NUMERALS[char]) for char in run)
    total, waiting, last = 0, None, 1000
    for char in run:
        if char in _NUMERALS:
            if waiting:
                return ""
            waiting = _NUMERALS[char]
            continue
        size = _TENS[char]
        if size >= last or (size in (20, 30) and waiting):
            return ""
        total, last = total + (1 if waiting is None else waiting) * size, min(size, 10)
        if size == 100:
            last = 100
        waiting = None
    if last == 100 and waiting and run[-2] in _TENS:  # 一百五 is short for 150
        return ""
    return str(total + (waiting or 0))


def _numeral(match: re.Match[str]) -> str:
    """Write a run as digits; 三四月 is March or April, and 三四日 (or any other count of 三四) stays unread."""
    run, after = match[0], match.string[match.end() :]
    if run in _NEIGHBOURS and after.startswith("月"):
        return "或".join(str(_NUMERALS[char]) for char in run)
    if run in _NEIGHBOURS and after.startswith(_COUNTED):
        return run
    return chinese_number(run) or run
