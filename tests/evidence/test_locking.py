"""Files locked to the keepers, destroyed for good, and tidied up after a program that was killed."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import connections, transaction
from pyrage import x25519

from habeas.audit.proof import row_problems
from habeas.engine.watched import Watched
from habeas.evidence import store
from habeas.evidence.models import Custody, Item
from tests import marks
from tests.evidence import sealing
from tests.evidence.sealing import TEXT

pytestmark = pytest.mark.django_db
Committed = Callable[..., Any]


def test_a_locked_file_is_for_keepers_only(
    shelf: Path, keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """After the commit only ciphertext is there; each keeper opens it, and it holds the very bytes."""
    other, stranger = x25519.Identity.generate(), x25519.Identity.generate()
    item = sealing.seal()
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=sealing.keys(keeper, other), by="alice")
    locked = store.path_of(item).with_suffix(".age")
    assert sealing.files(shelf) == [locked.name]
    for one in (keeper, other):
        assert pyrage.decrypt(locked.read_bytes(), [one]) == TEXT
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(locked.read_bytes(), [stranger])
    assert locked.stat().st_mode & 0o777 == 0o400
    assert sealing.what(item) == ["received", "locked"]


def test_the_plain_bytes_stay_until_the_commit(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Before the transaction ends nothing is lost."""
    item = sealing.seal()
    with django_capture_on_commit_callbacks() as waiting:
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
    assert store.path_of(item).read_bytes() == TEXT
    waiting[-1]()
    assert not store.path_of(item).exists()


def test_a_lock_that_is_rolled_back_changes_nothing(keeper: x25519.Identity) -> None:
    """When the import fails after locking, the file counts as received and is whole."""
    item = sealing.seal()
    with transaction.atomic():
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
        transaction.set_rollback(True)
    assert sealing.what(item) == ["received"]
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []


def test_nothing_is_locked_to_nobody() -> None:
    """Without a key the file would be lost for ever: that is refused and leaves no half-written ciphertext."""
    item = sealing.seal()
    with pytest.raises(ValueError, match="key"):
        store.lock(item=item, keys=[], by="alice")
    with pytest.raises(pyrage.RecipientError):
        store.lock(item=item, keys=["age1nonsense"], by="alice")
    assert sealing.what(item) == ["received"]
    assert store.path_of(item).exists()


