"""The content-addressed store: sealing, locking, destroying, and finding what somebody did to it."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
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

pytestmark = pytest.mark.django_db
TEXT = b"an invented file\n"
Committed = Callable[..., Any]


def _seal(content: bytes = TEXT, *, filename: str = "list.csv", by: str = "alice", why: str = "delivered") -> Item:
    return store.seal(io.BytesIO(content), filename=filename, by=by, why=why)


def _keys(*pairs: x25519.Identity) -> list[str]:
    return [str(pair.to_public()) for pair in pairs]


def _files(shelf: Path) -> list[str]:
    return sorted(place.name for place in shelf.rglob("*") if place.is_file())


def _what(item: Item) -> list[str]:
    return list(item.custody.order_by("pk").values_list("what", flat=True))


def _overwrite(place: Path, content: bytes) -> None:
    place.chmod(0o600)
    place.write_bytes(content)


def _full(*_arguments: object, **_named: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _FullDisk(io.BytesIO):
    """A file on a disk that is full after some bytes."""

    def __init__(self, room: int = 0) -> None:
        super().__init__()
        self.room = room

    def write(self, chunk: Any) -> int:
        return super().write(chunk) if self.tell() + len(chunk) <= self.room else _full()

    def fileno(self) -> int:
        raise AssertionError("nobody may believe that this file is whole")


def test_a_sealed_file_lies_under_its_digest(shelf: Path) -> None:
    """The bytes are kept whole under their SHA-256, readable by the owner alone and writable by nobody."""
    item = _seal()
    digest = hashlib.sha256(TEXT).hexdigest()
    place = shelf / digest[:2] / digest
    assert store.path_of(item) == place
    assert place.read_bytes() == TEXT
    assert place.stat().st_mode & 0o777 == 0o400
    assert shelf.stat().st_mode & 0o777 == place.parent.stat().st_mode & 0o777 == 0o700


def test_two_families_of_digests_are_kept() -> None:
    """Should one family of hashes be broken some day, the other still tells."""
    item = _seal()
    assert item.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert item.sha3_256 == hashlib.sha3_256(TEXT).hexdigest()
    assert item.size == len(TEXT)


def test_the_same_bytes_are_stored_once_and_received_twice(shelf: Path) -> None:
    """A second delivery adds a custody entry with its own name, bringer and reason, but no file."""
    first = _seal()
    second = _seal(filename="other.csv", by="bob", why="delivered again")
    assert first == second
    assert _files(shelf) == [first.sha256]
    entries = Custody.objects.order_by("pk").values_list("what", "by", "why", "filename")
    assert list(entries) == [
        ("received", "alice", "delivered", "list.csv"),
        ("received", "bob", "delivered again", "other.csv"),
    ]
    assert first.filename == "list.csv"


def test_an_empty_file_can_be_sealed(shelf: Path) -> None:
    """Nothing is something that was delivered."""
    item = _seal(b"")
    assert item.size == 0
    assert list(store.problems()) == []


def test_large_files_go_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Content longer than one piece has the digest of the whole."""
    monkeypatch.setattr(store, "_CHUNK", 5)
    assert _seal(TEXT * 3).sha256 == hashlib.sha256(TEXT * 3).hexdigest()
    assert list(store.problems()) == []


def test_each_delivery_is_vouched_for() -> None:
    """One event for each delivery, with the digest of what it wrote; the file's name is in no event."""
    item = _seal(filename="Testperson.csv")
    _seal()
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
    item = _seal(filename=name)
    assert _files(tmp_path) == [item.sha256]
    assert list(store.problems()) == []
    assert Item.objects.get().filename == name.replace("\0", "").replace("\udcff", "?")


