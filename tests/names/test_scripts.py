"""The script of a text is told by its letters; mixed texts are parted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names import script, split_scripts
from habeas.names.scripts import NONE, of_letter


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Testperson Alpha", "Latn"),
        ("Тестов Альфа", "Cyrl"),
        ("Қазақ Әліппе", "Cyrl"),
        ("ئۇيغۇر", "Arab"),
        ("محمد", "Arab"),
        ("测试人", "Hani"),
        ("Δοκιμή", "Grek"),
        ("בדיקה", "Hebr"),
        ("परीक्षा", "Deva"),
        ("ᠮᠣᠩᠭᠣᠯ", "Mong"),
        ("テスト", "Jpan"),
        ("시험", "Hang"),
        ("བོད་", "Tibt"),
        ("Əliyev", "Latn"),
        ("𠀀𠀁", "Hani"),
        ("123", NONE),
        ("", NONE),
        ("—?!", NONE),
        ("Anna 安", "Latn"),
        ("安娜 A", "Hani"),
        ("ab安娜", NONE),
    ],
)
def test_the_script_of_most_letters_counts(text: str, code: str) -> None:
    """More than half of the letters decide; an even mix has no script."""
    assert script(text) == code


@pytest.mark.parametrize(
    ("letter", "code"),
    [("A", "Latn"), ("я", "Cyrl"), ("ۇ", "Arab"), ("中", "Hani"), ("7", None), (" ", None), ("-", None)],
)
def test_a_letter_has_a_script_and_a_digit_has_none(letter: str, code: str | None) -> None:
    """Digits, marks and spaces belong to every script."""
    assert of_letter(letter) == code


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Testperson 测试", [("Latn", "Testperson"), ("Hani", "测试")]),
        ("测试（Testperson Alpha）", [("Hani", "测试"), ("Latn", "Testperson Alpha")]),
        ("Alpha / Бета / 甲", [("Latn", "Alpha"), ("Cyrl", "Бета"), ("Hani", "甲")]),
        ("阿依夏·测试", [("Hani", "阿依夏·测试")]),
        ("Alpha", [("Latn", "Alpha")]),
        ("2017", [(NONE, "2017")]),
        ("", []),
        ("()", []),
    ],
)
def test_mixed_texts_are_parted(text: str, pieces: list[tuple[str, str]]) -> None:
    """Brackets, slashes and a change of script part a text, in order; a middle dot does not."""
    assert split_scripts(text) == pieces


@given(st.text(max_size=300))
def test_any_text_has_a_script_and_pieces_that_stand_in_it(text: str) -> None:
    """Nothing fails, and no piece is made up."""
    assert len(script(text)) == 4
    assert all(part in text for _code, part in split_scripts(text))
