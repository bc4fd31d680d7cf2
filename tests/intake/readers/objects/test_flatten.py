"""Objects become cells; what is inside them is lost nowhere."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.readers import ReadError, limits
from habeas.intake.readers.objects.flatten import Flattener
from habeas.intake.readers.objects.keys import Keys, name
from habeas.intake.readers.objects.scanner import DECODER, Number, Twice
from habeas.intake.readers.objects.values import CellRefused, dump, text


def columns(*objects: dict[str, object]) -> list[str]:
    keys = Keys()
    for one in objects:
        keys.see(one)
    return [name(path) for path in keys.paths()]


def flat(written: str) -> dict[str, str | None]:
    found, keys = DECODER.decode(written), Keys()
    keys.see(found)
    return dict(zip(map(name, keys.paths()), Flattener(keys.paths()).cells(found), strict=True))


def test_keys_come_in_order_of_first_appearance() -> None:
    """Later objects add their new keys at the end."""
    assert columns({"b": "1", "a": "2"}, {"a": "3", "c": "4", "b": "5"}) == ["b", "a", "c"]


def test_inner_objects_become_columns() -> None:
    """Two levels deep; what lies deeper, and every list, is JSON text."""
    found = flat(
        '{"id": 1, "arrest": {"date": "2017", "by": {"office": "x", "who": {"n": [1.0]}}}, "tags": ["a", 2.50]}'
    )
    assert found == {
        "id": "1",
        "arrest / date": "2017",
        "arrest / by / office": "x",
        "arrest / by / who": '{"n": [1.0]}',
        "tags": '["a", 2.50]',
    }


def test_null_beside_objects_makes_no_column() -> None:
    """A key that is null here and an object there has only the columns of the object."""
    assert columns({"arrest": None}, {"arrest": {"date": "1"}}) == ["arrest / date"]
    assert columns({"arrest": None}) == ["arrest"]


def test_a_value_beside_objects_has_its_own_column() -> None:
    """A key that is a text here and an object there keeps both."""
    assert columns({"arrest": "2017"}, {"arrest": {"date": "1"}}) == ["arrest", "arrest / date"]
    assert columns({"arrest": {"date": "1"}}, {"arrest": "2017"}) == ["arrest / date", "arrest"]


def test_empty_objects_say_nothing() -> None:
    """{} is no value, [] is one."""
    assert flat('{"a": {}, "b": [], "c": 1}') == {"b": "[]", "c": "1"}


def test_names_of_keys_are_on_one_line() -> None:
    """Space in keys is made plain in the column's name."""
    assert name(("date\nof", "  arrest ")) == "date of / arrest"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Ali", "Ali"),
        (Number("1.10"), "1.10"),
        (True, "true"),
        (False, "false"),
        (None, None),
        ([], "[]"),
        ([None, True, "x"], '[null, true, "x"]'),
        ({"k": Number("1e5")}, '{"k": 1e5}'),
        ("", ""),
    ],
)
def test_values_are_said_as_they_are_written(value: object, said: str | None) -> None:
    """Words and numbers word for word, all else as JSON."""
    found = text(value)
    assert found == said
    assert found is None or type(found) is str


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(JSON)
def test_what_is_dumped_is_the_same_json(value: object) -> None:
    """JSON text of inner values reads back to the same value."""
    assert json.loads(dump(DECODER.decode(json.dumps(value)), 0)) == value


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (None, "is not an object"),
        (["a"], "is not an object"),
        (Twice({"a": "1"}), "gives one key twice"),
        ({"a": Twice({"b": "1"})}, "gives one key twice in a"),
        ({"a": ["x", Twice({"b": "1"})]}, "gives one key twice"),
        ({"a": "x" * (limits.FIELD + 1)}, "more than 1,048,576 characters"),
        ({"bad\0": "x"}, "has a key that cannot be kept: 'bad'"),
        ({"a": {"bad\ud800": "x"}}, "has a key that cannot be kept: 'bad'"),
    ],
)
def test_rows_that_cannot_be_taken_say_why(value: object, why: str) -> None:
    """One odd object is refused with its reason; the others can be taken."""
    keys = Keys()
    if isinstance(value, dict):
        keys.see({"a": "1"})
        keys.see(value)
    with pytest.raises(CellRefused, match=why):
        Flattener(keys.paths() or [("a",)]).cells(value)


def test_values_too_deep_inside_each_other_are_refused() -> None:
    """Sixty-four levels are more than any list of people has."""
    deep: object = "x"
    for _level in range(limits.NESTING + 2):
        deep = [deep]
    with pytest.raises(CellRefused, match="deeper than 64"):
        text(deep)
    assert text(deep[0][0])  # type: ignore[index]


def test_too_many_keys_are_refused() -> None:
    """Objects keyed by people's names are no list; the answer says so before memory fills."""
    keys = Keys()
    for number in range(limits.COLUMNS):
        keys.see({f"person {number}": "x"})
    with pytest.raises(ReadError, match=r"more than 2,000 different keys\. Perhaps keys stand for people"):
        keys.see({"one more": "x"})


def test_keys_that_cannot_be_kept_make_no_column() -> None:
    """A NUL or half a character in a key is not carried into the names."""
    assert columns({"a": "1", "b\0": "2", "\ud800": "3", "c\0": {"d": "4"}}) == ["a"]
