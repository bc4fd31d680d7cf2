"""Mappings as text: read, checked, written back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake import mapping as mappings
from habeas.intake.mapping import Column, Constant, Event, Mapping, MappingError, validate
from habeas.packs import reader as packs
from tests import build

_ROOT = Path(__file__).resolve().parents[2]
_EXAMPLES = sorted([*(_ROOT / "examples").rglob("*.toml"), *(_ROOT / "habeas" / "console" / "invented").glob("*.toml")])
_HEAD = '[source]\ncode = "x"\n[list]\n'


def test_the_builders_mapping_reads() -> None:
    """Source, list, columns and events are where the text says."""
    made = mappings.load(build.MAPPING)
    assert made.source["code"] == "invented"
    assert (made.stream, made.key, made.date_order) == ("main", ("id",), "dmy")
    assert [one.property for one in made.columns] == ["name", "sex", "birth_date", "date", "place", "document_number"]
    assert made.events == (Event(1, "taken"),)


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.name)
def test_every_mapping_of_the_project_fits_the_vocabulary(path: Path) -> None:
    """The examples and the demonstration name only properties and event types that exist."""
    made = mappings.load(path.read_text("utf-8"))
    columns = [name for one in made.columns for name in one.names]
    columns += [event.type_column for event in made.events if event.type_column]
    assert validate(made, [*columns, *made.key, *made.about], packs.load("world", "xinjiang")) == []
    assert mappings.load(mappings.dump(made)) == made


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not toml [", "not readable as TOML"),
        ("", "[source] is missing"),
        ('[source]\ncode = "x"', "[list] is missing"),
        ('[source]\ncode = ""\n[list]', "short word"),
        ('[source]\ncode = "a b"\n[list]', "short word"),
        (f'[source]\ncode = "{"x" * 61}"\n[list]', "short word"),
        ('[source]\ncode = "../x"\n[list]', "short word"),
        ('[source]\ncode = "x"\ntier = "secret"\n[list]', "allowed: 'public'"),
        ('[source]\ncode = "x"\ncolour = "red"\n[list]', "'colour', which is not known"),
        (_HEAD + 'subject = "animal"', "allowed: 'person'"),
        (_HEAD + 'date_order = "ydm"', "date_order is 'ydm'"),
        (_HEAD + "key = 5", "must be text"),
        (_HEAD + "[column]\nname = 'a'", "double brackets"),
        (_HEAD + "[[column]]\nproperty = 'name'", "has no name"),
        (_HEAD + "[[column]]\nname = 'a'", "has no property"),
        (_HEAD + "[[column]]\nname = 'a'\nproperty = 'date'\nevent = 0", "from 1 to 999"),
        (_HEAD + "[[column]]\nname = 'a'\nproperty = 'date'\nevent = true", "from 1 to 999"),
        (_HEAD + "[[column]]\nname = 'a'\nproperty = 'sex'\nvalues = 'x'", "must look like"),
        (_HEAD + "[[event]]\nnumber = 1", "needs a type"),
        (_HEAD + "[[constant]]\nproperty = 'sex'", "needs a property and a value"),
        (_HEAD + "[other]\na = 1", "'other', which is not known"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, says: str) -> None:
    """Every mistake has a message that says where it stands and what is allowed."""
    with pytest.raises(MappingError) as error:
        mappings.load(text)
    assert says in str(error.value)


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12
)
_COLUMNS = st.builds(
    Column,
    names=st.lists(_WORDS, min_size=1, max_size=3).map(tuple),
    property=st.sampled_from(["name", "sex", "date"]),
    event=st.none() | st.integers(1, 999),
    join=_WORDS,
    split=st.just("") | _WORDS,
    tier=st.none() | st.integers(0, 4),
    language=st.sampled_from(["", "zh", "ug"]),
    values=st.dictionaries(_WORDS, _WORDS, max_size=3),
    optional=st.booleans(),
)


@given(
    columns=st.lists(_COLUMNS, max_size=4).map(tuple),
    nothing=st.lists(_WORDS, max_size=3).map(tuple),
    key=st.lists(_WORDS, max_size=2).map(tuple),
    title=_WORDS,
    constants=st.lists(st.builds(Constant, _WORDS, _WORDS, st.none() | st.integers(1, 999)), max_size=2).map(tuple),
)
def test_any_mapping_survives_its_text(
    columns: tuple[Column, ...],
    nothing: tuple[str, ...],
    key: tuple[str, ...],
    title: str,
    constants: tuple[Constant, ...],
) -> None:
    """Written as TOML and read again, a mapping is the same, whatever letters are in it."""
    columns = tuple(
        one if len(one.names) > 1 else Column(one.names, one.property, one.event, split=one.split) for one in columns
    )
    made = Mapping(
        source={"code": "x", "title": title, "kind": "database", "tier": 2},
        stream="main",
        key=key,
        nothing=nothing,
        columns=columns,
        events=(Event(1, "taken"), Event(2, "", "what", {"a": "died"})),
        constants=constants,
    )
    assert mappings.load(mappings.dump(made)) == made


def test_the_sources_own_words_are_gathered_by_property() -> None:
    """Words of columns and of event types are what the reader needs to know of a source."""
    made = Mapping(
        source={},
        columns=(Column(("a",), "sex", values={"M": "male"}), Column(("b",), "sex", values={"F": "female"})),
        events=(Event(1, "", "c", {"X": "died"}),),
    )
    assert made.values == {"sex": {"M": "male", "F": "female"}, "type": {"X": "died"}}
