"""The content-addressed store: sealing, locking, destroying, and finding what somebody did to it."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from habeas.audit import digests
from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.evidence import store
from habeas.evidence.models import Custody, Item
from tests import marks
from tests.evidence import sealing
from tests.evidence.sealing import TEXT

pytestmark = pytest.mark.django_db
Committed = Callable[..., Any]


def test_a_sealed_file_lies_under_its_digest(shelf: Path) -> None:
    """The bytes are kept whole under their SHA-256, readable by the owner alone and writable by nobody."""
    item = sealing.seal()
    digest = hashlib.sha256(TEXT).hexdigest()
    place = shelf / digest[:2] / digest
    assert store.path_of(item) == place
    assert place.read_bytes() == TEXT
    assert place.stat().st_mode & 0o777 == 0o400
    assert shelf.stat().st_mode & 0o777 == place.parent.stat().st_mode & 0o777 == 0o700


def test_two_families_of_digests_are_kept() -> None:
    """Should one family of hashes be broken some day, the other still tells."""
    item = sealing.seal()
    assert item.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert item.sha3_256 == hashlib.sha3_256(TEXT).hexdigest()
    assert item.size == len(TEXT)


def test_the_same_bytes_are_stored_once_and_received_twice(shelf: Path) -> None:
    """A second delivery adds a custody entry with its own name, bringer and reason, but no file."""
    first = sealing.seal()
    second = sealing.seal(filename="other.csv", by="bob", why="delivered again")
    assert first == second
    assert sealing.files(shelf) == [first.sha256]
    entries = Custody.objects.order_by("pk").values_list("what", "by", "why", "filename")
    assert list(entries) == [
        ("received", "alice", "delivered", "list.csv"),
        ("received", "bob", "delivered again", "other.csv"),
    ]
    assert first.filename == "list.csv"


def test_an_empty_file_can_be_sealed(shelf: Path) -> None:
    """Nothing is something that was delivered."""
    item = sealing.seal(b"")
    assert item.size == 0
    assert list(store.problems()) == []


def test_large_files_go_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Content longer than one piece has the digest of the whole."""
    monkeypatch.setattr(store, "_CHUNK", 5)
    assert sealing.seal(TEXT * 3).sha256 == hashlib.sha256(TEXT * 3).hexdigest()
    assert list(store.problems()) == []


def test_each_delivery_is_vouched_for() -> None:
    """One event for each delivery, with the digest of what it wrote; the file's name is in no event."""
    item = sealing.seal(filename="Testperson.csv")
    sealing.seal()
    first, second = Event.objects.filter(verb="evidence.sealed").order_by("pk")
    entries = list(item.custody.order_by("pk"))
    assert bytes(first.digest) == digests.of_rows([item, entries[0]])
    assert bytes(second.digest) == digests.of_rows([entries[1]])
    assert "Testperson" not in str([first.subject, first.detail])
    assert list(row_problems({})) == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..\\..\\x",
        "a\0b.csv",
        "\udcff.csv",
        "",
        ".",
        "..",
        "x" * 5000,
        "<b>",
        "a\nb",
    ],
)
def test_names_are_only_noted(shelf: Path, tmp_path: Path, name: str) -> None:
    """A file's name never becomes a path: whatever it says, one file lies in the store, under its digest."""
    item = sealing.seal(filename=name)
    assert sealing.files(tmp_path) == [item.sha256]
    assert list(store.problems()) == []
    assert Item.objects.get().filename == name.replace("\0", "").replace("\udcff", "?")


