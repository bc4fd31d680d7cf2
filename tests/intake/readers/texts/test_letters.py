"""The right encoding makes a text likely."""

from __future__ import annotations

import pytest

from habeas.intake.readers.texts.guess import CANDIDATES
from habeas.intake.readers.texts.letters import likelihood, readable

TEXTS = {
    "cp1252": "José Muñoz, Núñez y Peña: detenidos en Córdoba",
    "cp1254": "Ayşe Yıldız, Şırnak; Gökçe Işık, Diyarbakır",
    "cp1251": "Иванов Пётр задержан в Екатеринбурге",
    "koi8-r": "Иванов Пётр задержан в Екатеринбурге",
    "cp866": "Иванов Пётр задержан в Екатеринбурге",
    "cp1256": "اعتقل محمد عبد الله في دمشق",
    "cp1255": "דוד כהן נעצר בירושלים על ידי המשטרה",
    "gb18030": "新疆喀什地区疏附县公安局看守所",
    "big5hkscs": "臺北市中山區公安局看守所監獄",
    "cp949": "김철수 평양시 정치범 수용소에 수감",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_right_encoding_is_the_most_likely(encoding: str) -> None:
    """A short sentence read rightly is more likely than in every other encoding."""
    content = TEXTS[encoding].encode(encoding)
    found = {name: likelihood(content.decode(name, "replace"), name) for name in CANDIDATES}
    best = max(found, key=lambda name: found[name])
    assert content.decode(best) == TEXTS[encoding]
    assert readable(TEXTS[encoding], encoding, found[encoding])


@pytest.mark.parametrize("garbled", ["Ð˜Ð²Ð°Ð½Ð¾Ð²", "Ñëîâî áåç ñìûñëà", "£ód¿", "naïvetÉ à lÀ", "ãÍãÏ ÚÈÏ ÇááåãÌÏ"])
def test_garbled_latin_is_not_readable(garbled: str) -> None:
    """Words accented throughout, capitals inside words and signs between letters are not Western text."""
    assert not readable(garbled, "cp1252", likelihood(garbled, "cp1252"))


def test_ascii_says_nothing() -> None:
    """A text of ASCII alone is neither likely nor unlikely."""
    assert likelihood("plain text, 1980", "cp1251") == 0
    assert readable("plain text", "cp1252", 0)


def test_two_alphabets_in_one_word_are_wrong() -> None:
    """Latin and Cyrillic letters in one word show a wrong reading; side by side in two words they do not."""
    assert likelihood("MUСOZ", "cp1251") < -10
    assert likelihood("MU СО", "cp1251") > -10


def test_vowel_signs_stand_on_arabic_letters() -> None:
    """An Arabic vowel sign after a Latin letter is impossible, after an Arabic one usual."""
    assert likelihood("aٌos", "cp1256") < likelihood("مٌ", "cp1256")


def test_signs_stand_between_words() -> None:
    """An apostrophe may stand in a word; other signs between letters, or side by side, may not."""
    assert likelihood("O’Brien", "cp1252") > likelihood("O»Brien", "cp1252")
    assert likelihood("« »", "cp1252") > likelihood("«»", "cp1252")


def test_latin_beside_chinese_is_unusual() -> None:
    """A Chinese character in the middle of a Latin word is likely half of something else."""
    assert likelihood("batax 地", "gb18030") > likelihood("地batax", "gb18030")
