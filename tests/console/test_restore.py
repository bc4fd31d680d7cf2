"""`habeas restore`: everything as it was, erasures honoured, and never a half register."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyrage
import pytest

from habeas.accounts import approve, invite
from habeas.accounts.models import User
from habeas.engine import archive
from habeas.registry import erase
from habeas.statements.models import Record
from tests import build
from tests.console.terminal import Answer, Register

TABLES = (
    *("statements_record", "statements_statement", "statements_source", "statements_retraction", "audit_event"),
    *("audit_link", "evidence_item", "evidence_custody", "registry_profile", "registry_summary", "index_namekey"),
)


@pytest.fixture(scope="module")
def source(register: Register) -> Register:
    """A register with accounts, two deliveries, and a record that was withdrawn."""
    with register.inside():
        for name in ("carol", "dora"):
            made = invite.invite(by="tests", username=name, role="keeper")
            made.set_password(build.PASSWORD)
            made.save()
        build.imported(build.CSV.replace("Testperson Beta", "Testperson Betty"))
    return register


@pytest.fixture(scope="module")
def made(source: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    path = tmp_path_factory.mktemp("backup") / "register.habeas.age"
    assert source.here("backup", path).code == 0
    return path


def _content(register: Register, skipped: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every row of the ledger and every page, and each sealed file."""
    rows = {
        table: register.sql(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES if not table.startswith("audit")
    }
    verbs = "('backup.begun', 'backup.made', 'backup.restored')"
    events = register.sql(f"SELECT * FROM audit_event WHERE verb NOT IN {verbs} ORDER BY id")
    files = {place.name: place.read_bytes() for place in register.workspace.store.glob("??/*")}
    return {**rows, "events": events, "files": files}


def _restore(register: Register, path: Path, files: Path, *words: str | Path) -> Answer:
    return register.here("restore", path, "--identity", files / "first.key", *words)


def _refused(register: Register, path: Path, files: Path, told: str, *words: str | Path) -> None:
    """The restore is refused with these words, and nothing has changed."""
    before = _content(register), (register.path / "secrets/django.key").read_text()
    found = _restore(register, path, files, *words)
    assert (found.code, found.out) == (2, ""), found
    assert told in found.err
    assert found.err.count("\n") == 1
    assert (_content(register), (register.path / "secrets/django.key").read_text()) == before
    assert list(register.workspace.tmp.iterdir()) == []
    assert not (register.path / "restore.unfinished").exists()
    assert register.holds()


def test_everything_is_the_same(source: Register, made: Path, other: Register, files: Path) -> None:
    """Restored elsewhere every row, page, digest and sealed file is the same; exact answers; all holds."""
    before = _content(source)
    found = _restore(other, made, files)
    assert (found.code, found.err) == (0, "")
    records, persons = len(before["statements_record"]), 3
    assert found.out == f"Restored {persons} persons from {records} records; 0 erasures replayed.\n"
    assert _content(other) == before
    assert other.holds()
    code = source.here("search", "invented:1", "--json").json["hits"][0]["person"]
    assert other.here("person", code).out == source.here("person", code).out
    assert (other.path / "keepers.txt").read_text() == (source.path / "keepers.txt").read_text()


def test_json_for_machines(made: Path, other: Register, files: Path) -> None:
    """One object: what is there now, how much was erased again, and the head of the chain."""
    found = _restore(other, made, files, "--json").json
    assert set(found) == {"restored", "erased_again", "persons", "records", "head"}
    assert (found["restored"], found["erased_again"], found["persons"]) == (True, 0, 3)
    assert other.here("verify", "--head", "{}:{}".format(*found["head"])).code == 0


def test_the_head_that_was_noted(source: Register, other: Register, files: Path, tmp_path: Path) -> None:
    """The head that the backup told is in the restored chain; that of another register is not."""
    head = source.here("backup", tmp_path / "out.age", "--json").json["head"]
    assert _restore(other, tmp_path / "out.age", files).code == 0
    assert other.here("verify", "--head", f"{head[0]}:{head[1]}").code == 0
    found = other.here("verify", "--head", f"{head[0]}:{'0' * 64}")
    assert found.code == 1
    assert f"audit chain: link {head[0]} is not the one that was noted elsewhere\n" in found.out


def test_lists_go_on(made: Path, other: Register, files: Path) -> None:
    """After a restore the same list is still the same: unchanged, not new."""
    _restore(other, made, files)
    found = other.here("import", files / "list.csv", "--json").json
    assert (found["read"], found["unchanged"], found["changed"]) == (3, 2, 1)


def test_a_used_workspace_is_refused(source: Register, made: Path, files: Path) -> None:
    """A workspace with records of its own is left alone."""
    _refused(source, made, files, "This workspace holds a register. Restore into a new one, or add --replace.")


def test_a_workspace_with_people_is_refused(made: Path, other: Register, files: Path) -> None:
    """Accounts count as well: nobody loses theirs by a restore."""
    other.here("invite", "ada", "--role", "administrator")
    _refused(other, made, files, "holds a register")


def test_replace_replaces(source: Register, made: Path, other: Register, files: Path) -> None:
    """With --replace nothing of the register that was there stays, neither rows nor sealed files."""
    (other.path / "keepers.txt").write_text((files / "keepers.txt").read_text())
    with other.inside():
        build.imported(
            "id,name\n1,Testperson Elsewhere\n", mapping=build.MAPPING.partition('[[column]]\nname = "sex"')[0]
        )
    assert other.here("search", "elsewhere").out != "Nothing found.\n"
    assert _restore(other, made, files, "--replace").code == 0
    assert other.here("search", "elsewhere").out == "Nothing found.\n"
    assert _content(other)["files"] == _content(source)["files"]
    assert other.holds()


def test_keys_that_are_here_are_newer(made: Path, other: Register, files: Path, tmp_path: Path) -> None:
    """A workspace that has keepers keeps them: an old backup does not bring a former keeper back."""
    key, _secret = archive.make_key()
    (other.path / "keepers.txt").write_text(f"{key}\n")
    assert _restore(other, made, files).code == 0
    assert other.workspace.keepers == [key]


def _erase(register: Register, key: str, *, file: str = "") -> str:
    """Two people erase the record of this key."""
    with register.inside():
        record = Record.objects.get(key=key, source__code="invented", standing=0)
        first, second = User.objects.get(username="carol"), User.objects.get(username="dora")
        asked = erase.ask(record=record, reason="the family asked", by=first, file=file)
        assert approve.answer(approval=asked, yes=True, reason="agreed", by=second)
        return record.code


def test_later_erasures_are_carried_out_again(
    source: Register, made: Path, other: Register, files: Path, tmp_path: Path
) -> None:
    """A record erased after the backup is erased again by the list that was kept beside it, and all holds."""
    own = source.copy(tmp_path / "ws")
    code = _erase(own, "2")
    own.stop()
    found = _restore(other, made, files, "--erasures", own.path / "erasures.jsonl")
    assert found.out.endswith("; 1 erasures replayed.\n")
    assert other.here("person", code).code == 1
    assert other.sql("SELECT count(*) FROM statements_record WHERE code = %s", code) == [(0,)]
    assert code in (other.path / "erasures.jsonl").read_text(), "the next restore honours it too"
    assert other.holds()


def test_the_own_list_counts(source: Register, made: Path, files: Path, tmp_path: Path) -> None:
    """Restored over the register itself, its own list of erasures is honoured and kept."""
    own = source.copy(tmp_path / "ws")
    code = _erase(own, "3")
    before = (own.path / "erasures.jsonl").read_text()
    assert _restore(own, made, files, "--replace").out.endswith("; 1 erasures replayed.\n")
    assert own.here("person", code).code == 1
    assert (own.path / "erasures.jsonl").read_text() == before
    assert own.holds()
    own.stop()


def test_a_destroyed_file_does_not_come_back(
    source: Register, made: Path, other: Register, files: Path, tmp_path: Path
) -> None:
    """A file that was destroyed with an erasure is in the old backup, and not in the store after its restore."""
    own = source.copy(tmp_path / "ws")
    [(sha256,)] = own.sql(
        "SELECT sha256 FROM evidence_item JOIN intake_batch b ON b.item_id = evidence_item.id "
        "WHERE b.filename = 'list.csv' ORDER BY b.id LIMIT 1"
    )
    _erase(own, "1", file=sha256)
    own.stop()
    assert _restore(other, made, files, "--erasures", own.path / "erasures.jsonl").code == 0
    assert not list(other.workspace.store.glob(f"??/{sha256}*"))
    assert other.holds()


@pytest.mark.parametrize("line", ["{", '{"code": "x"}', "[]"])
def test_a_damaged_list_of_erasures(made: Path, other: Register, files: Path, tmp_path: Path, line: str) -> None:
    """A list that cannot be read stops the restore before anything changes, with its name and line."""
    (tmp_path / "erasures.jsonl").write_text(f"\n{line}\n")
    _refused(other, made, files, "erasures.jsonl, line 2", "--erasures", tmp_path / "erasures.jsonl")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda content: content[: len(content) // 2], "cannot be opened: wrong key, or the file is damaged"),
        (lambda content: content[:-1], "cannot be opened: wrong key, or the file is damaged"),
        (lambda content: content + b"x", "cannot be opened: wrong key, or the file is damaged"),
        (lambda content: content[:-500] + bytes([content[-500] ^ 1]) + content[-499:], "cannot be opened"),
        (lambda _content: b"PK\x03\x04 something else", "is not a Habeas backup (not an age file)."),
        (lambda _content: b"", "is not a Habeas backup (not an age file)."),
    ],
)
def test_a_damaged_archive(made: Path, other: Register, files: Path, tmp_path: Path, damage: Any, told: str) -> None:
    """Cut, changed or another file: refused with a clear word, and nothing is changed."""
    (tmp_path / "bad.age").write_bytes(damage(made.read_bytes()))
    _refused(other, tmp_path / "bad.age", files, told)


