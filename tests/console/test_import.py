"""`habeas import`: exact answers, every row accounted for, and errors that name the file and what to do."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from habeas.evidence import store
from habeas.evidence.models import Item
from habeas.intake.models import Batch
from habeas.statements.models import Record
from tests import build
from tests.console.terminal import here

pytestmark = pytest.mark.django_db

NEWER = (
    "id,name,sex,born,taken,where,number\n"
    "1,Testperson Alpha,male,1/2/1980,3/4/2017,Exampletown,T 100\n"
    "2,Testperson Betty,female,1981,5/2017,Exampleville,T 200\n"
    "4,Testperson Delta,,,,,\n"
    "4,Testperson Dalton,,,,,\n"
    ",Testperson Nokey,,,,,\n"
)
COUNTS = ("read", "new", "changed", "unchanged", "refused", "gone")


@pytest.fixture
def folder(bare: object, tmp_path: Path) -> Path:
    """A folder with a list, a newer delivery of it, and the mapping of both."""
    (tmp_path / "list.csv").write_text(build.CSV)
    (tmp_path / "newer.csv").write_text(NEWER)
    (tmp_path / "list.toml").write_text(build.MAPPING)
    return tmp_path


def _bring(folder: Path, name: str, *words: str) -> Any:
    return here("import", str(folder / name), "--mapping", str(folder / "list.toml"), *words)


def test_words_for_people(folder: Path) -> None:
    """One line that accounts for every row, then the rows that were refused: row, column, why."""
    first = _bring(folder, "list.csv")
    assert (first.code, first.err) == (0, "")
    assert first.out == "list.csv: 3 read, 3 new, 0 changed, 0 unchanged, 0 refused, 0 gone\n"
    assert _bring(folder, "newer.csv").out == (
        "newer.csv: 5 read, 1 new, 1 changed, 1 unchanged, 2 refused, 1 gone\n"
        "  row 5: its key stands in row 4 already, with other content\n"
        "  row 6, column id: the key column is empty\n"
    )


def test_json_for_machines(folder: Path) -> None:
    """One object with the batch, all counts, and each refused row."""
    found = _bring(folder, "list.csv", "--json").json
    assert isinstance(found.pop("seconds"), float)
    batch = Batch.objects.get()
    counts = {"read": 3, "new": 3, "changed": 0, "unchanged": 0, "refused": 0, "gone": 0}
    rest = {"statements": 17, "persons": 3, "refusals": [], "notes": []}
    assert found == {"batch": batch.pk, "dry_run": False, **counts, **rest}
    found = _bring(folder, "newer.csv", "--json").json
    assert [found[name] for name in COUNTS] == [5, 1, 1, 1, 2, 1]
    assert found["refusals"][1] == {"row": 6, "column": "id", "why": "the key column is empty"}


def test_the_same_file_twice(folder: Path) -> None:
    """The second time every row is unchanged, also with the mapping that was kept from the first time."""
    _bring(folder, "list.csv")
    told = "list.csv: 3 read, 0 new, 0 changed, 3 unchanged, 0 refused, 0 gone\n"
    assert _bring(folder, "list.csv").out == told
    kept = "  With the mapping kept for the source invented, list main.\n"
    assert here("import", str(folder / "list.csv")).out == told + kept
    assert Record.objects.count() == 3


def test_a_dry_run_changes_nothing(folder: Path) -> None:
    """It says what would be, in the same words, and the register is as before; only the delivery itself is kept."""
    _bring(folder, "list.csv")
    would = _bring(folder, "newer.csv", "--dry-run")
    assert Record.objects.count() == 3
    assert would.out == _bring(folder, "newer.csv").out
    assert Batch.objects.filter(state="discarded").count() == 1
    assert _bring(folder, "newer.csv", "--dry-run", "--json").json["dry_run"] is True


def test_another_list_of_the_same_source(folder: Path) -> None:
    """With a stream of its own a second list is not taken for a newer delivery of the first."""
    _bring(folder, "list.csv")
    told = _bring(folder, "newer.csv", "--stream", "second", "--json").json
    assert [told[name] for name in COUNTS] == [5, 3, 0, 0, 2, 0]
    again = _bring(folder, "newer.csv", "--stream", "second", "--json").json
    assert [again[name] for name in COUNTS] == [5, 0, 0, 3, 2, 0]


def test_a_sheet_of_a_workbook(folder: Path) -> None:
    """The named sheet is read, with a word on what people would not see; a wrong name is answered with the list."""
    book = Workbook()
    book.active.title = "cover"
    people = book.create_sheet("people")
    for row in csv.reader(build.CSV.splitlines()):
        people.append(row)
    people.sheet_state = "hidden"
    book.save(folder / "book.xlsx")
    found = _bring(folder, "book.xlsx", "--sheet", "people")
    assert found.out.splitlines()[0] == "book.xlsx: 3 read, 3 new, 0 changed, 0 unchanged, 0 refused, 0 gone"
    assert "  The workbook has hidden sheets: 'people'." in found.out.splitlines()
    wrong = _bring(folder, "book.xlsx", "--sheet", "folk")
    assert wrong.code == 2
    assert "no sheet 'folk', but: cover, people" in wrong.err


def test_quarantine_holds_the_rows(folder: Path) -> None:
    """Held rows make no persons."""
    found = _bring(folder, "list.csv", "--quarantine", "--json").json
    assert (found["new"], found["persons"]) == (3, 0)
    assert here("search", "alpha").out == "Nothing found.\n"


def test_many_refused_rows(folder: Path) -> None:
    """A terminal shows twenty and says how many more; JSON has them all."""
    rows = "".join(f",Testperson {number},,,,,\n" for number in range(30))
    (folder / "bad.csv").write_text(NEWER.partition("\n")[0] + "\n" + rows)
    lines = _bring(folder, "bad.csv").out.splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  ... and 10 more (all of them with --json)"
    assert len(_bring(folder, "bad.csv", "--json").json["refusals"]) == 30


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (b"\xff\xfe", "not a text in UTF-8. Save it as one."),
        (b"[source", "not readable as TOML: "),
        (b'[source]\ncode = "x"\n', "[list] is missing: see docs/mapping.md"),
    ],
)
def test_a_mapping_that_cannot_be_read(folder: Path, mapping: bytes, told: str) -> None:
    """The error names the mapping, not the list."""
    (folder / "list.toml").write_bytes(mapping)
    found = _bring(folder, "list.csv")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"habeas: {folder / 'list.toml'}: {told}")
    assert not Record.objects.exists()


def test_a_mapping_that_does_not_fit(folder: Path) -> None:
    """A column that the file has not is named."""
    (folder / "list.toml").write_text(build.MAPPING.replace('"where"', '"elsewhere"'))
    found = _bring(folder, "list.csv")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("habeas: list.csv: ")
    assert "'elsewhere'" in found.err


def test_no_mapping_at_all(folder: Path) -> None:
    """A file that no kept mapping fits is refused, with the two ways to go on."""
    found = here("import", str(folder / "list.csv"))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("habeas: list.csv: no mapping kept from an earlier delivery fits its columns.")
    assert "--mapping" in found.err
    assert "desk" in found.err


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "The file is empty."), (b"\x7fELF\x02\x01\0\0\0\0\x90\xff" * 90, "a program (ELF)")]
)
def test_a_file_that_is_no_list(folder: Path, content: bytes, told: str) -> None:
    """An empty file and a binary one are refused by name; the delivery is kept sealed all the same."""
    (folder / "list.csv").write_bytes(content)
    found = _bring(folder, "list.csv")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("habeas: list.csv: ")
    assert told in found.err
    assert store.path_of(Item.objects.get()).read_bytes() == content
    assert Batch.objects.get().state == "failed"


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_no_such_file(folder: Path, name: str) -> None:
    """A file that is not there, or a folder, is wrong use."""
    found = here("import", str(folder / name))
    assert (found.code, found.out) == (2, "")
    assert "FILE" in found.err


def test_columns_about_testifiers_without_a_key(folder: Path) -> None:
    """Refused while no keeper's key exists, with what to do; nothing of the column is shown."""
    mapping = build.MAPPING.replace('property = "document_number"', 'property = "testifier_name"')
    (folder / "list.toml").write_text(mapping)
    found = _bring(folder, "list.csv")
    assert (found.code, found.out) == (2, "")
    assert "no keeper's key exists" in found.err
    assert "keepers.txt" in found.err
    assert "T 100" not in found.err