@pytest.mark.parametrize(("size", "room"), [(10, 0), (10_000, 0), (100_000, 0), (100_000, 70_000)])
def test_a_full_disk_while_locking_leaves_the_file_as_it_was(
    shelf: Path, keeper: x25519.Identity, monkeypatch: pytest.MonkeyPatch, size: int, room: int
) -> None:
    """The error is the disk's own, whichever piece does not fit, and no piece of ciphertext stays."""
    item = sealing.seal(b"x" * size)
    real = Path.open

    def opened(place: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        return sealing.FullDisk(room) if mode == "wb" else real(place, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(OSError, match="No space left") as caught:
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
    assert caught.value.errno == errno.ENOSPC
    assert sealing.files(shelf) == [item.sha256]
    assert sealing.what(item) == ["received"]


def test_a_file_that_cannot_be_written_is_remembered() -> None:
    """The library tells only that it could not write; why is kept beside it."""
    watched = Watched(sealing.FullDisk())
    with pytest.raises(OSError, match="No space left"):
        watched.write(b"x")
    assert watched.error is not None
    assert watched.error.errno == errno.ENOSPC


def test_what_a_killed_locking_left_is_in_nobodys_way(
    shelf: Path, keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """A read-only draft of a program that was killed does not keep the file from being locked."""
    item = sealing.seal()
    draft = store.path_of(item).with_suffix(".locking")
    draft.write_bytes(b"half")
    draft.chmod(0o400)
    assert list(store.problems()) == []
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
    assert sealing.files(shelf) == [f"{item.sha256}.age"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda place: sealing.overwrite(place.with_suffix(".age"), b"forged"), "was altered"),
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
    item = sealing.seal()
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
    change(store.path_of(item))
    [found] = store.problems()
    assert problem in found


def test_a_locked_file_that_is_delivered_again_is_received_again(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """A new delivery of the same bytes can be read, and locked once more."""
    item = sealing.seal()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            store.lock(item=item, keys=sealing.keys(keeper), by="alice")
        assert not store.path_of(item).exists()
        sealing.seal()
        assert store.path_of(item).read_bytes() == TEXT
        assert list(store.problems()) == []
    assert sealing.what(item) == ["received", "locked", "received", "locked", "received"]


def test_a_delivery_during_a_lock_keeps_its_bytes(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Between a lock and its end somebody delivers the same bytes: what was received last is there."""
    item = sealing.seal()
    with django_capture_on_commit_callbacks() as waiting:
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
    sealing.seal(by="bob")
    waiting[-1]()
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []


def test_a_destroyed_file_is_gone(
    shelf: Path, keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Plain or locked, no byte stays; entry and custody do, with the reason."""
    plain, locked = sealing.seal(b"one"), sealing.seal(b"two")
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=locked, keys=sealing.keys(keeper), by="alice")
    store.path_of(plain).with_suffix(".locking").write_bytes(b"half")
    with django_capture_on_commit_callbacks(execute=True):
        for item in (plain, locked):
            store.destroy(sha256=item.sha256, by="carol", why="erasure of record x, approval 1")
    assert sealing.files(shelf) == []
    assert Item.objects.count() == 2
    assert plain.custody.get(what="destroyed").why == "erasure of record x, approval 1"
    assert list(store.problems()) == []
    assert list(row_problems({})) == []


def test_destroying_is_taken_back_with_its_transaction(shelf: Path) -> None:
    """If the erasure fails, the file is still there."""
    item = sealing.seal()
    with transaction.atomic():
        store.destroy(sha256=item.sha256, by="carol", why="test")
        transaction.set_rollback(True)
    assert sealing.files(shelf) == [item.sha256]
    assert sealing.what(item) == ["received"]


@pytest.mark.parametrize("sha256", ["", "0" * 64, "../../etc/passwd", "%"])
def test_destroying_what_is_not_known_does_nothing(shelf: Path, sha256: str) -> None:
    """No path that somebody makes up is removed, and nothing is noted."""
    item = sealing.seal()
    store.destroy(sha256=sha256, by="carol", why="test")
    assert sealing.files(shelf) == [item.sha256]
    assert not Custody.objects.filter(what="destroyed").exists()


def test_a_destroyed_file_that_comes_back_is_named(django_capture_on_commit_callbacks: Committed) -> None:
    """Bytes that were destroyed and lie in the store again are found."""
    item = sealing.seal()
    with django_capture_on_commit_callbacks(execute=True):
        store.destroy(sha256=item.sha256, by="carol", why="test")
    store.path_of(item).write_bytes(TEXT)
    assert list(store.problems()) == [f"sealed file {item.sha256[:16]} should be gone and is here"]


def test_the_latest_entry_says_where_the_bytes_are(
    keeper: x25519.Identity, django_capture_on_commit_callbacks: Committed
) -> None:
    """Looking and exporting do not change the state; receiving, locking and destroying do."""
    item = sealing.seal()
    assert store.state(Item(sha256="0" * 64, pk=0)) is None
    Custody.objects.create(item=item, what="viewed", by="alice")
    seen = [store.state(item)]
    with django_capture_on_commit_callbacks(execute=True):
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
        seen.append(store.state(item))
        store.destroy(sha256=item.sha256, by="alice", why="test")
        seen.append(store.state(item))
    assert [one.what for one in seen if one is not None] == ["received", "locked", "destroyed"]


def test_tidying_finishes_what_was_decided(shelf: Path, keeper: x25519.Identity) -> None:
    """The program was killed between commit and removal: plain bytes of locked and destroyed files go."""
    locked, destroyed, received = sealing.seal(b"one"), sealing.seal(b"two"), sealing.seal(b"three")
    store.lock(item=locked, keys=sealing.keys(keeper), by="alice")
    store.destroy(sha256=destroyed.sha256, by="alice", why="test")
    assert len(sealing.files(shelf)) == 4
    store.tidy()
    assert set(sealing.files(shelf)) == {f"{locked.sha256}.age", received.sha256}
    assert list(store.problems()) == []


def test_tidying_never_removes_the_last_copy(keeper: x25519.Identity) -> None:
    """A locked file whose ciphertext is missing keeps its plain bytes, and is named."""
    item = sealing.seal()
    store.lock(item=item, keys=sealing.keys(keeper), by="alice")
    store.path_of(item).with_suffix(".age").unlink()
    store.tidy()
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems())


def test_tidying_removes_what_never_arrived_whole(shelf: Path) -> None:
    """Drafts of yesterday go; a delivery or a locking that may still be running stays."""
    item = sealing.seal()
    drafts = [shelf / "tmpold", shelf / "tmpnew", *(store.path_of(item).with_suffix(".locking"),)]
    for draft in drafts:
        draft.write_bytes(b"half")
    for draft in (drafts[0], drafts[2]):
        os.utime(draft, (time.time() - 2 * 86_400,) * 2)
    store.tidy()
    assert set(sealing.files(shelf)) == {item.sha256, "tmpnew"}


def test_tidying_survives_a_delivery_that_ends_meanwhile(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that was moved to its place between looking and asking for its age is no error."""
    shelf.mkdir(parents=True)
    (shelf / "tmpgone").symlink_to(shelf / "nowhere")
    store.tidy()
    assert [place.name for place in shelf.iterdir()] == ["tmpgone"]


def test_tidying_twice_changes_nothing(shelf: Path, keeper: x25519.Identity) -> None:
    """It may run at every start."""
    store.lock(item=sealing.seal(), keys=sealing.keys(keeper), by="alice")
    store.tidy()
    before = sealing.files(shelf)
    store.tidy()
    assert sealing.files(shelf) == before


@marks.commits
def test_a_lock_takes_effect_when_it_commits(shelf: Path, keeper: x25519.Identity) -> None:
    """In a real transaction the plain bytes go after the commit, and only then."""
    item = sealing.seal()
    with transaction.atomic():
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
        assert store.path_of(item).exists()
    assert sealing.files(shelf) == [f"{item.sha256}.age"]
    assert list(store.problems()) == []


@marks.commits
def test_a_delivery_waits_for_a_lock_of_the_same_bytes(shelf: Path, keeper: x25519.Identity) -> None:
    """Somebody delivers while another transaction locks: afterwards the bytes received last are there."""
    item = sealing.seal()
    locked, delivered = threading.Event(), threading.Event()

    def deliver() -> None:
        try:
            locked.wait(10)
            sealing.seal(by="bob")
            delivered.set()
        finally:
            connections["default"].close()

    waiting = threading.Thread(target=deliver)
    waiting.start()
    with transaction.atomic():
        store.lock(item=item, keys=sealing.keys(keeper), by="alice")
        locked.set()
        assert not delivered.wait(0.3)
    waiting.join(30)
    assert store.state(item).by == "bob"  # type: ignore[union-attr]
    assert store.path_of(item).read_bytes() == TEXT
    assert list(store.problems()) == []
