"""JSON and JSON Lines are read as tables, whole or not at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.intake.readers import ReadError, Row, limits, open_table
from tests.intake.readers.conftest import Deliver
from tests.intake.readers.reading import everything, numbers, refused, rows


def test_a_list_of_objects_is_read(deliver: Deliver) -> None:
    """One row for each object, one column for each key; rows are numbered as items."""
    table = open_table(deliver('[{"id": 1, "name": "Ali"},\n {"name": "Gul", "born": null}]'), name="list.json")
    assert table.columns == ("id", "name", "born")
    assert list(table) == [Row(1, ("1", "Ali", None)), Row(2, (None, "Gul", None))]
    assert table.details == {"format": "json", "encoding": "utf-8", "encoding_by": "valid", "numbering": "item"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"data": [{"a": 1}]}', "data"),
        ('{"count": 1, "next": null, "tags": ["x", "y"], "rows": [{"a": 1}], "ok": true}', "rows"),
        ('{"response": {"took": 3, "docs": [{"a": 1}]}}', "response / docs"),
        ('{"a": {"b": {"c": [{"a": 1}]}}}', "a / b / c"),
        ('{"empty": [], "other": {}, "data": [{"a": 1}]}', "data"),
    ],
)
def test_an_object_that_holds_one_list_is_read(deliver: Deliver, text: str, place: str) -> None:
    """The list is found inside up to three objects, and the details say where."""
    table = open_table(deliver(text))
    assert table.details["sheet"] == place
    assert list(table) == [Row(1, ("1",))]


def test_of_several_lists_the_longest_is_taken(deliver: Deliver) -> None:
    """The details name it and the others; each can be asked for by name."""
    path = deliver('{"places": [{"b": 1}], "persons": [{"a": 1}, {"a": 2}]}')
    table = open_table(path)
    assert [table.columns, *rows(table)] == [("a",), ("1",), ("2",)]
    assert (table.details["sheet"], table.details["other_sheets"]) == ("persons", ["places"])
    assert everything_of(path, "places") == [("b",), ("1",)]
    with pytest.raises(ReadError, match=r"no list 'other', but: places, persons"):
        open_table(path, sheet="other")


def everything_of(path, sheet):  # type: ignore[no-untyped-def]
    table = open_table(path, sheet=sheet)
    return [table.columns, *rows(table)]


def test_lists_of_lists_have_a_header(deliver: Deliver) -> None:
    """Rows as lists are read like a sheet: header, titles, padding and all."""
    table = open_table(deliver('[["A list"], ["id", "name"], [1, "Ali"], [2], [], [3, "Gul", null], [4, "x", "y"], 5]'))
    assert table.columns == ("id", "name")
    assert [row.cells for row in table if row.refused is None] == [("1", "Ali"), ("2", None), ("3", "Gul")]
    assert refused(table) == [(7, "has 3 cells, the header has 2"), (8, "is not a list like the others")]
    assert table.details["above"] == ["A list"]


def test_json_lines_are_numbered_by_line(deliver: Deliver) -> None:
    """One object a line; blank lines are passed over and counted."""
    table = open_table(deliver('{"id": 1}\n\n{"id": 2, "name": "Gul"}\n'))
    assert table.columns == ("id", "name")
    assert list(table) == [Row(1, ("1", None)), Row(3, ("2", "Gul"))]
    assert (table.details["format"], table.details["numbering"]) == ("jsonl", "line")


def test_json_lines_may_hold_lists(deliver: Deliver) -> None:
    """A header line and rows, each as a list."""
    assert everything(deliver('["id", "name"]\n[1, "Ali"]\n[2, "Gul"]\n')) == [
        ("id", "name"),
        ("1", "Ali"),
        ("2", "Gul"),
    ]


def test_objects_one_after_another_are_read(deliver: Deliver) -> None:
    """As some tools print them: over several lines each, without commas between."""
    table = open_table(deliver('{\n "id": 1\n}\n{\n "id": 2\n}\n'))
    assert list(table) == [Row(1, ("1",)), Row(2, ("2",))]


@pytest.mark.parametrize(
    "text", ['{"id": 1, "name": "Ali"}', '{"id": 1, "name": "Ali"}\n', '{\n"id": 1,\n"name": "Ali"\n}']
)
def test_one_object_alone_is_one_row(deliver: Deliver, text: str) -> None:
    """A file about one person is a table of one row."""
    assert everything(deliver(text)) == [("id", "name"), ("1", "Ali")]


def test_one_person_with_inner_objects_is_one_row(deliver: Deliver) -> None:
    """An object beside plain values belongs to the person."""
    assert everything(deliver('{"name": "Ali", "arrest": {"date": "2017"}}')) == [
        ("name", "arrest / date"),
        ("Ali", "2017"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "no list with anything in it"),
        ('{"a": [], "b": 1}', "objects are empty|is read"),
        ("{}", "objects are empty"),
        ("[{}, {}]", "objects are empty"),
        ("[1, 2, 3]", "blank or broken"),
        ('["a", "b"]', "blank or broken"),
        ('{"p1": {"name": "Ali"}, "p2": {"name": "Gul"}}', "no list with anything in it"),
    ],
)
def test_json_without_rows_is_refused(deliver: Deliver, text: str, message: str) -> None:
    """What holds no list of rows says so."""
    if "|" in message:
        assert everything(deliver(text)) == [("a", "b"), ("[]", "1")]
        return
    with pytest.raises(ReadError, match=message):
        open_table(deliver(text))


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 1}, {"id": 2}, {"id": 3',
        '[{"id": 1}, {"id": 2}, {"id": 3}',
        '[{"id": 1}, {"id": 2}, ',
        '{"data": [{"id": 1}, {"id": 2}, {"id": 3}]',
        '{"data": [{"id": 1}, {"id": 2}, {"na',
    ],
)
def test_a_file_that_was_cut_off_gives_no_row(deliver: Deliver, text: str) -> None:
    """The rows before the break are not taken as if they were all."""
    with pytest.raises(ReadError, match=r"ends in the middle.*Get a whole copy"):
        open_table(deliver(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"id": 1}, {"id": 2,}, {"id": 3}]' + " " * 99, r"in item 2"),
        ('[{"id": 1} {"id": 2}]', r"character 12, in item 1: expected , or ]"),
        ('[{"id": 1}] and more', "expected the end of the file"),
        ('{"data": [{"id": 1}], }', 'expected "'),
        ('{"data" [{"id": 1}]}', "expected :"),
        ("{'id': 1}", ""),
    ],
)
def test_broken_json_gives_no_row(deliver: Deliver, text: str, message: str) -> None:
    """One error anywhere refuses the file, with its place, before any row is given."""
    if not message:  # no JSON at all: read as text
        assert open_table(deliver(text)).details["format"] == "csv"
        return
    with pytest.raises(ReadError, match=message):
        open_table(deliver(text))


def test_a_broken_line_is_refused_alone(deliver: Deliver) -> None:
    """In JSON Lines one bad line does not spoil the others."""
    table = open_table(deliver('{"id": 1}\n{"id": \n5\n{"id": 2}\n' + '{"id": 3}\n' * 5))
    assert refused(table) == [
        (2, "is not JSON: Expecting value (character 1)"),
        (3, "is not an object with keys and values"),
    ]
    assert len(list(table)) == 9


def test_the_last_line_without_an_end_was_cut_off(deliver: Deliver) -> None:
    """A JSON Lines file that ends inside its last line is not whole."""
    with pytest.raises(ReadError, match="Line 3, the last, is cut off"):
        open_table(deliver('{"id": 1}\n{"id": 2}\n{"id": '))


def test_mostly_broken_lines_refuse_the_file(deliver: Deliver) -> None:
    """When most lines are no objects, it is not the lines that are wrong."""
    table = open_table(deliver('{"id": 1}\n{"id": 1}\n' + "[1]\n" * 20))
    with pytest.raises(ReadError, match="20 of 22 rows cannot be taken"):
        list(table)


def test_odd_items_are_refused_alone(deliver: Deliver) -> None:
    """What is no object, gives a key twice, or cannot be kept is refused by number; the rest is read."""
    text = (
        '[{"a": "x"}, 5, {"a": 1, "a": 2}, {"a": "\\u0000b"}, {"a": "\\ud83d"}, {"a": "\\ud83d\\ude00"},'
        '{"a": "\\u0000"}, {"a": "é"}, {"\\u0000": 1}]'
    )
    table = open_table(deliver(text))
    assert refused(table) == [
        (2, "is not an object with keys and values"),
        (3, "gives one key twice, so it is not known which value is meant"),
        (4, "a: holds a NUL character, which cannot be kept (character 1 of the cell)"),
        (5, "a: holds half of a character (U+D83D), which cannot be kept (character 1 of the cell)"),
        (9, "has a key that cannot be kept: ''"),
    ]
    assert [row.cells[0] for row in table if row.refused is None] == ["x", "😀", "é"]


def test_bytes_that_are_no_text_are_refused_in_json_too(deliver: Deliver) -> None:
    """A byte that is not UTF-8 refuses its item and says which byte."""
    lines = [f'{{"name": "名字{number}"}}' for number in range(40)]
    content = ("[" + ",".join(lines) + "]").encode().replace("名字7".encode(), b"\xff7")
    assert refused(open_table(deliver(content))) == [(8, "name: byte 0xFF is not utf-8 (character 1 of the cell)")]
    assert refused(open_table(deliver(("\n".join(lines) + "\n").encode().replace("名字7".encode(), b"\xff7")))) == [
        (8, "name: byte 0xFF is not utf-8 (character 1 of the cell)")
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_json_in_other_encodings_is_read(deliver: Deliver, encoding: str) -> None:
    """Marks and old encodings are found as in any text."""
    text = '[{"姓名": "张三", "地址": "新疆喀什地区"}, {"姓名": "李四", "地址": "和田市公安局看守所"}]'
    assert everything(deliver(text, encoding))[1:] == [("张三", "新疆喀什地区"), ("李四", "和田市公安局看守所")]


def test_columns_with_one_name_are_both_kept(deliver: Deliver) -> None:
    """The key "a / b" and the key b inside a are two columns, and the details say so."""
    table = open_table(deliver('[{"a / b": 1, "a": {"b": 2}, "": 3}]'))
    assert table.columns == ("a / b", "a / b (2)", "column 3")
    assert rows(table) == [("1", "2", "3")]
    assert table.details["renamed"] == [[2, "a / b"], [3, ""]]


def test_too_many_lists_are_refused(deliver: Deliver) -> None:
    """Lists under each person's key are no list of people."""
    text = json.dumps({f"person {n}": {"events": [{"date": "2017"}]} for n in range(60)})
    with pytest.raises(ReadError, match=r"more than 50 lists\. Perhaps keys stand for people"):
        open_table(deliver(text))


