"""Which letters stand for which, whatever the two scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.names.alignment import letters, of_parts
from habeas.names.token import names


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("买买提", "memet", "买=me 买=me 提=t"),
        ("memet", "买买提", "me=买 me=买 t=提"),
        ("Memet", "Мәмәт", "m=m e=e m=m e=e t=t"),
        ("吐尔逊", "Tursun", "吐=tu 尔=r 逊=sun"),
        ("Qadir", "Kadir", "q=k a=a d=d i=i r=r"),
    ],
)
def test_letters_side_by_side(left: str, right: str, told: str) -> None:
    """A character stands for a few sounds, a letter for its sound, in the order of the two names."""
    assert " ".join(f"{one.left}={one.right}" for one in of_parts(left, right)) == told


def test_nothing_where_nothing_can_be_laid_side_by_side() -> None:
    """Two Chinese spellings have no letters; unread scripts and empty texts neither."""
    for left, right in (("买买提", "麦麦提"), ("", "Memet"), ("ქართველი", "Memet"), ("1", "2")):
        assert of_parts(left, right) == ()


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts(left: str, right: str) -> None:
    """Nothing raises; the pieces of one side are the whole of it."""
    for one in names(left):
        for other in names(right):
            pairs = letters(one[0], other[0])
            if pairs and one[0].chinese:
                assert "".join(pair.left for pair in pairs) == "".join(one[0].chinese)