def test_a_full_disk_leaves_nothing_behind(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails, neither file nor entry nor event stays, and the error says what it was."""
    real = os.fdopen

    def fdopen(handle: int, mode: str) -> io.BytesIO:
        real(handle, mode).close()
        return _FullDisk()

    monkeypatch.setattr(store.os, "fdopen", fdopen)
    with pytest.raises(OSError, match="No space left") as caught:
        _seal()
    assert caught.value.errno == errno.ENOSPC
    assert _files(shelf) == []
    assert not Item.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fills_up_later_leaves_nothing_behind(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The same at flushing and at moving the file to its place."""
    monkeypatch.setattr(*((store.os, "fsync") if step == "fsync" else (Path, "replace")), _full)
    with pytest.raises(OSError, match="No space left"):
        _seal()
    assert _files(shelf) == []
    assert not Item.objects.exists()
    assert not Event.objects.exists()


def test_a_database_that_refuses_leaves_no_file(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the entry cannot be written, the bytes do not stay either."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr(store.log, "record", refuse)
    with pytest.raises(RuntimeError):
        _seal()
    assert _files(shelf) == []
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
    assert _files(shelf) == []


def test_an_altered_file_is_replaced_by_a_true_delivery() -> None:
    """What lies under a digest is believed only when it has that digest: a fresh delivery puts the true bytes back."""
    item = _seal()
    _overwrite(store.path_of(item), b"forged")
    _seal()
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []


def test_a_whole_store_has_no_problems(keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed) -> None:
    """Received, locked and destroyed files, each where it should be."""
    with django_capture_on_commit_callbacks(execute=True):
        items = [_seal(bytes([number])) for number in range(3)]
        store.lock(item=items[1], keys=_keys(keeper), by="alice")
        store.destroy(sha256=items[2].sha256, by="alice", why="test")
    assert list(store.problems()) == []


def test_an_altered_file_is_named() -> None:
    """One changed byte is found."""
    item = _seal()
    _overwrite(store.path_of(item), TEXT[:-1] + b"!")
    assert list(store.problems()) == [f"sealed file {item.sha256[:16]} was altered"]


def test_a_missing_file_is_named() -> None:
    """A file that somebody removed is found."""
    item = _seal()
    store.path_of(item).unlink()
    assert list(store.problems()) == [f"sealed file {item.sha256[:16]} is missing"]


@pytest.mark.parametrize(
    "place",
    ["ab/stray", "stray", "ab/cd/stray", "abc/stray", "{two}/{digest}.html", "zz/{digest}", "{two}/{digest}.age.age"],
)
def test_an_unexpected_file_is_named(shelf: Path, place: str) -> None:
    """Whatever the store did not put there is found, wherever it lies and even under a known digest."""
    digest = _seal().sha256
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


def test_a_locked_file_is_for_keepers_only(
    shelf: Path, keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """After the commit only ciphertext is there; each keeper opens it, and it holds the very bytes."""
    other, stranger = x25519.Identity.generate(), x25519.Identity.generate()
    item = _seal()
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=_keys(keeper, other), by="alice")
    locked = store.path_of(item).with_suffix(".age")
    assert _files(shelf) == [locked.name]
    for one in (keeper, other):
        assert pyrage.decrypt(locked.read_bytes(), [one]) == TEXT
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(locked.read_bytes(), [stranger])
    assert locked.stat().st_mode & 0o777 == 0o400
    assert _what(item) == ["received", "locked"]


def test_the_plain_bytes_stay_until_the_commit(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Before the transaction ends nothing is lost."""
    item = _seal()
    with django_capture_on_commit_callbacks() as waiting:
        store.lock(item=item, keys=_keys(keeper), by="alice")
    assert store.path_of(item).read_bytes() == TEXT
    waiting[-1]()
    assert not store.path_of(item).exists()


def test_a_lock_that_is_rolled_back_changes_nothing(keeper: x25519.Identity) -> None:
    """When the import fails after locking, the file counts as received and is whole."""
    item = _seal()
    with transaction.atomic():
        store.lock(item=item, keys=_keys(keeper), by="alice")
        transaction.set_rollback(True)
    assert _what(item) == ["received"]
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []


def test_nothing_is_locked_to_nobody() -> None:
    """Without a key the file would be lost for ever: that is refused and leaves no half-written ciphertext."""
    item = _seal()
    with pytest.raises(ValueError, match="key"):
        store.lock(item=item, keys=[], by="alice")
    with pytest.raises(pyrage.RecipientError):
        store.lock(item=item, keys=["age1nonsense"], by="alice")
    assert _what(item) == ["received"]
    assert store.path_of(item).exists()


@pytest.mark.parametrize(("size", "room"), [(10, 0), (10_000, 0), (100_000, 0), (100_000, 70_000)])
def test_a_full_disk_while_locking_leaves_the_file_as_it_was(
    shelf: Path, keeper: x25519.Identity, monkeypatch: pytest.MonkeyPatch, size: int, room: int
) -> None:
    """The error is the disk's own, whichever piece does not fit, and no piece of ciphertext stays."""
    item = _seal(b"x" * size)
    real = Path.open

    def opened(place: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        return _FullDisk(room) if mode == "wb" else real(place, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(OSError, match="No space left") as caught:
        store.lock(item=item, keys=_keys(keeper), by="alice")
    assert caught.value.errno == errno.ENOSPC
    assert _files(shelf) == [item.sha256]
    assert _what(item) == ["received"]


def test_a_file_that_cannot_be_written_is_remembered() -> None:
    """The library tells only that it could not write; why is kept beside it."""
    watched = store._Watched(_FullDisk())
    with pytest.raises(OSError, match="No space left"):
        watched.write(b"x")
    assert watched.error is not None
    assert watched.error.errno == errno.ENOSPC


def test_what_a_killed_locking_left_is_in_nobodys_way(
    shelf: Path, keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """A read-only draft of a program that was killed does not keep the file from being locked."""
    item = _seal()
    draft = store.path_of(item).with_suffix(".locking")
    draft.write_bytes(b"half")
    draft.chmod(0o400)
    assert list(store.problems()) == []
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=_keys(keeper), by="alice")
    assert _files(shelf) == [f"{item.sha256}.age"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda place: _overwrite(place.with_suffix(".age"), b"forged"), "was altered"),
        (lambda place: place.with_suffix(".age").unlink(), "is missing"),
        (lambda place: place.write_bytes(TEXT), "its plain bytes are here"),
    ],
)
def test_what_is_done_to_a_locked_file_is_named(
    keeper: x25519.Identity,
    django_capture_on_commit_callbacks: Committed,
    change: Callable[[Path], object],
    problem: str,
) -> None:
    """Changed or missing ciphertext, and plain bytes that came back, are found."""
    item = _seal()
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=_keys(keeper), by="alice")
    change(store.path_of(item))
    [found] = store.problems()
    assert problem in found


def test_a_locked_file_that_is_delivered_again_is_received_again(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """A new delivery of the same bytes can be read, and locked once more."""
    item = _seal()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            store.lock(item=item, keys=_keys(keeper), by="alice")
        assert not store.path_of(item).exists()
        _seal()
        assert store.path_of(item).read_bytes() == TEXT
        assert list(store.problems()) == []
    assert _what(item) == ["received", "locked", "received", "locked", "received"]


def test_a_delivery_during_a_lock_keeps_its_bytes(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Between a lock and its end somebody delivers the same bytes: what was received last is there."""
    item = _seal()
    with django_capture_on_commit_callbacks() as waiting:
        store.lock(item=item, keys=_keys(keeper), by="alice")
    _seal(by="bob")
    waiting[-1]()
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []


def test_a_destroyed_file_is_gone(
    shelf: Path, keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Plain or locked, no byte stays; entry and custody do, with the reason."""
    plain, locked = _seal(b"one"), _seal(b"two")
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=locked, keys=_keys(keeper), by="alice")
    store.path_of(plain).with_suffix(".locking").write_bytes(b"half")
    with django_capture_on_commit_callbacks(execute=True):
        for item in (plain, locked):
            store.destroy(sha256=item.sha256, by="carol", why="erasure of record x, approval 1")
    assert _files(shelf) == []
    assert Item.objects.count() == 2
    assert plain.custody.get(what="destroyed").why == "erasure of record x, approval 1"
    assert list(store.problems()) == []
    assert list(row_problems({})) == []


def test_destroying_is_taken_back_with_its_transaction(shelf: Path) -> None:
    """If the erasure fails, the file is still there."""
    item = _seal()
    with transaction.atomic():
        store.destroy(sha256=item.sha256, by="carol", why="test")
        transaction.set_rollback(True)
    assert _files(shelf) == [item.sha256]
    assert _what(item) == ["received"]


@pytest.mark.parametrize("sha256", ["", "0" * 64, "../../etc/passwd", "%"])
def test_destroying_what_is_not_known_does_nothing(shelf: Path, sha256: str) -> None:
    """No path that somebody makes up is removed, and nothing is noted."""
    item = _seal()
    store.destroy(sha256=sha256, by="carol", why="test")
    assert _files(shelf) == [item.sha256]
    assert not Custody.objects.filter(what="destroyed").exists()


def test_a_destroyed_file_that_comes_back_is_named(django_capture_on_commit_callbacks: Committed) -> None:
    """Bytes that were destroyed and lie in the store again are found."""
    item = _seal()
    with django_capture_on_commit_callbacks(execute=True):
        store.destroy(sha256=item.sha256, by="carol", why="test")
    store.path_of(item).write_bytes(TEXT)
    assert list(store.problems()) == [f"sealed file {item.sha256[:16]} should be gone and is here"]


def test_the_latest_entry_says_where_the_bytes_are(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Looking and exporting do not change the state; receiving, locking and destroying do."""
    item = _seal()
    assert store.state(Item(sha256="0" * 64, pk=0)) is None
    Custody.objects.create(item=item, what="viewed", by="alice")
    seen = [store.state(item)]
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=_keys(keeper), by="alice")
        seen.append(store.state(item))
        store.destroy(sha256=item.sha256, by="alice", why="test")
        seen.append(store.state(item))
    assert [one.what for one in seen if one is not None] == ["received", "locked", "destroyed"]


def test_tidying_finishes_what_was_decided(shelf: Path, keeper: x25519.Identity) -> None:
    """The program was killed between commit and removal: plain bytes of locked and destroyed files go."""
    locked, destroyed, received = _seal(b"one"), _seal(b"two"), _seal(b"three")
    store.lock(item=locked, keys=_keys(keeper), by="alice")
    store.destroy(sha256=destroyed.sha256, by="alice", why="test")
    assert len(_files(shelf)) == 4
    store.tidy()
    assert set(_files(shelf)) == {f"{locked.sha256}.age", received.sha256}
    assert list(store.problems()) == []


def test_tidying_never_removes_the_last_copy(keeper: x25519.Identity) -> None:
    """A locked file whose ciphertext is missing keeps its plain bytes, and is named."""
    item = _seal()
    store.lock(item=item, keys=_keys(keeper), by="alice")
    store.path_of(item).with_suffix(".age").unlink()
    store.tidy()
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems())


def test_tidying_removes_what_never_arrived_whole(shelf: Path) -> None:
    """Drafts of yesterday go; a delivery or a locking that may still be running stays."""
    item = _seal()
    drafts = [shelf / "tmpold", shelf / "tmpnew", *(store.path_of(item).with_suffix(".locking"),)]
    for draft in drafts:
        draft.write_bytes(b"half")
    for draft in (drafts[0], drafts[2]):
        os.utime(draft, (time.time() - 2 * 86_400,) * 2)
    store.tidy()
    assert set(_files(shelf)) == {item.sha256, "tmpnew"}


def test_tidying_survives_a_delivery_that_ends_meanwhile(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that was moved to its place between looking and asking for its age is no error."""
    shelf.mkdir(parents=True)
    (shelf / "tmpgone").symlink_to(shelf / "nowhere")
    store.tidy()
    assert [place.name for place in shelf.iterdir()] == ["tmpgone"]


def test_tidying_twice_changes_nothing(shelf: Path, keeper: x25519.Identity) -> None:
    """It may run at every start."""
    store.lock(item=_seal(), keys=_keys(keeper), by="alice")
    store.tidy()
    before = _files(shelf)
    store.tidy()
    assert _files(shelf) == before


@given(content=st.binary(max_size=300), name=st.text(max_size=40))
def test_any_bytes_and_any_name_are_kept(content: bytes, name: str) -> None:
    """Whatever is delivered under whatever name lies in the store unchanged."""
    with transaction.atomic():
        item = _seal(content, filename=name)
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
            _seal(by=f"user{number}")
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
    assert _files(shelf) == [hashlib.sha256(TEXT).hexdigest()]
    assert list(store.problems()) == []


@marks.commits
def test_a_lock_takes_effect_when_it_commits(shelf: Path, keeper: x25519.Identity) -> None:
    """In a real transaction the plain bytes go after the commit, and only then."""
    item = _seal()
    with transaction.atomic():
        store.lock(item=item, keys=_keys(keeper), by="alice")
        assert store.path_of(item).exists()
    assert _files(shelf) == [f"{item.sha256}.age"]
    assert list(store.problems()) == []


@marks.commits
def test_a_delivery_waits_for_a_lock_of_the_same_bytes(shelf: Path, keeper: x25519.Identity) -> None:
    """Somebody delivers while another transaction locks: afterwards the bytes received last are there."""
    item = _seal()
    locked, delivered = threading.Event(), threading.Event()

    def deliver() -> None:
        try:
            locked.wait(10)
            _seal(by="bob")
            delivered.set()
        finally:
            connections["default"].close()

    waiting = threading.Thread(target=deliver)
    waiting.start()
    with transaction.atomic():
        store.lock(item=item, keys=_keys(keeper), by="alice")
        locked.set()
        assert not delivered.wait(0.3)
    waiting.join(30)
    assert store.state(item).by == "bob"  # type: ignore[union-attr]
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []


def test_entries_are_never_changed(shelf: Path) -> None:
    """The database refuses to rewrite who brought a file."""
    _seal()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_custody SET by = 'mallory'")