def test_a_bomb_of_brackets_is_refused(deliver: Deliver) -> None:
    """A hundred thousand brackets are refused at once; a line of them in JSON Lines is refused alone."""
    with pytest.raises(ReadError, match="inside each other deeper than 64"):
        open_table(deliver("[" * 100_000))
    deep = "[" * 5000 + "]" * 5000
    table = open_table(deliver('{"a": 1}\n{"a": ' + deep + '}\n{"a": 2}\n'))
    assert refused(table) == [(2, "has values inside each other deeper than 64")]


def test_long_items_cross_many_blocks(deliver: Deliver) -> None:
    """An item longer than what is read at once is read whole."""
    long = "字" * 400_000
    table = open_table(deliver(json.dumps([{"a": long}, {"a": "b"}], ensure_ascii=False)))
    assert rows(table) == [(long,), ("b",)]


def test_an_item_that_is_too_long_is_refused(deliver: Deliver) -> None:
    """More than four million characters are no row."""
    with pytest.raises(ReadError, match=f"a value of more than {limits.RECORD:,} characters"):
        open_table(deliver('[{"a": "' + "x" * (limits.RECORD + 400_000) + '"}]'))


def test_a_header_that_begins_with_a_bracket_is_no_json(deliver: Deliver) -> None:
    """[id],name is a header; {x} may be one too."""
    assert open_table(deliver("[id],name\n1,Ali\n")).columns == ("[id]", "name")
    assert open_table(deliver("{id},name\n1,Ali\n")).columns == ("{id}", "name")


