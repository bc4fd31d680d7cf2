"""The life of a record that was proposed or held: who may move it where."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.statements import ledger, proof
from habeas.statements.ledger import LedgerError
from habeas.statements.models import LIVE, PROPOSED, QUARANTINED, RETURNED, WITHDRAWN, Record, Review
from habeas.statements.review import current, possible, review
from tests import build, marks
from tests.statements import deliveries

pytestmark = pytest.mark.django_db
STEPS = ("accepted", "returned", "assigned", "proposed", "promoted", "finalised")


@pytest.fixture
def proposal(db: None) -> Record:
    """Bob's, waiting for a peer."""
    return build.record(("name", "Testperson Alpha"), proposed=True, by="bob")


@pytest.fixture
def held(db: None) -> Record:
    """One row of a quarantined batch."""
    return deliveries.deliver(build.source("one"), 101, ["1"], arrived=QUARANTINED)[0]


def _move(record: Record, step: str, *, by: str = "alice", note: str = "looked at it", to: str = "carol") -> Record:
    review(by=by, record=record, step=step, note=note, to=to)
    return Record.objects.get(pk=record.pk)


def test_a_peer_accepts(proposal: Record) -> None:
    """What a peer accepted counts; the record is told of as changed."""
    written = review(by="alice", record=proposal, step="accepted")
    assert written.records == (proposal.pk,)
    assert Record.objects.get(pk=proposal.pk).standing == LIVE
    assert current(proposal) == "accepted"


def test_nobody_accepts_their_own(proposal: Record) -> None:
    """The author is no peer, also when it was assigned to the author."""
    with pytest.raises(LedgerError, match="you wrote it"):
        _move(proposal, "accepted", by="bob")
    _move(proposal, "assigned", to="bob")
    with pytest.raises(LedgerError, match="you wrote it"):
        _move(proposal, "accepted", by="bob")
    assert Record.objects.get(pk=proposal.pk).standing == PROPOSED


def test_an_author_with_every_right_is_still_the_author() -> None:
    """An analyst's own proposal waits for another analyst."""
    made = build.record(("name", "Testperson"), proposed=True, by="alice")
    with pytest.raises(LedgerError, match="peer"):
        _move(made, "accepted", by="alice")
    assert _move(made, "accepted", by="carol").standing == LIVE


def test_what_is_assigned_waits_on(proposal: Record) -> None:
    """Somebody is named to look at it, and may be named anew; it still does not count."""
    assert _move(proposal, "assigned", to="carol").standing == PROPOSED
    assert _move(proposal, "assigned", to="erin").standing == PROPOSED
    assert [one.to for one in proposal.reviews.order_by("pk")] == ["carol", "erin"]
    assert _move(proposal, "accepted", by="erin").standing == LIVE


def test_assigning_needs_somebody(proposal: Record) -> None:
    """To nobody is no assignment."""
    with pytest.raises(LedgerError, match="to whom"):
        _move(proposal, "assigned", to="")


def test_returning_needs_a_note(proposal: Record) -> None:
    """The author has to learn what is wrong."""
    with pytest.raises(LedgerError, match="Say why"):
        _move(proposal, "returned", note="  ")
    assert _move(proposal, "returned", note=" which year? ").standing == RETURNED
    assert proposal.reviews.get().note == "which year?"


def test_only_the_author_proposes_again(proposal: Record) -> None:
    """A returned record comes back through its author, and then waits for a peer again."""
    _move(proposal, "returned")
    with pytest.raises(LedgerError, match="Only who wrote it"):
        _move(proposal, "proposed", by="alice")
    assert _move(proposal, "proposed", by="bob").standing == PROPOSED
    with pytest.raises(LedgerError, match="you wrote it"):
        _move(proposal, "accepted", by="bob")
    assert _move(proposal, "accepted").standing == LIVE
    assert ledger.author_of(proposal) == "bob"


def test_the_whole_life_holds_in_the_log(proposal: Record) -> None:
    """Assigned, returned, proposed again, accepted, finalised: `verify` finds nothing wrong with any of it."""
    for step, by in (("assigned", "carol"), ("returned", "carol"), ("proposed", "bob")):
        _move(proposal, step, by=by)
        assert [*proof.event_problems(), *proof.derived_problems(), *row_problems({})] == []
    for step in ("accepted", "finalised"):
        _move(proposal, step)
    assert [*proof.record_problems(), *proof.event_problems(), *proof.derived_problems(), *row_problems({})] == []
    assert list(
        Event.objects.filter(subject=f"record:{proposal.code}").order_by("pk").values_list("verb", "actor")
    ) == [
        ("record.proposed", "bob"),
        ("record.assigned", "carol"),
        ("record.returned", "carol"),
        ("record.proposed_again", "bob"),
        ("record.accepted", "alice"),
        ("record.finalised", "alice"),
    ]


