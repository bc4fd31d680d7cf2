"""The chain over events: who is linked when, and what tampering it shows."""

from __future__ import annotations

import threading

import pytest
from django.db import connections, transaction

from habeas.audit import chain, log
from habeas.audit.models import Event, Link, Waiting
from tests import marks

pytestmark = pytest.mark.django_db


def test_an_event_waits_until_it_is_linked() -> None:
    """A new event stands in line, and sealing links it and takes it out of the line."""
    event = log.record("test.done", by="alice")
    assert list(Waiting.objects.values_list("event", flat=True)) == [event.pk]
    assert chain.seal() == 1
    assert not Waiting.objects.exists()
    assert Link.objects.get().event == event.pk


def test_links_follow_each_other() -> None:
    """Each link's hash covers the hash before it, so the head stands for everything."""
    for number in range(3):
        log.record("test.done", by="alice", detail={"n": number})
    chain.seal()
    length, head = chain.head()
    assert length == 3
    assert bytes(Link.objects.get(number=3).hash).hex() == head
    assert len({bytes(link.hash) for link in Link.objects.all()}) == 3


def test_sealing_twice_links_once() -> None:
    """Sealing again changes nothing."""
    log.record("test.done", by="alice")
    assert chain.seal() == 1
    head = chain.head()
    assert chain.seal() == 0
    assert chain.head() == head


def test_a_long_queue_is_linked_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """More events than fit into one step are all linked by one call."""
    monkeypatch.setattr(chain, "_STEP", 4)
    for _number in range(10):
        log.record("test.done", by="alice")
    assert chain.seal() == 10
    assert list(chain.problems()) == []


def test_an_empty_log_has_a_head_of_nothing() -> None:
    """Nothing done yet: length zero, and no problems."""
    assert chain.head() == (0, "")
    assert list(chain.problems()) == []


def test_a_whole_chain_has_no_problems() -> None:
    """What the verbs leave behind holds."""
    for number in range(5):
        log.record("test.done", by="alice", subject=f"thing:{number}")
    assert list(chain.problems()) == []


def test_an_event_outside_the_chain_is_named() -> None:
    """An event that neither has a link nor waits for one was put there behind the program's back."""
    log.record("test.done", by="alice")
    chain.seal()
    stray = Event.objects.create(actor="nobody", verb="test.forged")
    assert list(chain.problems()) == [f"audit chain: event {stray.pk} is not in the chain"]


def test_a_missing_link_is_named() -> None:
    """A hole in the numbers is found, and so is the event that hangs in the air."""
    log.record("test.done", by="alice")
    chain.seal()
    last = Link.objects.get()
    event = Event.objects.create(actor="nobody", verb="test.forged")
    Link.objects.create(number=last.number + 2, event=event.pk, hash=b"0" * 32)
    found = list(chain.problems())
    assert f"audit chain: link {last.number + 1} is missing" in found
    assert f"audit chain: event {event.pk} does not match link {last.number + 2}" in found


def test_a_link_to_nothing_is_named() -> None:
    """A link whose event is gone is found."""
    Link.objects.create(number=1, event=999_999, hash=b"0" * 32)
    assert "audit chain: event 999999 is gone" in list(chain.problems())


def test_a_reading_is_chained_with_the_next_event() -> None:
    """Notes about who looked are cheap: they do not chain themselves, and the next event takes them along."""
    log.reading("profile.read", by="alice", subject="record:abc")
    assert chain.head() == (0, "")
    log.record("test.done", by="alice")
    assert chain.seal() == 2


def test_the_last_actor_is_found() -> None:
    """Who did something last to a subject; an empty text when nobody did."""
    log.record("thing.made", by="alice", subject="thing:1")
    log.record("thing.made", by="bob", subject="thing:1")
    assert log.actor_of("thing.made", subject="thing:1") == "bob"
    assert log.actor_of("thing.made", "thing.changed", subject="thing:2") == ""


@marks.commits
def test_an_event_of_a_failed_verb_leaves_nothing() -> None:
    """The event is part of the verb's transaction: when that is rolled back, nothing happened."""

    def verb() -> None:
        with transaction.atomic():
            log.record("test.done", by="alice")
            raise RuntimeError("the verb failed")

    with pytest.raises(RuntimeError):
        verb()
    assert not Event.objects.exists()
    assert not Waiting.objects.exists()


@marks.commits
def test_events_are_chained_after_commit() -> None:
    """The link is made when the verb has committed, without anybody asking."""
    with transaction.atomic():
        log.record("test.done", by="alice")
        assert not Link.objects.exists()
    assert Link.objects.count() == 1


@marks.commits
def test_writers_at_once_make_one_chain() -> None:
    """Several processes that write at the same time never fork the chain and never wait for it."""

    def write() -> None:
        try:
            for _number in range(10):
                log.record("test.done", by=threading.current_thread().name)
        finally:
            connections["default"].close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    chain.seal()
    assert Event.objects.count() == 40
    assert list(Link.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 41))
    assert list(chain.problems()) == []


@marks.commits
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET actor = 'mallory'",
        "UPDATE audit_event SET verb = 'test.other'",
        "UPDATE audit_event SET detail = '{}'",
        "UPDATE audit_event SET at = at + interval '1 second'",
        "UPDATE audit_event SET digest = '\\x01'",
        "UPDATE audit_event SET subject = 'thing:2'",
        "UPDATE audit_link SET hash = '\\x00'",
    ],
)
def test_each_change_of_the_log_is_found(change: str) -> None:
    """Whoever gets past rights and triggers and changes any column of an event or a link is found out."""
    log.record("test.done", by="alice", subject="thing:1", detail={"n": 1})
    chain.seal()
    assert list(chain.problems()) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER; ALTER TABLE audit_link DISABLE TRIGGER USER")
        cursor.execute(change)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER; ALTER TABLE audit_link ENABLE TRIGGER USER")
    assert len(list(chain.problems())) == 1