CELL = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
OBJECTS = st.lists(
    st.dictionaries(st.sampled_from(["id", "name", "born", "地点", "a b"]), CELL, min_size=1), min_size=1, max_size=8
)


def said(value: object) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value)


@settings(deadline=None)
@given(OBJECTS, st.sampled_from(["json", "jsonl", "wrapped", "pretty"]), st.booleans())
def test_flat_objects_come_back(
    tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, object]], layout: str, ascii_only: bool
) -> None:
    """Any flat objects, as JSON in each layout, are the same after writing and reading; only NUL is refused."""
    path = tmp_path_factory.mktemp("json") / "table"
    lines = [json.dumps(one, ensure_ascii=ascii_only) for one in objects]
    texts = {
        "json": json.dumps(objects, ensure_ascii=ascii_only),
        "jsonl": "\n".join(lines) + "\n",
        "wrapped": json.dumps({"data": objects}, ensure_ascii=ascii_only),
        "pretty": json.dumps(objects, indent=2, ensure_ascii=ascii_only),
    }
    path.write_text(texts[layout], "utf-8", newline="")
    table = open_table(path)
    assert table.columns == tuple(dict.fromkeys(key for one in objects for key in one))
    kept = [tuple(said(one.get(key)) for key in table.columns) for one in objects]
    expected = [cells for cells in kept if any(cell and cell.strip() for cell in cells)]
    found = list(table)
    clean = [row for row in expected if not any(cell and "\0" in cell for cell in row)]
    assert [row.cells for row in found if row.refused is None] == clean or any(
        "\0" in (c or "") for r in kept for c in r
    )


def test_reading_again_gives_the_same(deliver: Deliver) -> None:
    """Each reading begins anew."""
    table = open_table(deliver("".join(f'{{"id": {n}}}\n' for n in range(3000))))
    assert list(table) == list(table)
    assert numbers(table) == list(range(1, 3001))
