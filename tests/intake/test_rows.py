"""From a file's rows to rendered records, in workers."""

from __future__ import annotations

import orjson
import pytest

from habeas.intake import rows
from habeas.intake.rows import Maker, Recipe
from habeas.statements.drafting import Frame
from tests import build

COLUMNS = ("id", "name", "sex", "born", "taken", "where", "number")


def _recipe(mapping: str = build.MAPPING, **more: object) -> Recipe:
    frame = {
        "source": 1, "stream": "main", "usage": 1, "kind": "person", "batch": 1,
        "added_at": "2026-01-01T00:00:00+00:00", "arrived": 0, "content_key": b"k" * 32, **more,
    }  # fmt: skip
    return Recipe(mapping, COLUMNS, ("world", "xinjiang"), Frame(**frame))  # type: ignore[arg-type]


def _cells(*cells: str | None) -> list[str | None]:
    return [*cells, *[None] * (len(COLUMNS) - len(cells))]


def test_a_row_becomes_a_record() -> None:
    """Key, locator, the row word for word, one line a statement."""
    [made] = Maker(_recipe()).make([(2, _cells("1", "Testperson Alpha"), None)], [77])
    assert made.rendered is not None
    fields = made.rendered.record.split("\t")
    assert fields[0] == "77"
    assert "row 2" in fields
    assert orjson.loads(fields[10].replace("\\\\", "\\"))[:2] == ["1", "Testperson Alpha"]
    assert made.rendered.said == 1
    assert made.key == "1"


def test_a_row_that_the_reader_refused_stays_refused() -> None:
    """The reader's reason is passed on."""
    [made] = Maker(_recipe()).make([(5, [], "has 9 cells, the header has 7")], [1])
    assert (made.rendered, made.refused, made.number) == (None, "has 9 cells, the header has 7", 5)


def test_rows_without_a_key_get_one_from_their_content() -> None:
    """The same content gives the same key; a repeat gets the next ordinal."""
    maker = Maker(_recipe(build.MAPPING.replace('key = "id"\n', "")))
    row = (2, _cells(None, "Testperson Alpha"), None)
    first, again = maker.one(row, 1), maker.one(row, 2)
    assert first.key == again.key
    assert first.key.endswith("-0")
    assert maker.one(row, 3, repeat=1).key == first.key.replace("-0", "-1")
    assert maker.one((3, _cells(None, "Testperson Beta"), None), 4).key != first.key


def test_sealed_cells_are_not_in_the_row() -> None:
    """What is sealed as a statement is not kept in clear beside it."""
    mapping = build.MAPPING + '\n[[column]]\nname = "where"\nproperty = "testifier_name"\n'
    mapping = mapping.replace('[[column]]\nname = "where"\nproperty = "place"\nevent = 1\n', "")
    maker = Maker(_recipe(mapping, seal=lambda text: "sealed"))
    made = maker.one((2, _cells("1", "Testperson Alpha", None, None, None, "Witness Secret"), None), 1)
    assert made.rendered is not None
    assert "Witness Secret" not in made.rendered.record + made.rendered.statements
    assert "\tsealed\t" in made.rendered.statements


def test_the_same_row_has_the_same_content_whoever_makes_it() -> None:
    """The digest that says "unchanged" does not depend on number, time or process."""
    row = (2, _cells("1", "Testperson Alpha"), None)
    first = Maker(_recipe()).one(row, 1)
    second = Maker(_recipe(batch=9, added_at="2027-01-01T00:00:00+00:00")).one((99, row[1], None), 500)
    assert first.content == second.content
    other_key = Maker(_recipe(content_key=b"x" * 32)).one(row, 1)
    assert other_key.content != first.content


def test_a_worker_is_prepared_before_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its recipe a worker refuses; with it, it makes chunks."""
    monkeypatch.setattr(rows, "_maker", None)
    with pytest.raises(RuntimeError):
        rows.work([], [])
    rows.start(_recipe())
    assert [one.key for one in rows.work([(2, _cells("1", "x"), None), (3, _cells("2", "y"), None)], [1, 2])] == [
        "1",
        "2",
    ]
