"""`habeas backup`: one encrypted archive of one moment, or nothing."""

from __future__ import annotations

import re
import stat
import tarfile
from pathlib import Path

import pytest

from habeas.engine import archive
from habeas.evidence import store
from tests import build
from tests.console.terminal import Register, make_keys

CANARY = "Canarytown"


@pytest.fixture(scope="module")
def made(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a register with a canary in it."""
    folder = tmp_path_factory.mktemp("backup")
    (folder / "list.csv").write_text(build.CSV.replace("Exampletown", CANARY))
    assert register.here("import", folder / "list.csv").code == 0
    assert register.here("backup", folder / "out.age").code == 0
    return folder / "out.age"


def _unpacked(made: Path, files: Path, target: Path) -> Path:
    secret = (files / "second.key").read_text().splitlines()[-1]
    archive.read(made, [secret], target)
    return target


def test_exact_answers(register: Register, tmp_path: Path) -> None:
    """It tells where the archive is, how large, and the head of the audit chain in it."""
    found = register.here("backup", tmp_path / "one.age", "--json").json
    assert found == {
        "archive": str(tmp_path / "one.age"),
        "bytes": (tmp_path / "one.age").stat().st_size,
        "head": found["head"],
    }
    number, last = found["head"]
    assert register.here("verify", "--head", f"{number}:{last}").code == 0
    told = register.here("backup")
    assert (told.code, told.err) == (0, "")
    match = re.fullmatch(
        rf"Backup: ({register.path}/backups/\d{{8}}-\d{{6}}\.habeas\.age) \(([\d,]+) bytes\)\n", told.out
    )
    assert match
    assert Path(match[1]).stat().st_size == int(match[2].replace(",", ""))


def test_nothing_is_in_clear(made: Path, register: Register) -> None:
    """The archive is an age file for its owner only; no name, place, secret or file name can be found in it."""
    content = made.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    secret = (register.path / "secrets/django.key").read_bytes().strip()
    for word in (CANARY.encode(), b"Testperson", b"list.csv", b"database.dump", b"statements_", secret):
        assert word not in content
    assert not tarfile.is_tarfile(made)


def test_it_holds_the_whole_register(made: Path, register: Register, files: Path, tmp_path: Path) -> None:
    """Each keeper alone opens it: database, sealed files, keys for digests, keepers; no password of the database."""
    folder = _unpacked(made, files, tmp_path / "out")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    sealed = {path.relative_to(register.path).as_posix() for path in register.workspace.store.glob("??/*")}
    assert found == {"database.dump", "workspace.toml", "keepers.txt", "secrets/django.key"} | sealed
    assert len(sealed) >= 2


def test_nothing_stays_behind(made: Path, register: Register) -> None:
    """After a backup the workspace holds no copy in clear and no half archive."""
    assert list(register.workspace.tmp.iterdir()) == []
    assert [path.name for path in register.workspace.backups.iterdir() if not path.name.endswith(".habeas.age")] == []


def test_the_trail_tells(made: Path, register: Register) -> None:
    """That a backup was begun and made is noted; one that failed is not said to be made."""
    begun = len(register.sql("SELECT 1 FROM audit_event WHERE verb = 'backup.begun'"))
    assert register.here("backup", made).code == 2
    assert register.here("backup", "--to", "age1nokey", made.with_name("two.age")).code == 2
    assert len(register.sql("SELECT 1 FROM audit_event WHERE verb = 'backup.begun'")) == begun
    found = register.sql("SELECT detail FROM audit_event WHERE verb = 'backup.made' AND detail->>'name' = 'out.age'")
    assert found == [({"name": "out.age", "bytes": made.stat().st_size},)]


def test_it_never_overwrites(made: Path, register: Register) -> None:
    """A file that is there stays, and is named."""
    before = made.read_bytes()
    found = register.here("backup", made)
    assert (found.code, found.out) == (2, "")
    assert found.err == f"habeas: {made} exists; backups are never overwritten.\n"
    assert made.read_bytes() == before


def test_a_folder_that_is_not_there(register: Register, tmp_path: Path) -> None:
    """A target in a folder that does not exist is refused before the work, and the folder named."""
    found = register.here("backup", tmp_path / "no" / "out.age")
    assert (found.code, found.out) == (2, "")
    assert found.err == f"habeas: There is no folder {tmp_path / 'no'}: make it, or choose another.\n"


def test_other_keys(register: Register, tmp_path: Path) -> None:
    """With --to it is made to those keys alone; one key is not enough."""
    (tmp_path / "keys").mkdir()
    public, secret = make_keys(tmp_path / "keys")
    found = register.here("backup", tmp_path / "one.age", "--to", public[0])
    assert found.code == 2
    assert "at least two keepers" in found.err
    assert register.here("backup", tmp_path / "two.age", "--to", public[0], "--to", public[1]).code == 0
    archive.read(tmp_path / "two.age", [secret[0].read_text().splitlines()[-1]], tmp_path / "out")


def test_without_keepers(own: Register) -> None:
    """Without keys no backup can be made: the answer says how to make them, and nothing in clear is written."""
    (own.path / "keepers.txt").write_text("# nobody yet\n")
    found = own.here("backup")
    assert (found.code, found.out) == (2, "")
    assert "age-keygen" in found.err
    assert list(own.workspace.backups.iterdir()) == []


def test_one_moment_while_lists_come_in(own: Register, other: Register, files: Path, tmp_path: Path) -> None:
    """A backup made while imports run holds whole imports only: restored elsewhere everything holds."""
    lists = []
    for number in range(3):
        path = tmp_path / f"{number}.csv"
        rows = [f"{number}{row:05},Testperson Number{row},male,1980,2017,Town {row},{row}" for row in range(1500)]
        path.write_text("id,name,sex,born,taken,where,number\n" + "\n".join(rows) + "\n")
        lists.append(own.start("import", path))
    archives: list[Path] = []
    while any(process.poll() is None for process in lists):
        archives.append(tmp_path / f"{len(archives)}.age")
        assert own.here("backup", archives[-1]).code == 0
    assert [process.wait() for process in lists] == [0, 0, 0]
    seen = set()
    for path in archives[:: max(1, len(archives) // 3)]:
        assert other.here("restore", path, "--identity", files / "first.key", "--replace").code == 0
        assert other.holds()
        seen.add(other.sql("SELECT count(*) FROM statements_record WHERE batch > 1 AND kind = 'person'")[0][0] - 3)
    assert all(count % 1500 == 0 for count in seen), seen


def test_a_missing_file_does_not_stop_it(own: Register, tmp_path: Path) -> None:
    """A damaged register can still be backed up: what verify misses here, it misses after a restore."""
    sealed = sorted(own.workspace.store.glob("??/*"))
    sealed[0].unlink()
    assert own.here("backup", tmp_path / "out.age").code == 0
    assert own.here("verify", "--json").json["problems"] == [f"sealed file {sealed[0].name[:16]} is missing"]


def test_two_backups_at_once(own: Register, tmp_path: Path) -> None:
    """One at a time: the second is told to wait, and the first is whole."""
    first = own.start("slowly", "dump", "backup", tmp_path / "one.age", program="tests.console.dying")
    assert first.stdout is not None
    assert first.stdout.readline() == "waiting\n"
    found = own.here("backup", tmp_path / "two.age")
    told = "habeas: Another backup or restore of this workspace is running. Wait for its end.\n"
    assert (found.code, found.out, found.err) == (2, "", told)
    assert not (tmp_path / "two.age").exists()
    assert first.stdin is not None
    first.stdin.write("go on\n")
    first.communicate()
    assert (tmp_path / "one.age").exists()


def test_locked_lists_are_in_it_locked(own: Register, files: Path, tmp_path: Path) -> None:
    """A list about testifiers is in the archive as ciphertext to the keepers only."""
    mapping = build.MAPPING.replace('property = "document_number"', 'property = "testifier_name"')
    (tmp_path / "list.toml").write_text(mapping.replace('code = "invented"', 'code = "interviews"'))
    (tmp_path / "list.csv").write_text(build.CSV.replace("T 100", CANARY))
    assert own.here("import", tmp_path / "list.csv", "--mapping", tmp_path / "list.toml").code == 0
    assert own.here("backup", tmp_path / "out.age").code == 0
    folder = _unpacked(tmp_path / "out.age", files, tmp_path / "out")
    locked = list(folder.glob(f"store/??/*{store.LOCKED}"))
    assert len(locked) == 1
    assert not locked[0].with_suffix("").exists()
    assert not [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
