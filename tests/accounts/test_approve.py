"""Two-person decisions: who may ask and answer, when it is carried out, and that it is carried out once."""

from __future__ import annotations

import importlib
import threading
from typing import Any

import pytest
from django.db import connections

from habeas.accounts import approve, roles
from habeas.accounts.approve import NotAllowed
from habeas.accounts.models import Approval, User, Voice
from habeas.audit import digests
from habeas.audit.models import Event
from tests import build, marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A kind of approval "test" that notes each time it is carried out."""
    carried: list[dict[str, Any]] = []

    def act(*, approval: Approval, by: str) -> None:
        carried.append({"subject": approval.subject, "payload": approval.payload, "by": by})

    monkeypatch.setitem(approve._ACTS, "test", (roles.APPROVE, act))
    return carried


def _ask(by: User, **details: Any) -> Approval:
    wanted = {"kind": "test", "subject": "thing:1", "payload": {"n": 1}, "reason": "it is needed", **details}
    return approve.ask(by=by, **wanted)


def test_one_yes_is_not_enough(carol: User, done: list[Any]) -> None:
    """Asking is the first yes; alone it carries nothing out."""
    made = _ask(carol)
    assert made.done_at is None
    assert [(voice.by, voice.yes) for voice in made.voices.all()] == [("carol", True)]
    assert done == []


def test_the_second_yes_carries_it_out(carol: User, dave: User, done: list[Any]) -> None:
    """When a second person agrees, exactly what was asked for is done, and once."""
    made = _ask(carol)
    assert approve.answer(approval=made, yes=True, reason="", by=dave)
    assert done == [{"subject": "thing:1", "payload": {"n": 1}, "by": "dave"}]
    made.refresh_from_db()
    assert made.done_at is not None


def test_the_second_person_decides_on_what_was_asked(carol: User, dave: User, done: list[Any]) -> None:
    """What the caller changes in memory after asking is not what is carried out."""
    payload = {"n": 1}
    made = _ask(carol, payload=payload)
    payload["n"] = made.payload["n"] = 2
    made.subject = "thing:2"
    approve.answer(approval=made, yes=True, reason="", by=dave)
    assert done == [{"subject": "thing:1", "payload": {"n": 1}, "by": "dave"}]


def test_the_asker_is_not_the_second_person(carol: User, done: list[Any]) -> None:
    """The same person never counts twice, neither with yes nor with no."""
    made = _ask(carol)
    for yes in (True, False):
        with pytest.raises(NotAllowed, match="second person"):
            approve.answer(approval=made, yes=yes, reason="", by=carol)
    assert Voice.objects.count() == 1
    assert done == []


def test_who_may_not_ask_is_refused(alice: User, bob: User, done: list[Any]) -> None:
    """Asking needs the same right as answering; a refused question leaves nothing behind."""
    for person in (alice, bob):
        with pytest.raises(NotAllowed, match="may not ask"):
            _ask(person)
    assert not Approval.objects.exists()
    assert not Event.objects.filter(verb="approval.asked").exists()


def test_who_may_not_decide_is_refused(carol: User, alice: User, done: list[Any]) -> None:
    """An analyst cannot answer what needs the right to approve."""
    made = _ask(carol)
    with pytest.raises(NotAllowed, match="may not decide"):
        approve.answer(approval=made, yes=True, reason="", by=alice)
    assert done == []


def test_a_closed_account_neither_asks_nor_answers(carol: User, dave: User, done: list[Any]) -> None:
    """Who was shut out takes no more part."""
    made = _ask(carol)
    dave.is_active = False
    with pytest.raises(NotAllowed):
        approve.answer(approval=made, yes=True, reason="", by=dave)
    with pytest.raises(NotAllowed):
        _ask(dave)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_asking_needs_a_reason(carol: User, done: list[Any], reason: str) -> None:
    """The second person decides on the reason, so there has to be one."""
    with pytest.raises(NotAllowed, match="Say why"):
        _ask(carol, reason=reason)
    assert not Approval.objects.exists()


def test_a_no_ends_it(carol: User, dave: User, done: list[Any]) -> None:
    """After a no nothing is carried out, and nobody can turn it into a yes."""
    made = _ask(carol)
    assert not approve.answer(approval=made, yes=False, reason="not needed", by=dave)
    with pytest.raises(NotAllowed, match="decided already"):
        approve.answer(approval=made, yes=True, reason="", by=build.user("erin", "keeper"))
    assert done == []
    assert Voice.objects.get(by="dave").reason == "not needed"


def test_what_is_done_is_not_done_again(carol: User, dave: User, done: list[Any]) -> None:
    """A third yes to something that was carried out is refused."""
    made = _ask(carol)
    approve.answer(approval=made, yes=True, reason="", by=dave)
    with pytest.raises(NotAllowed, match="decided already"):
        approve.answer(approval=made, yes=True, reason="", by=build.user("erin", "keeper"))
    assert len(done) == 1


def test_the_yes_of_a_closed_account_counts_no_longer(carol: User, dave: User, done: list[Any]) -> None:
    """Somebody asked, was found out and shut out: a third person has to agree before it happens."""
    made = _ask(carol)
    User.objects.filter(pk=carol.pk).update(is_active=False)
    assert not approve.answer(approval=made, yes=True, reason="", by=dave)
    assert done == []
    assert approve.answer(approval=made, yes=True, reason="", by=build.user("erin", "publisher"))
    assert len(done) == 1


def test_the_yes_of_a_former_role_counts_no_longer(carol: User, dave: User, done: list[Any]) -> None:
    """Who lost the right to approve since asking is no second person any more."""
    made = _ask(carol)
    User.objects.filter(pk=carol.pk).update(role="contributor")
    assert not approve.answer(approval=made, yes=True, reason="", by=dave)
    assert done == []


def test_a_yes_of_nobody_counts_for_nothing(dave: User, carol: User, done: list[Any]) -> None:
    """A voice under a name without an account, slipped in by hand, completes nothing."""
    made = _ask(carol)
    User.objects.filter(pk=carol.pk).update(is_active=False)
    Voice.objects.create(approval=made, by="ghost", yes=True)
    assert not approve.answer(approval=made, yes=True, reason="", by=dave)
    assert done == []


def test_an_act_that_fails_leaves_the_question_open(carol: User, dave: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """When carrying out fails, the second yes is not kept either: it can be given again."""

    def fail(*, approval: Approval, by: str) -> None:
        raise RuntimeError("it did not work")

    monkeypatch.setitem(approve._ACTS, "test", (roles.APPROVE, fail))
    made = _ask(carol)
    with pytest.raises(RuntimeError):
        approve.answer(approval=made, yes=True, reason="", by=dave)
    made.refresh_from_db()
    assert made.done_at is None
    assert not made.voices.filter(by="dave").exists()
    assert not Event.objects.filter(verb="approval.answered").exists()


def test_asking_and_answering_are_in_the_audit_trail(carol: User, dave: User, done: list[Any]) -> None:
    """Each leaves one event with what it is about and the digest of its rows; never the payload."""
    made = _ask(carol, payload={"secret": "Testperson"})
    approve.answer(approval=made, yes=True, reason="Testperson", by=dave)
    asked, answered = Event.objects.get(verb="approval.asked"), Event.objects.get(verb="approval.answered")
    assert (asked.actor, answered.actor) == ("carol", "dave")
    assert bytes(asked.digest) == digests.of_rows([made, made.voices.get(by="carol")])
    assert answered.detail["yes"] is True
    assert "Testperson" not in str([asked.detail, answered.detail, asked.subject, answered.subject])


def test_people_see_what_they_could_decide(carol: User, dave: User, alice: User, done: list[Any]) -> None:
    """Open questions of kinds that one may answer, without those that one answered already."""
    first, second = _ask(carol), _ask(dave)
    assert approve.waiting_for(carol) == [second]
    assert approve.waiting_for(dave) == [first]
    assert approve.waiting_for(alice) == []
    approve.answer(approval=first, yes=False, reason="", by=dave)
    assert approve.waiting_for(build.user("erin", "publisher")) == [second]


def test_every_kind_of_the_program_has_a_right() -> None:
    """What waits for a second person: erasing, access, a new way in, all sources, showing again."""
    importlib.import_module("habeas.urls")  # as in a served desk: every page, and all that pages ask for
    kinds = {kind: permission for kind, (permission, _act) in approve._ACTS.items()}
    assert kinds == {
        "erase": roles.ERASE,
        "access": roles.APPROVE,
        "reset": roles.APPROVE,
        "all-sources": roles.APPROVE,
        "show": roles.APPROVE,
    }


@marks.commits
def test_two_answers_at_the_same_moment_act_once(carol: User, done: list[Any]) -> None:
    """Several people press "yes" at once: one completes it, the others are told that it was decided."""
    made = _ask(carol)
    people = [build.user(f"keeper{number}", "keeper") for number in range(4)]
    start, outcomes = threading.Barrier(len(people)), []

    def press(person: User) -> None:
        try:
            start.wait(10)
            outcomes.append(approve.answer(approval=made, yes=True, reason="", by=person))
        except NotAllowed as error:
            outcomes.append(str(error))
        finally:
            connections["default"].close()

    pressing = [threading.Thread(target=press, args=[person]) for person in people]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(30)
    assert sorted(map(str, outcomes)) == ["This was decided already."] * 3 + ["True"]
    assert len(done) == 1
    assert Voice.objects.count() == 2


@marks.commits
def test_the_same_person_at_the_same_moment_counts_once(carol: User, done: list[Any]) -> None:
    """A double click, or two windows of one person, make one voice."""
    User.objects.filter(pk=carol.pk).update(is_active=False)  # so that one more yes completes nothing
    carol.is_active = True
    made = _ask(carol)
    erin = build.user("erin", "keeper")
    start, outcomes = threading.Barrier(2), []

    def press() -> None:
        try:
            start.wait(10)
            outcomes.append(approve.answer(approval=made, yes=True, reason="", by=erin))
        except NotAllowed:
            outcomes.append(None)
        finally:
            connections["default"].close()

    pressing = [threading.Thread(target=press) for _ in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(30)
    assert sorted(map(str, outcomes)) == ["False", "None"]
    assert Voice.objects.filter(by="erin").count() == 1
    assert done == []
