"""Every column can be named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.readers import ReadError, limits
from habeas.intake.readers.columns.naming import named


def test_the_files_own_names_are_kept() -> None:
    """Names that differ are used as they are."""
    assert named(["id", "Name", "name"]) == (("id", "Name", "name"), ())


def test_names_that_occur_twice_are_numbered() -> None:
    """The first keeps its name, the next get a number, and the list says which."""
    assert named(["name", "date", "date", "date"]) == (
        ("name", "date", "date (2)", "date (3)"),
        ((3, "date"), (4, "date")),
    )


def test_numbers_avoid_names_that_exist() -> None:
    """A name that the file itself uses is not given to another column."""
    assert named(["a", "a", "a (2)"])[0] == ("a", "a (3)", "a (2)")
    assert named(["", "column 1"])[0] == ("column 1 (2)", "column 1")


@given(st.lists(st.sampled_from(["", "a", "a (2)", "a (3)", "b", "column 1", "column 2"]), max_size=12))
def test_no_two_names_are_alike(own: list[str]) -> None:
    """Whatever the header says, all names are different, none is empty, and what is not ours stays."""
    names, renamed = named(own)
    assert len(set(names)) == len(own)
    assert all(names)
    assert dict(renamed) == {place: name for place, name in enumerate(own, 1) if name != names[place - 1]}


def test_too_many_columns_are_refused_with_their_number() -> None:
    """Ten thousand columns are no list of people."""
    assert len(named(["x"] * limits.COLUMNS)[0]) == limits.COLUMNS
    with pytest.raises(ReadError, match=r"The table has 10,000 columns; at most 2,000 can be read"):
        named(["x"] * 10_000)