def test_a_strangers_key(made: Path, other: Register, tmp_path: Path) -> None:
    """Neither another keeper's key nor something that is no key opens it."""
    _public, secret = archive.make_key()
    (tmp_path / "first.key").write_text(secret)
    _refused(other, made, tmp_path, "cannot be opened: wrong key")
    (tmp_path / "first.key").write_text("AGE-SECRET-KEY-1NOT")
    _refused(other, made, tmp_path, "A secret key is damaged")
    (tmp_path / "first.key").write_bytes(b"\xff\xfe")
    _refused(other, made, tmp_path, "is no file with an age secret key")
    assert secret not in _restore(other, made, tmp_path).err


def _forged(made: Path, files: Path, target: Path, **changes: bytes | None) -> Path:
    """The same archive with members changed, added or left out, well made and to the right keys."""
    folder = target.with_suffix("")
    archive.read(made, [(files / "first.key").read_text().splitlines()[-1]], folder)
    for name, content in changes.items():
        place = folder / name
        if content is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    members = [(path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*")) if path.is_file()]
    archive.write(target, members, (files / "keepers.txt").read_text().split())
    return target


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"database.dump": None}, "The archive lacks database.dump"),
        ({"secrets/django.key": None}, "The archive lacks secrets/django.key"),
        ({"secrets/owner.password": b"x"}, "'secrets/owner.password', which is not of a backup"),
        ({"local.conf": b"x"}, "'local.conf', which is not of a backup"),
        ({f"store/ab/{'ab' * 32}": b"other content"}, "The sealed file abababababababab in the archive was altered"),
        ({"database.dump": b"PGDMP but no more"}, "it is as it was before"),
    ],
)
def test_a_forged_archive(
    made: Path, other: Register, files: Path, tmp_path: Path, changes: dict[str, bytes | None], told: str
) -> None:
    """An archive that somebody else made to the right keys, with too much or too little in it, is refused."""
    _refused(other, _forged(made, files, tmp_path / "forged.age", **changes), files, told)


