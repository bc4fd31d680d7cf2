"""The names in memory follow the database: what a transaction wrote is found after it, in every process."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from habeas.accounts.models import User
from habeas.index import changes
from habeas.index.lookup import candidates
from habeas.index.memory import MEMORY, Memory
from habeas.index.models import Change, NameKey
from habeas.registry import rebuild, work
from habeas.registry.models import Member
from tests import build, marks
from tests.index.test_lookup import put


def found(memory: Memory, query: str, ceiling: int = 2) -> list[int]:
    return [one.owner for one in memory.ask(query, ceiling=ceiling, most=10)]


def in_thread(act: Callable[[], object]) -> None:
    """Run something with a connection of its own, as another process would."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told to the test
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert failed == []


@pytest.mark.django_db
def test_a_record_is_found_by_the_next_question() -> None:
    """What the same process recorded since; and what it took back is not."""
    memory = Memory()
    assert found(memory, "Testperson Alpha") == []
    made = build.person("Testperson Alpha")
    subject = Member.objects.get(record=made).subject_id
    assert found(memory, "Testperson Alpha") == [subject]
    work.withdraw_record(by=build.user("keeper-of-it", "keeper", all_sources=True), record=made, reason="forged")
    assert found(memory, "Testperson Alpha") == []


@pytest.mark.django_db
def test_a_name_that_changes_is_found_under_the_new_one_only(alice: User) -> None:
    """Two persons joined, and parted again."""
    memory = Memory()
    one, other = build.person("Testperson Alpha"), build.person("Invented Gamma")
    first = Member.objects.get(record=one).subject_id
    assert found(memory, "Invented Gamma") != [first]
    work.judge(by=alice, verdict="same", left=[one.pk], right=[other.pk], reason="one")
    assert found(memory, "Invented Gamma") == found(memory, "Testperson Alpha") == [first]


@pytest.mark.django_db
def test_what_was_rolled_back_is_forgotten() -> None:
    """A question within a transaction sees what that wrote; after a rollback it is gone again."""
    memory = Memory()
    with transaction.atomic():
        build.person("Testperson Alpha")
        assert len(found(memory, "Testperson Alpha")) == 1
        transaction.set_rollback(True)
    assert found(memory, "Testperson Alpha") == []


@pytest.mark.django_db
def test_everything_rebuilt_is_found_again() -> None:
    """After a rebuild the same persons are found, under the new rows of their names."""
    memory = Memory()
    build.person("Testperson Alpha")
    before = found(memory, "Testperson Alpha")
    rebuild.everything(by="test")
    assert found(memory, "Testperson Alpha") == before
    assert [one.name for one in candidates("Testperson Alpha", ceiling=2)] == ["Testperson Alpha"]


@pytest.mark.django_db
def test_whoever_was_away_for_long_reads_all_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes of changes are kept for two days: a process that looked last before that does not lean on them."""
    memory = Memory()
    assert found(memory, "Testperson Alpha") == []
    build.person("Testperson Alpha")
    Change.objects.all().delete()
    assert found(memory, "Testperson Alpha") == []
    memory._looked -= changes.KEPT * 24 * 3600
    assert len(found(memory, "Testperson Alpha")) == 1


@pytest.mark.django_db
def test_old_notes_are_dropped() -> None:
    """A note older than is kept goes with the next change."""
    build.person("Testperson Alpha")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE index_change SET at = at - interval '3 days'")
    old = set(Change.objects.values_list("pk", flat=True))
    build.person("Testperson Beta")
    assert old.isdisjoint(Change.objects.values_list("pk", flat=True))


@marks.commits
def test_a_question_asked_twice_is_answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page asks several times; the answer is kept until something changes."""
    build.person("Testperson Alpha")
    asked: list[str] = []
    monkeypatch.setattr("habeas.index.memory.ask", lambda _index, query, **_more: asked.append(query) or [])
    memory = Memory()
    for _time in range(3):
        found(memory, "Testperson Alpha")
    assert asked == ["Testperson Alpha"]
    build.person("Testperson Beta")
    found(memory, "Testperson Alpha")
    assert len(asked) == 2


@marks.commits
def test_every_process_finds_what_another_committed() -> None:
    """Each has a memory of its own; both are level at the next question."""
    ours, theirs = Memory(), Memory()
    assert found(ours, "Testperson Alpha") == found(theirs, "Testperson Alpha") == []
    in_thread(lambda: build.person("Testperson Alpha"))
    assert len(found(ours, "Testperson Alpha")) == len(found(theirs, "Testperson Alpha")) == 1


@marks.commits
def test_a_transaction_that_ends_late_is_not_missed() -> None:
    """One that began earlier and commits after a later one was seen: its names are found all the same."""
    memory, begun, may_end = Memory(), threading.Event(), threading.Event()
    found(memory, "warm up")

    def slow() -> None:
        with transaction.atomic():
            put(1, "Testperson Alpha")
            begun.set()
            assert may_end.wait(30)

    def wait_for_others() -> None:
        assert begun.wait(30)
        put(2, "Invented Gamma")
        assert found(memory, "Invented Gamma") == [2]
        assert found(memory, "Testperson Alpha") == []
        may_end.set()

    thread = threading.Thread(target=wait_for_others)
    thread.start()
    in_thread(slow)
    thread.join()
    assert found(memory, "Testperson Alpha") == [1]
    assert found(memory, "Invented Gamma") == [2]


@marks.commits
def test_many_may_ask_and_write_at_once() -> None:
    """Threads that search while others record: nothing raises, and in the end all are found."""

    sources = build.source("one"), build.source("other")

    def write(number: int) -> None:
        for turn in range(3):
            build.person(f"Testperson Alpha{'bcdf'[number]}{'aei'[turn]}", of=sources[number])

    def ask() -> None:
        for _turn in range(12):
            MEMORY.ask("Testperson Alphaba", ceiling=2, most=5)

    def closing(act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=closing, args=(lambda n=n: write(n),)) for n in range(2)]
    threads += [threading.Thread(target=closing, args=(ask,)) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found(MEMORY, "Testperson")) == sorted(NameKey.objects.values_list("subject", flat=True))
    assert NameKey.objects.count() == 6
