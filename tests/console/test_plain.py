"""Text that is safe to print: hostile signs are written out, the letters of every script come through."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.console import plain

SCRIPTS = (
    "Testperson Ñandú",
    "测试人 示例",
    "ئالىم سىناق",
    "سینا\u200cآزمایشی",  # a joiner that spelling needs
    "Тестова Їжак",
    "परीक्षण व्यक्ति",
    "テスト\u3000太郎",
    "ทดสอบ ตัวอย่าง",
    "e\u0301 combining",
)
HOSTILE = {
    "\x1b[2J": "\\x1b[2J",
    "\x9b31m": "\\x9b31m",
    "\x07\x08\x7f": "\\x07\\x08\\x7f",
    "one\ntwo\r\x0b\x0c": "one\\ntwo\\r\\x0b\\x0c",
    "\u202eevil\u202c": "\\u202eevil\\u202c",
    "\u2066a\u2069\u200e\u200f\u061c": "\\u2066a\\u2069\\u200e\\u200f\\u061c",
    "\u2028\u2029\x85": "\\u2028\\u2029\\x85",
    "\ufeff\u200b": "\\ufeff\\u200b",
    "\udcff": "\\udcff",
    "\U000e0041": "\\U000e0041",  # an invisible tag letter
}


@pytest.mark.parametrize("text", SCRIPTS)
def test_every_script_comes_through(text: str) -> None:
    """Names in any script are printed as they are, in words and in JSON."""
    assert plain.line(text) == text
    assert text in plain.json({"name": text})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_signs_are_written_out(text: str) -> None:
    """What would move the cursor, end a line or turn the direction is shown as an escape."""
    assert plain.line(text) == HOSTILE[text]


@pytest.mark.parametrize("text", [*SCRIPTS, *HOSTILE])
def test_json_is_safe_and_means_the_same(text: str) -> None:
    """JSON carries the very same text, and no sign in it acts on a terminal."""
    written = plain.json({"name": text})
    assert json.loads(written) == {"name": text}
    assert not _acting(written)


@given(st.text(st.characters(codec=None), max_size=30))
def test_nothing_acts_on_a_terminal(text: str) -> None:
    """Whatever the text, neither words nor JSON hold a control, a direction or a line end; JSON loses nothing."""
    assert not _acting(plain.line(text))
    assert not _acting(plain.json([text]))
    assert json.loads(plain.json([text])) == [text]


def _acting(text: str) -> bool:
    named = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return any(letter < " " or "\x7f" <= letter <= "\x9f" or letter in named for letter in text)
