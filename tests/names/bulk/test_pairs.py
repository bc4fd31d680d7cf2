"""Many pairs at once give the bits that `compare` gives for each."""

from __future__ import annotations

from itertools import product
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.names import background
from habeas.names.bulk import vocabulary
from habeas.names.bulk.pairs import Comparer
from habeas.names.compare import compare

NAMES: Final = (
    "Ablikim Testov",
    "阿卜力克木·测试江",
    "ئابلىكىم سىناق",
    "Әбілкім Сынақов",
    "Абликим Тестов",
    "Abulikemu Ceshijiang",
    "Testov",
    "A. Testov",
    "А. Тестов",
    "Ana María Ejemplo de Prueba",
    "EJEMPLO PRUEBA, Ana M.",
    "Abdul-Rahman Test",
    "Abdulrahman Test",
    "测试·阿尔法（Alpha Testov）",
    "王小测",
    "Wang Xiaoce",
    "محمد بن سيناء",
    "Testov alias Beta",
    "김 테스트",
    "",
    "...",
    "🙂",
)
LETTERS: Final = st.sampled_from("abdeghiklmnoprstuyzşçğ'- ·.买提江尔ابتмехАйүұі(){}|/\\\t")
SCRAPS: Final = st.one_of(st.text(LETTERS, max_size=24), st.text(max_size=24))


@pytest.fixture(scope="module")
def comparer() -> Comparer:
    """One for all tests here: it remembers parts of earlier ones, as in use."""
    return Comparer()


def test_every_pair_has_the_bits_of_compare(comparer: Comparer) -> None:
    """In all scripts, with initials, endings, aliases and parts written as one; None where nothing is comparable."""
    pairs = list(product(NAMES, NAMES))
    for (left, right), bits in zip(pairs, comparer.bits(pairs), strict=True):
        assert bits == (pytest.approx(compare(left, right).bits, abs=0.02)), (left, right)


def test_no_name_is_commoner_than_is_taken_for_granted() -> None:
    """Below this the limit for common names need not be worked out."""
    assert max(background.common_bits(one.sounds) for one in background.names()) < 1 - vocabulary.CLEAR


def test_what_is_remembered_does_not_change_an_answer(comparer: Comparer) -> None:
    """The same pairs again, and in another order, have the same bits."""
    pairs = list(product(NAMES, NAMES))
    first = list(comparer.bits(pairs))
    assert list(comparer.bits(pairs)) == first
    assert list(comparer.bits(reversed(pairs))) == first[::-1]


def test_nothing_gives_nothing(comparer: Comparer) -> None:
    """No pairs, no bits; pairs come one by one, so a file of any length may."""
    assert list(comparer.bits([])) == []
    assert list(comparer.bits((name, name) for name in NAMES[:2])) == [pytest.approx(26, abs=2)] * 2


def test_memory_begins_anew_after_very_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever compares millions keeps only so many names."""
    monkeypatch.setattr("habeas.names.bulk.pairs._MOST_NAMES", 3)
    monkeypatch.setattr("habeas.names.bulk.pairs._BATCH", 2)
    pairs = list(product(NAMES[:6], NAMES[:6]))
    small = Comparer()
    assert list(small.bits(pairs)) == pytest.approx([compare(*pair).bits for pair in pairs], abs=0.02)
    assert len(small._names) <= 3 + 4


@settings(deadline=None, max_examples=200)
@given(SCRAPS, SCRAPS)
def test_any_two_texts(left: str, right: str) -> None:
    """No text raises; the order of the two does not matter; the bits are those of `compare`."""
    comparer = Comparer()
    there, back = comparer.bits([(left, right), (right, left)])
    assert there == pytest.approx(back, abs=1e-3)
    assert there == pytest.approx(compare(left, right).bits, abs=0.05)
