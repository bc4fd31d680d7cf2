"""A mapping applied to the rows of a file."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from habeas.intake.mapping import Column, Constant, Event, Mapping, validate
from habeas.intake.plan import Plan
from habeas.packs import reader as packs
from habeas.packs.vocabulary import TIERS

PACK = packs.load("world", "xinjiang")


def _mapping(*columns: Column, **more: object) -> Mapping:
    return Mapping(source={"code": "x", "tier": TIERS["internal"]}, columns=columns, **more)  # type: ignore[arg-type]


def _said(mapping: Mapping, columns: Sequence[str], *cells: str | None) -> list[tuple[object, ...]]:
    return [
        (event, code, text) for event, code, text, _language, _tier in Plan(mapping, columns, PACK).apply(cells).said
    ]


def test_a_column_makes_a_value() -> None:
    """One cell, one statement, without the spaces around it."""
    assert _said(_mapping(Column(("a",), "name")), ["a"], "  Testperson Alpha ") == [(None, "name", "Testperson Alpha")]


@pytest.mark.parametrize("cell", [None, "", "   ", "NA", "na", " Sin Datos "])
def test_nothing_said_makes_nothing(cell: str | None) -> None:
    """Empty cells and the source's words for nothing say nothing, in any case."""
    mapping = _mapping(Column(("a",), "name"), nothing=("NA", "sin datos"))
    assert _said(mapping, ["a"], cell) == []


def test_several_columns_make_one_value() -> None:
    """Joined with what the mapping says; parts that say nothing are left out."""
    mapping = _mapping(Column(("a", "b", "c"), "birth_place", join=", "), nothing=("NA",))
    assert _said(mapping, ["a", "b", "c"], "Exampletown", "NA", "Sampleland") == [
        (None, "birth_place", "Exampletown, Sampleland")
    ]


def test_one_column_makes_several_values() -> None:
    """Split at a text or at a pattern; the same value is said once."""
    assert [one[2] for one in _said(_mapping(Column(("a",), "alias", split="/")), ["a"], "Al / Bet/ /Al")] == [
        "Al",
        "Bet",
    ]
    pattern = _mapping(Column(("a",), "alias", split_pattern=r"\s{3,}"))
    assert [one[2] for one in _said(pattern, ["a"], "Al B    Bet")] == ["Al B", "Bet"]


def test_columns_with_one_number_tell_of_one_event() -> None:
    """Date, place and the event's type together; an event of which nothing is said does not happen."""
    mapping = _mapping(
        Column(("d",), "date", 1),
        Column(("p",), "place", 1),
        Column(("s",), "date", 2),
        events=(Event(1, "taken"), Event(2, "sentenced")),
    )
    assert _said(mapping, ["d", "p", "s"], "2017", "Exampletown", None) == [
        (1, "date", "2017"),
        (1, "place", "Exampletown"),
        (1, "type", "taken"),
    ]


def test_the_type_may_stand_in_a_column() -> None:
    """What happened is said row by row, and alone is enough for an event."""
    mapping = _mapping(Column(("d",), "date", 1), events=(Event(1, "", "what"),))
    assert _said(mapping, ["d", "what"], "2017", "murió") == [(1, "date", "2017"), (1, "type", "murió")]
    mapping = _mapping(Column(("n",), "name"), events=(Event(1, "", "what"),))
    assert _said(mapping, ["n", "what"], "Testperson Alpha", "murió")[1] == (1, "type", "murió")


def test_constants_go_with_what_is_said() -> None:
    """A trait for every row that says something; a constant of an event only where the event happened."""
    mapping = _mapping(
        Column(("n",), "name"),
        Column(("d",), "date", 1),
        events=(Event(1, "taken"),),
        constants=(Constant("nationality", "AR"), Constant("note", "as listed", 1)),
    )
    assert _said(mapping, ["n", "d"], "Testperson Alpha", None) == [
        (None, "name", "Testperson Alpha"),
        (None, "nationality", "AR"),
    ]
    assert (1, "note", "as listed") in _said(mapping, ["n", "d"], None, "2017")
    assert _said(mapping, ["n", "d"], None, None) == []


def test_a_row_without_its_key_is_refused() -> None:
    """The reason names the column; rows of lists without keys are not refused."""
    mapping = _mapping(Column(("n",), "name"), key=("id",))
    found = Plan(mapping, ["id", "n"], PACK).apply([" ", "Testperson Alpha"])
    assert (found.refused, found.column) == ("the key column is empty", "id")
    assert Plan(_mapping(Column(("n",), "name")), ["n"], PACK).apply(["Testperson Alpha"]).refused is None


def test_a_key_of_several_columns_needs_all_of_them() -> None:
    """Joined, so that two columns make one key; a missing part makes none."""
    plan = Plan(_mapping(Column(("n",), "name"), key=("a", "b")), ["a", "b", "n"], PACK)
    assert plan.apply(["1", "2", "x"]).key == "1 / 2"
    assert plan.apply(["1", "", "x"]).refused is not None


