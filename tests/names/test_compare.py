"""Two names held against each other: what meets, what does not, and that hostile text is only text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.names.compare import compare

SAME = (
    ("阿卜力克木·麦麦提明", "Ablikim Mamtimin"),
    ("阿卜力克木·麦麦提明", "Abulikemu Maimaitiming"),
    ("阿卜力克木·麦麦提明", "Mamtimin Ablikim"),
    ("ئابلىكىم مەمتىمىن", "Ablikim Mamtimin"),
    ("ئابلىكىم مەمتىمىن", "阿卜力克木·麦麦提明"),
    ("Әбілкім Мәметімин", "阿卜力克木·麦麦提明"),
    ("阿不都热合曼", "阿卜杜热合曼"),
    ("Абдуқадир", "Abduqadir"),
    ("Memet Tursun", "Mamat Tursun"),
    ("阿可拜尔•伊明（AkbarImin）", "Akbar Imin"),
    ("马明", "Ma Ming"),
    ("PÉREZ, Juan Carlos", "Juan Carlos Perez"),
)
OTHER = (
    ("阿卜力克木·麦麦提明", "Ablikim Tursun"),
    ("阿卜力克木·麦麦提明", "Patigül Mamtimin"),
    ("阿不都热合曼", "吐尔逊江"),
    ("ئابلىكىم", "Tursun"),
    ("马明", "Li Hua"),
    ("Juan Perez", "Maria Gomez"),
)
NOTHING = ("", " ", "...", "؟!", "123", "🙂", "\u200d\u202e", "%_'; --")
TEXT = st.text(max_size=40)


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_name_written_twice(left: str, right: str) -> None:
    """The names speak for one person, whichever stands first."""
    found = compare(left, right).bits
    assert found is not None
    assert found > 8
    assert compare(right, left).bits == pytest.approx(found)


@pytest.mark.parametrize(("left", "right"), OTHER)
def test_two_names(left: str, right: str) -> None:
    """Every one of them is weaker than the weakest pair that is one name."""
    weakest = min(compare(*pair).bits or 0 for pair in SAME)
    found = compare(left, right).bits
    assert found is not None
    assert found < weakest


@pytest.mark.parametrize("empty", NOTHING)
def test_what_cannot_be_compared(empty: str) -> None:
    """Nothing to compare is no number, not even beside itself."""
    assert compare(empty, "Memet").bits is None
    assert compare(empty, empty).bits is None
    assert compare(empty, "Memet").why == "not comparable"


def test_the_order_of_parts_is_free_and_told() -> None:
    """Swapped parts cost a little, and the reason says so."""
    straight, swapped = compare("买买提·吐尔逊", "Memet Tursun"), compare("买买提·吐尔逊", "Tursun Memet")
    assert straight.bits is not None
    assert swapped.bits is not None
    assert 0 < straight.bits - swapped.bits < 2
    assert swapped.why.endswith("the parts stand in another order")


def test_a_part_that_is_missing() -> None:
    """The father's name left out weakens; it does not refute."""
    whole, part = compare("Memet Tursun", "Memet Tursun").bits, compare("Memet Tursun", "Memet").bits
    assert whole is not None
    assert part is not None
    assert 0 < part < whole


def test_an_initial() -> None:
    """An initial speaks a little for a part that begins so, and against another."""
    fits, other = compare("Juan C. Perez", "Juan Carlos Perez").bits, compare("Juan M. Perez", "Juan Carlos Perez").bits
    assert fits is not None
    assert other is not None
    assert fits > other


def test_ten_thousand_letters() -> None:
    """A hostile length is read by its beginning."""
    assert compare("a" * 10_000, "b" * 10_000).bits is not None
    assert compare("买" * 10_000, "买 " * 10_000).bits is not None


@given(TEXT, TEXT)
@settings(deadline=None)
def test_any_two_texts(left: str, right: str) -> None:
    """Nothing raises, the order of the two does not matter, and the reason is one line."""
    found, turned = compare(left, right), compare(right, left)
    assert (found.bits is None) == (turned.bits is None)
    if found.bits is not None:
        assert turned.bits == pytest.approx(found.bits)
    assert "\n" not in found.why