def test_a_full_disk_leaves_nothing_behind(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails, neither file nor entry nor event stays, and the error says what it was."""
    real = os.fdopen

    def fdopen(handle: int, mode: str) -> io.BytesIO:
        real(handle, mode).close()
        return sealing.FullDisk()

    monkeypatch.setattr(store.os, "fdopen", fdopen)
    with pytest.raises(OSError, match="No space left") as caught:
        sealing.seal()
    assert caught.value.errno == errno.ENOSPC
    assert sealing.files(shelf) == []
    assert not Item.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fills_up_later_leaves_nothing_behind(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The same at flushing and at moving the file to its place."""
    monkeypatch.setattr(*((store.os, "fsync") if step == "fsync" else (Path, "replace")), sealing.full)
    with pytest.raises(OSError, match="No space left"):
        sealing.seal()
    assert sealing.files(shelf) == []
    assert not Item.objects.exists()
    assert not Event.objects.exists()


def test_a_database_that_refuses_leaves_no_file(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the entry cannot be written, the bytes do not stay either."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr(store.log, "record", refuse)
    with pytest.raises(RuntimeError):
        sealing.seal()
    assert sealing.files(shelf) == []
    assert not Item.objects.exists()


def test_a_source_that_breaks_off_leaves_nothing_behind(shelf: Path) -> None:
    """An upload that stops halfway is not half a file."""

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(4)

    with pytest.raises(ConnectionResetError):
        store.seal(Broken(TEXT), filename="x", by="alice", why="test")
    assert sealing.files(shelf) == []


def test_an_altered_file_is_replaced_by_a_true_delivery() -> None:
    """What lies under a digest is believed only when it has that digest: a fresh delivery puts the true bytes back."""
    item = sealing.seal()
    sealing.overwrite(store.path_of(item), b"forged")
    sealing.seal()
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []


def test_a_whole_store_has_no_problems(keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed) -> None:
    """Received, locked and destroyed files, each where it should be."""
    with django_capture_on_commit_callbacks(execute=True):
        items = [sealing.seal(bytes([number])) for number in range(3)]
        store.lock(item=items[1], keys=sealing.keys(keeper), by="alice")
        store.destroy(sha256=items[2].sha256, by="alice", why="test")
    assert list(store.problems()) == []


def test_an_altered_file_is_named() -> None:
    """One changed byte is found."""
    item = sealing.seal()
    sealing.overwrite(store.path_of(item), TEXT[:-1] + b"!")
    assert list(store.problems()) == [f"sealed file {item.sha256[:16]} was altered"]


def test_a_missing_file_is_named() -> None:
    """A file that somebody removed is found."""
    item = sealing.seal()
    store.path_of(item).unlink()
    assert list(store.problems()) == [f"sealed file {item.sha256[:16]} is missing"]


@pytest.mark.parametrize(
    "place",
    ["ab/stray", "stray", "ab/cd/stray", "abc/stray", "{two}/{digest}.html", "zz/{digest}", "{two}/{digest}.age.age"],
)
def test_an_unexpected_file_is_named(shelf: Path, place: str) -> None:
    """Whatever the store did not put there is found, wherever it lies and even under a known digest."""
    digest = sealing.seal().sha256
    stray = shelf / place.format(two=digest[:2], digest=digest)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"?")
    assert list(store.problems()) == [f"store holds a file that no entry knows: {stray.name[:16]}"]


def test_a_delivery_that_is_arriving_is_no_problem(shelf: Path) -> None:
    """`verify` may run while somebody delivers."""
    shelf.mkdir(parents=True)
    (shelf / "tmparriving").write_bytes(b"half")
    assert list(store.problems()) == []


def test_no_store_yet_is_no_problem() -> None:
    """A new workspace has nothing to check."""
    assert list(store.problems()) == []
    store.tidy()


@given(content=st.binary(max_size=300), name=st.text(max_size=40))
def test_any_bytes_and_any_name_are_kept(content: bytes, name: str) -> None:
    """Whatever is delivered under whatever name lies in the store unchanged."""
    with transaction.atomic():
        item = sealing.seal(content, filename=name)
        assert store.path_of(item).read_bytes() == content
        assert Custody.objects.filter(item=item).latest("pk").filename == name.replace("\0", "")
        transaction.set_rollback(True)


@marks.commits
def test_the_same_bytes_from_many_at_once(shelf: Path) -> None:
    """Several people deliver one file at the same moment: one entry, one file, a custody entry for each."""
    start, failures = threading.Barrier(4), []

    def deliver(number: int) -> None:
        try:
            start.wait(10)
            sealing.seal(by=f"user{number}")
        except Exception as error:  # noqa: BLE001 - shown below
            failures.append(error)
        finally:
            connections["default"].close()

    working = [threading.Thread(target=deliver, args=[number]) for number in range(4)]
    for one in working:
        one.start()
    for one in working:
        one.join(30)
    assert failures == []
    assert Item.objects.count() == 1
    assert Custody.objects.count() == 4
    assert sealing.files(shelf) == [hashlib.sha256(TEXT).hexdigest()]
    assert list(store.problems()) == []


def test_entries_are_never_changed(shelf: Path) -> None:
    """The database refuses to rewrite who brought a file."""
    sealing.seal()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_custody SET by = 'mallory'")