def test_whom_a_row_is_about_is_its_key_unless_it_says_otherwise() -> None:
    """Several rows about one person carry that person's number."""
    plan = Plan(_mapping(Column(("n",), "name"), key=("id",), about=("who",)), ["id", "who", "n"], PACK)
    assert plan.apply(["1", "77", "x"]).about == "77"
    assert plan.apply(["1", "", "x"]).about == "1"


@pytest.mark.parametrize(
    ("code", "source", "column", "tier"),
    [
        ("name", "public", None, "internal"),
        ("name", "restricted", None, "restricted"),
        ("name", "public", "public", "public"),
        ("name", "internal", "public", "internal"),
        ("health", "public", None, "restricted"),
        ("health", "public", "internal", "internal"),
        ("testifier_name", "public", None, "sealed"),
        ("testifier_name", "public", "public", "sealed"),
    ],
)
def test_a_value_is_as_secret_as_its_property_and_source_demand(
    code: str, source: str, column: str | None, tier: str
) -> None:
    """A mapping may lower a property's tier, never below its source's, and never unseal."""
    mapping = Mapping(
        source={"tier": TIERS[source]}, columns=(Column(("a",), code, tier=TIERS[column] if column else None),)
    )
    assert Plan(mapping, ["a"], PACK).apply(["x"]).said[0][4] == TIERS[tier]


def test_sealed_columns_are_known_before_anything_is_read() -> None:
    """So that a file is refused while no keeper's key exists."""
    plan = Plan(_mapping(Column(("n",), "name"), Column(("a", "b"), "testifier_contact")), ["n", "a", "b"], PACK)
    assert plan.sealed() == {1, 2}


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (_mapping(Column(("z",), "name")), "the file has no column 'z'"),
        (_mapping(Column(("a",), "nonsense")), "no property 'nonsense'"),
        (_mapping(Column(("a",), "date")), "belongs to an event"),
        (_mapping(Column(("a",), "name", 1), events=(Event(1, "taken"),)), "does not belong to an event"),
        (_mapping(Column(("a",), "date", 1)), "event 1 is used but not declared"),
        (_mapping(Column(("a",), "date", 1), events=(Event(1, "eaten"),)), "no event type 'eaten'"),
        (_mapping(Column(("a",), "alias", split_pattern="(")), "split_pattern is not a pattern"),
        (_mapping(Column(("a",), "name"), key=("id",)), "which the mapping calls the key"),
        (_mapping(Column(("a",), "name"), Column(("a",), "name")), "mapped twice"),
        (_mapping(Column(("a",), "name"), constants=(Constant("nonsense", "x"),)), "no property 'nonsense'"),
        (_mapping(Column(("a",), "sex", values={"M": "robot"})), "no term 'robot'"),
        (_mapping(Column(("a",), "name"), role="nobody"), "no role 'nobody'"),
    ],
)
def test_a_mapping_that_does_not_fit_is_named(mapping: Mapping, says: str) -> None:
    """Each misfit between mapping, file and vocabulary is said before anything is read."""
    assert any(says in problem for problem in validate(mapping, ["a"], PACK)), validate(mapping, ["a"], PACK)


def test_a_column_may_serve_two_properties() -> None:
    """One column read twice for two things is no mistake; an optional column may be absent."""
    mapping = _mapping(Column(("a",), "name"), Column(("a",), "alias"), Column(("z",), "sex", optional=True))
    assert validate(mapping, ["a"], PACK) == []


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(.*)*x", r"(\w|\w\w)+!"])
def test_a_hostile_pattern_is_refused(pattern: str) -> None:
    """A pattern that can take for ever on a long cell is refused: mappings may come from strangers."""
    assert validate(_mapping(Column(("a",), "alias", split_pattern=pattern)), ["a"], PACK) != []


def test_that_an_event_happened_is_as_secret_as_all_that_is_said_of_it() -> None:
    """A restricted date is the only word on a death: below its tier nobody died. A place beside it lets it be known."""
    mapping = _mapping(
        Column(("n",), "name"),
        Column(("died on",), "date", event=1, tier=3),
        Column(("where",), "place", event=1),
        events=(Event(1, "died"),),
        constants=(Constant("note", "as the list says", 1),),
    )
    plan = Plan(mapping, ["n", "died on", "where"], PACK)
    hidden = plan.apply(["Testperson Alpha", "2017", ""]).said
    assert {code: tier for event, code, _text, _language, tier in hidden if event} == {"date": 3, "type": 3, "note": 3}
    shown = plan.apply(["Testperson Alpha", "2017", "Exampletown"]).said
    tiers = {code: tier for event, code, _text, _language, tier in shown if event}
    assert tiers == {"date": 3, "place": 2, "type": 2, "note": 2}
