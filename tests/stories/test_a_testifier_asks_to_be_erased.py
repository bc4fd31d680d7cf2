"""Somebody who testified asks to be erased: two people agree, the file goes, and no old backup brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.intake.models import Batch
from habeas.statements.models import Record
from tests import build
from tests.console import scene
from tests.console.terminal import Register

CANARY = "Canary-9031"
MAPPING = build.MAPPING.replace('code = "invented"', 'code = "interviews"').replace(
    'property = "document_number"', 'property = "testifier_name"'
)
INTERVIEWS = (
    f"id,name,sex,born,taken,where,number\n1,Testperson Omega,male,1980,4/2017,Exampletown {CANARY},A witness\n"
)


@pytest.fixture
def register(blank: Register, files: Path, tmp_path: Path) -> Iterator[Register]:
    """A register with two keepers, one public list and one interview."""
    found = blank.copy(tmp_path / "ws")
    (found.path / "keepers.txt").write_text((files / "keepers.txt").read_text())
    with found.inside():
        for name in ("carol", "dora"):
            scene.person(name, "keeper")
        build.imported(by="carol")
        build.imported(INTERVIEWS, mapping=MAPPING, name="interviews.csv", by="carol")
    yield found
    found.stop()


def _traces(register: Register) -> list[str]:
    """Where the canary stands: in any file of the workspace but the database's own, or in a table."""
    places = [path for path in register.path.rglob("*") if path.is_file() and "postgres" not in path.parts]
    found = [path.name for path in places if CANARY.encode() in path.read_bytes()]
    tables = register.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    query = "SELECT count(*) FROM {0} t WHERE t::text LIKE '%{1}%'"
    return found + [name for (name,) in tables if register.sql(query.format(name, CANARY))[0][0]]


def test_an_erasure_and_every_backup_before_it(
    register: Register, blank: Register, files: Path, tmp_path: Path
) -> None:
    """Asked for, agreed to, done: gone from pages, tables and files; restored from before, it is erased again."""
    with register.inside():
        record = Record.objects.get(source__code="interviews")
        code, item = record.code, Batch.objects.get(pk=record.batch).item
    assert register.here("search", "omega").out.startswith(f"{code}  Testperson Omega")
    assert _traces(register) != [], "the canary can be found while it is there"
    old = tmp_path / "before.habeas.age"
    assert register.here("backup", old).code == 0
    # One keeper asks; nothing happens before another agrees.
    secret = f"{build.PASSWORD}\n"
    asked = register.here("erase", code, "--as", "carol", "--reason", "she asked", "--with-file", stdin=secret)
    assert asked.out == "Asked for. A second person has to run the same command.\n"
    assert register.here("erase", code, "--as", "carol", stdin=secret).code == 2
    assert register.here("person", code).code == 0
    done = register.here("erase", code, "--as", "dora", stdin=secret)
    assert done.out == "Erased for good.\n"
    # Nobody finds it any more, nor the file; the rest stands, and the digests still hold.
    assert register.here("search", "omega").out == "Nothing found.\n"
    assert register.here("person", code, "--ceiling", "sealed").code == 1
    assert not list(register.workspace.store.glob(f"??/{item.sha256}*"))
    assert _traces(register) == []
    assert register.here("search", "alpha").out != "Nothing found.\n"
    assert register.holds()
    # The machine burns; the backup from before is restored elsewhere, with the list that was kept beside it.
    elsewhere = blank.copy(tmp_path / "elsewhere")
    listed = register.path / "erasures.jsonl"
    words = ("restore", old, "--identity", files / "second.key", "--erasures", listed)
    restored = elsewhere.here(*words).out
    assert restored == f"Restored 3 persons from {elsewhere.counts()[0]} records; 1 erasures replayed.\n"
    assert elsewhere.here("search", "omega").out == "Nothing found.\n"
    assert not list(elsewhere.workspace.store.glob(f"??/{item.sha256}*"))
    assert _traces(elsewhere) == []
    assert elsewhere.holds()
    # And a backup of that does not know it at all: restored again, nothing is left to erase.
    (elsewhere.path / "keepers.txt").write_text((files / "keepers.txt").read_text())
    assert elsewhere.here("backup", tmp_path / "after.habeas.age").code == 0
    third = blank.copy(tmp_path / "third")
    again = third.here("restore", tmp_path / "after.habeas.age", "--identity", files / "first.key")
    assert "; 0 erasures replayed." in again.out
    assert third.here("search", "omega").out == "Nothing found.\n"
    assert third.holds()
    for one in (elsewhere, third):
        one.stop()
