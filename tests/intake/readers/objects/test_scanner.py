"""JSON is read value by value from pieces of any size."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.readers import ReadError, limits
from habeas.intake.readers.objects.scanner import Number, Scanner, Twice


def pieces(text: str, size: int) -> Iterator[str]:
    return (text[place : place + size] for place in range(0, len(text), size))


def scanner(text: str, size: int = 7) -> Scanner:
    return Scanner(pieces(text, size))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.integers(1, 20))
def test_values_are_the_same_in_pieces_of_any_size(value: object, size: int) -> None:
    """Where a piece ends, also inside a number, a word or an escape, changes nothing."""
    text = json.dumps(value)
    found = Scanner(pieces(f" {text} ", size)).value()
    assert _plain(found) == value


def _plain(value: object) -> object:
    if isinstance(value, Number):
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "number", ["650102198003011234", "1.10", "1e5", "-0", "1E+400", "0.1000000000000000055511151231"]
)
def test_numbers_keep_their_text(number: str) -> None:
    """Every digit arrives as it is written."""
    found = scanner(f"[{number}]").value()
    assert found == [number]
    assert isinstance(found[0], Number)


def test_the_value_as_written_is_at_hand() -> None:
    """After a value its text can be looked at, without the space around it."""
    at = scanner('  {"a" : 1}  , 2')
    at.value()
    assert at.raw == '{"a" : 1}'
    assert at.take(",") == ","
    assert at.value() == "2"
    assert at.peek() == ""


def test_line_breaks_inside_text_are_taken() -> None:
    """Many programs write them so; they are as said."""
    assert scanner('"a\nb\tc"').value() == "a\nb\tc"


def test_a_key_given_twice_is_marked() -> None:
    """It is not known which value is meant, so neither is chosen in silence."""
    assert isinstance(scanner('{"a":1,"a":2}').value(), Twice)
    assert not isinstance(scanner('{"a":1,"b":2}').value(), Twice)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": tru }\n        \n                         ', r"line 1, character 7, in item 5: Expecting value"),
        ('\n\n  {"a": 1,, "b": 2}' + " " * 60, r"line 3, character 11, in item 5"),
        ("[1 2]" + " " * 60, r"line 1, character 4, in item 5: Expecting ',' delimiter"),
    ],
)
def test_broken_json_is_told_with_its_place(text: str, message: str) -> None:
    """Line, character and item say where to look."""
    with pytest.raises(ReadError, match=message):
        scanner(text).value(5)


@pytest.mark.parametrize("text", ['{"a": 1', '["x', '{"a"', "[1, 2,", "", "tr", '["\\u00'])
def test_json_that_ends_in_the_middle_is_told_so(text: str) -> None:
    """A file that was cut off is not called broken: a whole copy is what is needed."""
    with pytest.raises(ReadError, match=r"ends in the middle \(in item 3\)|broken in line 1"):
        scanner(text).value(3)
    with pytest.raises(ReadError, match=r"ends in the middle \(in line 1\)"):
        scanner("").take("[")


def test_the_place_is_right_after_much_was_read() -> None:
    """Lines and characters are counted through everything that was let go."""
    at = scanner("[1,\n" * 50 + " x]")
    for _turn in range(50):
        at.take("[")
        at.value()
        at.take(",")
    with pytest.raises(ReadError, match="line 51, character 2: expected ]"):
        at.take("]")


def test_the_character_is_right_on_one_endless_line() -> None:
    """A file without line breaks counts from its beginning."""
    at = scanner("[" + "1234567," * 100 + "]")
    at.take("[")
    for _turn in range(100):
        at.value()
        at.take(",")
    with pytest.raises(ReadError, match="line 1, character 802"):
        at.take("}")


def test_a_value_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No value fills the memory, however long it claims to be."""
    monkeypatch.setattr(limits, "RECORD", 500)
    with pytest.raises(ReadError, match="a value of more than 500 characters"):
        Scanner(pieces('{"a": "' + "x" * 5000, 100)).value()


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_values_inside_each_other_without_end_are_refused(opening: str) -> None:
    """A bomb of brackets is refused, not unpacked."""
    with pytest.raises(ReadError, match="inside each other deeper than 64"):
        Scanner(iter([opening * 100_000])).value()


def test_what_cannot_be_kept_raises_suspicion() -> None:
    """Escapes and undecoded bytes make the text suspect, plain text does not."""
    for text, suspect in (('["a"]', False), ('["\\u0000"]', True), ('["\udcff"]', True), ('["漢字"]', False)):
        at = scanner(text, 100)
        at.value()
        assert at.suspect is suspect


def test_a_list_of_rows_is_known_by_its_first_two_brackets() -> None:
    """[{ and [[ begin a document, whatever the space between."""
    for text, opens in (("[{", True), ("[ \n [", True), ('["a"', False), ("{", False)):
        at = scanner(text, 100)
        at.peek()
        assert at.opens_list() is opens