def test_finalising_ends_it(proposal: Record) -> None:
    """Only what was accepted is finalised, and nothing follows."""
    with pytest.raises(LedgerError, match="does not follow"):
        _move(proposal, "finalised")
    _move(proposal, "accepted")
    assert _move(proposal, "finalised").standing == LIVE
    assert possible(proposal) == []
    for step in STEPS:
        with pytest.raises(LedgerError):
            _move(proposal, step)


def test_a_held_row_is_promoted(held: Record) -> None:
    """What a quarantined batch brought counts once promoted, and can be finalised."""
    assert possible(held) == ["promoted"]
    assert _move(held, "promoted").standing == LIVE
    assert _move(held, "finalised").standing == LIVE


@pytest.mark.parametrize("step", ["accepted", "returned", "assigned", "proposed", "finalised"])
def test_a_held_row_takes_no_other_way(held: Record, step: str) -> None:
    """Quarantine is left by promotion only."""
    with pytest.raises(LedgerError, match="does not follow"):
        _move(held, step)
    assert Record.objects.get(pk=held.pk).standing == QUARANTINED


@pytest.mark.parametrize("step", ["accepted", "returned", "assigned", "proposed", "promoted"])
def test_what_counts_already_is_not_proposed(step: str) -> None:
    """A record that was stated counts as accepted: it can be finalised and nothing else."""
    made = build.record(("name", "Testperson"), follow=False)
    assert possible(made) == ["finalised"]
    with pytest.raises(LedgerError):
        _move(made, step)


@pytest.mark.parametrize("step", ["", "deleted", "Accepted", "quarantined"])
def test_steps_that_do_not_exist_are_refused(proposal: Record, step: str) -> None:
    """A made-up step changes nothing and is not written down."""
    with pytest.raises(LedgerError, match="does not follow"):
        _move(proposal, step)
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("path", "then"),
    [
        ([], {"accepted", "returned", "assigned"}),
        (["assigned"], {"accepted", "returned", "assigned"}),
        (["returned"], {"proposed"}),
        (["returned", "proposed"], {"accepted", "returned", "assigned"}),
        (["accepted"], {"finalised"}),
    ],
)
def test_each_step_opens_these(proposal: Record, path: list[str], then: set[str]) -> None:
    """The whole table of what may follow what, for a proposal."""
    for step in path:
        _move(proposal, step, by="bob" if step == "proposed" else "alice")
    assert set(possible(proposal)) == then


def test_a_withdrawn_proposal_does_not_count_when_accepted(proposal: Record) -> None:
    """The author took it back meanwhile: accepting does not bring it to life."""
    ledger.withdraw_record(by="bob", record=proposal, reason="a mistake")
    assert _move(proposal, "accepted").standing == WITHDRAWN


def test_a_step_is_written_once_and_kept(proposal: Record) -> None:
    """Each step is a row with who, what and why; an event names the row, not the note."""
    _move(proposal, "returned", note="Testperson Beta?")
    row = Review.objects.get()
    assert (row.step, row.by, row.note, row.group) == ("returned", "alice", "Testperson Beta?", None)
    event = Event.objects.get(verb="record.returned")
    assert event.detail["rows"] == {"statements_review": [row.pk]}
    assert "Beta" not in str(event.detail)


@marks.commits
def test_two_peers_at_once_decide_once(proposal: Record) -> None:
    """One accepts, one returns, at the same moment: one of them is told that the step does not follow any more."""
    start, outcomes = threading.Barrier(2), []

    def decide(step: str) -> None:
        try:
            start.wait(10)
            review(by="alice", record=proposal, step=step, note="looked at it")
            outcomes.append(step)
        except LedgerError:
            outcomes.append("refused")
        finally:
            connections["default"].close()

    deciding = [threading.Thread(target=decide, args=[step]) for step in ("accepted", "returned")]
    for one in deciding:
        one.start()
    for one in deciding:
        one.join(30)
    assert len(outcomes) == 2
    assert outcomes.count("refused") == 1
    assert Review.objects.count() == 1
    assert list(proof.derived_problems()) == []
