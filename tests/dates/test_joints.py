"""A phrase parts into two dates at a word, a dash or a slash, and nowhere else."""

from __future__ import annotations

import pytest

from habeas.dates.fold import fold
from habeas.dates.joints import split
from habeas.dates.sides import NotReadError
from habeas.dates.tokens import tokenise


def pieces(text: str, *, between: bool = False) -> tuple[list[str], str]:
    """The pieces as words again, and what joins them."""
    tokens = tokenise(fold(text))
    assert tokens is not None
    found, joint = split(tokens, between=between)
    return ["".join(token.value for token in piece) for piece in found], joint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18-22/02/1977", ["18", "22/02/1977"]),
        ("31/07-04/08/1976", ["31/07", "04/08/1976"]),
        ("28/12/1976-03/01/1977", ["28/12/1976", "03/01/1977"]),
        ("1976.8.15-9.2", ["1976.8.15", "9.2"]),
        ("2016-2018", ["2016", "2018"]),
        ("2016 - 2018", ["2016", "2018"]),
        ("2016-17年", ["2016", "17y"]),
        ("2017年3-5月", ["2017y3", "5m"]),
        ("2017年3月5日-8日", ["2017y3m5d", "8d"]),
        ("nov-dec/1976", ["11", "12/1976"]),
        ("dec/1976-jan/1977", ["12/1976", "1/1977"]),
        ("DIC/1977-AÑO/1978", ["12/1977", "y/1978"]),
        ("AÑOS/1976-77", ["ys/1976", "77"]),
        ("med-fines/1976", ["mid", "late/1976"]),
        ("5-6 march 2017", ["5", "632017"]),
        ("march 5-8, 2017", ["35", "82017"]),
        ("5/6 march 2017", ["5", "632017"]),
        ("5/6-03-2017", ["5", "6-03-2017"]),
        ("oct 2016/jan 2017", ["102016", "12017"]),
        ("winter 2016/17", ["242016", "17"]),
        ("winter 2016-17", ["242016", "17"]),
        ("march to may 2017", ["3", "52017"]),
        ("2016 to 2018", ["2016", "2018"]),
        ("15-08-1976 - 20-08-1976", ["15-08-1976", "20-08-1976"]),
    ],
)
def test_ranges_part_at_their_joint(text: str, expected: list[str]) -> None:
    """The dash that joins two dates is told from the one between the parts of a date."""
    assert pieces(text) == (expected, "to")


@pytest.mark.parametrize(
    "text",
    [
        *("15-aug-1976", "15-08-1976", "1976-8-15", "15/08-1976", "2017-5月", "2017-يىلى 3-ئاينىڭ 5-كۈنى", "oct-17"),
        *("mid-march 2017", "1970-е", "15/08/1976", "08/1976", "5 march 2017", "1/2/3/4", "1-2-3-4"),
    ],
)
def test_the_parts_of_one_date_stay_together(text: str) -> None:
    """Hyphens and slashes inside one date part nothing."""
    assert len(pieces(text)[0]) == 1


def test_a_choice_may_have_many_members() -> None:
    """ "Or" parts at each place."""
    assert pieces("2016 or 2017 or 2018") == (["2016", "2017", "2018"], "or")


def test_and_joins_only_after_between() -> None:
    """ "Between 2016 and 2018" has two ends; "2016 and 2018" are two dates."""
    assert pieces("2016 and 2018", between=True) == (["2016", "2018"], "to")
    with pytest.raises(NotReadError):
        pieces("2016 and 2018")


@pytest.mark.parametrize("text", ["or 2016", "2016 or", "2016 or or 2017", "2017 to", "or", "2016 -"])
def test_a_joint_needs_both_sides(text: str) -> None:
    """A word that joins stands between two dates."""
    with pytest.raises(NotReadError):
        pieces(text)
