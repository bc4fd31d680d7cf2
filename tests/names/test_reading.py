"""A name is shown tidily and parted only when its source says how; letters are never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names import NameReading, fold, read_name


@pytest.mark.parametrize(
    ("text", "order", "shown", "family", "given"),
    [
        ("EJEMPLO  ANA MARIA", "family-first", "Ana Maria Ejemplo", "Ejemplo", "Ana Maria"),
        ("EJEMPLO  ANA MARIA", "", "Ejemplo Ana Maria", None, None),
        ("Ejemplo, Ana", "", "Ana Ejemplo", "Ejemplo", "Ana"),
        ("Ejemplo, Ana", "family-first", "Ana Ejemplo", "Ejemplo", "Ana"),
        ("DE LA PRUEBA, JUAN", "", "Juan de la Prueba", "De la Prueba", "Juan"),
        ("PRUEBA Y MUESTRA  JOSE", "family-first", "Jose Prueba y Muestra", "Prueba y Muestra", "Jose"),
        ("Alpha, Beta, Gamma", "", "Alpha, Beta, Gamma", None, None),
        ("Alpha,", "", "Alpha,", None, None),
        ("Alpha  Beta  Gamma", "family-first", "Alpha Beta Gamma", None, None),
        ("EJEMPLO\tANA", "family-first", "Ana Ejemplo", "Ejemplo", "Ana"),
        ("测试", "", "测试", None, None),
        ("阿依夏·测试", "family-first", "阿依夏·测试", None, None),
        ("O'PRUEBA  MARY-JANE", "family-first", "Mary-Jane O'Prueba", "O'Prueba", "Mary-Jane"),
        ("McTest Anna", "", "McTest Anna", None, None),
        ("  Testperson   Alpha ", "", "Testperson Alpha", None, None),
        ("TESTPERSON Y", "", "Testperson Y", None, None),
    ],
)
def test_names_are_read_as_written(text: str, order: str, shown: str, family: str | None, given: str | None) -> None:
    """Two spaces part a name when the order is declared, a comma always; capitals get name case."""
    found = read_name(text, order=order)
    assert (found.display, found.family, found.given, found.flag) == (shown, family, given, None)


@pytest.mark.parametrize(
    ("text", "script"), [("Alpha", "Latn"), ("Альфа", "Cyrl"), ("ئالفا", "Arab"), ("测试", "Hani"), ("12", "Zyyy")]
)
def test_the_script_comes_with_the_name(text: str, script: str) -> None:
    """Pages show names of several scripts side by side: the reading says which it is."""
    assert read_name(text).script == script


@pytest.mark.parametrize("text", ["", "   ", "\u200f", "\u202a\u202c"])
def test_nothing_is_flagged(text: str) -> None:
    """A text without a visible sign is no name."""
    assert read_name(text) == NameReading("", "Zyyy", None, None, "unreadable")


def test_capitals_of_other_scripts_are_left_alone() -> None:
    """Name case is known for Latin letters only."""
    assert read_name("ТЕСТОВ АЛЬФА").display == "ТЕСТОВ АЛЬФА"


def test_a_very_long_text_is_cut() -> None:
    """Nobody's name has more than a thousand letters."""
    assert len(read_name("a" * 5_000).display) == 1_000


@given(st.text(max_size=200), st.sampled_from(["", "family-first", "given-first"]))
def test_any_text_is_read_without_error_and_always_alike(text: str, order: str) -> None:
    """Reading never fails and gives the same twice."""
    assert read_name(text, order=order) == read_name(text, order=order)


@given(st.text(alphabet="ABCÑÜ ,", max_size=60), st.sampled_from(["", "family-first"]))
def test_no_letter_is_lost(text: str, order: str) -> None:
    """Showing a name moves its words and changes case; every letter is still there."""
    shown = read_name(text, order=order).display
    assert sorted(fold(shown).replace(" ", "")) == sorted(fold(text).replace(" ", ""))