def test_somebody_else_uses_the_register(made: Path, other: Register, files: Path) -> None:
    """While a desk serves the workspace nothing is replaced beneath it."""
    with other.inside():
        pass
    process = other.start("work")
    assert process.stdout is not None
    process.stdout.readline()
    try:
        import habeas.console.restore as restoring

        patience, restoring._PATIENCE = restoring._PATIENCE, 0.5
        _refused(other, made, files, "Another program uses this register (habeas serve?). Stop it, then start again.")
        restoring._PATIENCE = patience
    finally:
        process.kill()
        process.communicate()
    assert _restore(other, made, files).code == 0


def test_without_a_workspace(made: Path, files: Path, tmp_path: Path) -> None:
    """It is made with init first; wrong use names what is missing."""
    nowhere = Register(tmp_path / "nowhere")
    found = nowhere.run("restore", made, "--identity", files / "first.key")
    assert (found.code, found.out) == (2, "")
    assert "run `habeas init" in found.err


@pytest.mark.parametrize(("words", "told"), [((), "FILE"), (("x.age",), "does not exist"), (("{made}",), "--identity")])
def test_wrong_use(made: Path, other: Register, words: tuple[str, ...], told: str) -> None:
    """Without a file, with one that is not there, without a key: 2 and what is missing."""
    found = other.here("restore", *[word.format(made=made) for word in words])
    assert (found.code, found.out) == (2, "")
    assert told in found.err


def test_entries_of_the_list_hold_no_content(source: Register, tmp_path: Path) -> None:
    """The list of erasures that is kept beside backups names codes and reasons, nobody."""
    own = source.copy(tmp_path / "ws")
    code = _erase(own, "2")
    own.stop()
    [entry] = [json.loads(line) for line in (own.path / "erasures.jsonl").read_text().splitlines()]
    assert set(entry) == {"code", "approval", "reason", "at", "file"}
    assert (entry["code"], entry["reason"]) == (code, "the family asked")


def test_the_key_opens_no_more_than_it_should(made: Path) -> None:
    """Without one of the two secret keys the archive stays closed: it is encrypted to them alone."""
    stranger = pyrage.x25519.Identity.generate()
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(made.read_bytes(), [stranger])