def test_hostile_names_of_files_and_columns(folder: Path) -> None:
    """A file's name or a header with escapes, or with half a letter, is shown written out."""
    strange = folder / "li\x1b[31mst\udcff.csv"
    strange.write_bytes(b"id,na\x1bme\n1,x\n")
    found = _bring(folder, strange.name)
    assert found.code == 2
    assert "\x1b" not in found.err
    assert "li\\x1b[31mst\\udcff.csv" in found.err
    strange.write_text(build.CSV)
    assert _bring(folder, strange.name).out.startswith("li\\x1b[31mst\\udcff.csv: 3 read")
    assert _bring(folder, strange.name, "--json").json["unchanged"] == 3


def test_a_list_of_somebody_else_is_not_taken_for_ours(folder: Path) -> None:
    """A kept mapping fits a file without columns of its own only: another's list would replace what ours said."""
    _bring(folder, "list.csv")
    rows = [line + ",x" for line in build.CSV.splitlines()]
    (folder / "other.csv").write_text("\n".join([rows[0][:-1] + "province", *rows[1:]]))
    found = here("import", str(folder / "other.csv"))
    assert found.code == 2
    assert "no mapping kept from an earlier delivery fits its columns" in found.err


def test_testifiers_stay_out_of_the_row_too(folder: Path) -> None:
    """A column that the mapping leaves out, but whose header tells of a testifier, is refused while no key exists."""
    rows = [line + ",Witness Placeholder" for line in build.CSV.splitlines()]
    (folder / "told.csv").write_text("\n".join([rows[0].removesuffix("Witness Placeholder") + "testifier", *rows[1:]]))
    found = _bring(folder, "told.csv")
    assert found.code == 2
    assert "no keeper's key exists" in found.err
    assert "take the columns out of the file" in found.err
    assert not Record.objects.exists()
