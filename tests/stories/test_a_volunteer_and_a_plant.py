"""A volunteer proposes, a peer returns it, it is accepted; later a source turns out to be a plant."""

from __future__ import annotations

import pytest

from habeas.accounts.models import User
from habeas.audit.models import Event
from habeas.intake import undo
from habeas.intake.models import Batch
from habeas.registry import work
from habeas.registry.models import Profile, Summary
from habeas.statements import ledger
from habeas.statements.drafting import Draft
from habeas.statements.ledger import LedgerError, NewSource
from habeas.statements.models import Record, Source
from tests import build
from tests.console.terminal import here
from tests.stories import telling

pytestmark = pytest.mark.django_db

PLANTED = (
    "id,name,sex,born,taken,where,number\n"
    "1,Testperson Alpha,male,1950,3/4/2017,Nowhere,\n"
    "7,Testperson Avatar,male,,7/2019,Nowhere,\n"
)


def _draft(*values: tuple[object, ...]) -> Draft:
    return Draft("", "", "detained", build.said(*values), said_by="a neighbour")


def test_a_proposal_becomes_part_of_the_page(people: dict[str, User]) -> None:
    """Proposed, returned with a note, answered, accepted: only then does the page change; the trail tells it all."""
    alice, bob = people["alice"], people["bob"]
    build.imported(by="alice")
    person = here("search", "invented:1", "--json").json["hits"][0]["person"]
    before = telling.pages()
    # Bob proposes, about this person.
    known = Record.objects.get(code=person)
    draft = _draft(("name", "Testperson Alpha"), ("occupation", "teacher"))
    proposal = work.state(
        by=bob, source=NewSource("A neighbour", "testimony"), kind="person", draft=draft, same_as=known
    )
    assert telling.pages() == before, "a proposal changes no page"
    # He cannot accept it himself; Alice returns it with a question.
    with pytest.raises(LedgerError, match="peer"):
        work.review(by=bob, record=proposal, step="accepted")
    work.review(by=alice, record=proposal, step="returned", note="since when?")
    # He answers with a better version, which replaces his own.
    better = work.state(
        by=bob,
        source=proposal.source,
        kind="person",
        draft=_draft(("name", "Testperson Alpha"), ("occupation", "teacher since 2001")),
        replaces=proposal,
        same_as=known,
    )
    assert telling.pages() == before
    # Alice accepts: the page has the value, with Bob's source beside the list's.
    work.review(by=alice, record=better, step="accepted")
    assert telling.values(person, "occupation") == ["teacher since 2001"]
    assert telling.page(person)["origins"] == 2
    assert telling.count() == 3, "it is about a known person"
    verbs = Event.objects.filter(subject__in=[f"record:{proposal.code}", f"record:{better.code}"]).order_by("pk")
    assert [(event.actor, event.verb) for event in verbs] == [
        ("bob", "record.proposed"),
        ("alice", "record.returned"),
        ("bob", "record.proposed"),
        ("alice", "record.accepted"),
    ]
    assert telling.holds()


def test_a_plant_is_taken_back_without_a_trace(people: dict[str, User]) -> None:
    """Everything that rested on a planted list is as if it had never been; the audit trail alone keeps the story."""
    alice, hanna = people["alice"], people["hanna"]
    build.imported(by="alice")
    person = here("search", "invented:1", "--json").json["hits"][0]["person"]
    clean = telling.pages()
    # A "leak" arrives that confirms one person and brings another.
    mapping = build.MAPPING.replace('code = "invented"', 'code = "leak"').replace(
        'kind = "database"', 'kind = "leaked_file"'
    )
    build.imported(PLANTED, mapping=mapping, name="leak.csv", by="alice")
    leak = Batch.objects.latest("pk")
    same = [Record.objects.get(source__code=code, key="1").pk for code in ("invented", "leak")]
    work.judge(by=alice, verdict="same", left=same[:1], right=same[1:], reason="the same name and day")
    assert telling.page(person)["origins"] == 2
    assert telling.values(person, "birth_date") == ["1/2/1980", "1950"]
    assert telling.count() == 4
    assert here("search", "avatar").out != "Nothing found.\n"
    # A statement by hand, resting on it, confirms the list.
    source = ledger.add_source(by="hanna", code="notes", title="Notes on the leak", kind="analyst")
    draft = _draft(("name", "Testperson Avatar"))
    copied = work.state(by=hanna, source=source, kind="person", draft=draft)
    # It turns out to be a plant.
    undo.undo(batch=leak, by="hanna", reason="the pictures are avatars")
    work.withdraw_record(by=hanna, record=copied, reason="rests on the planted file")
    assert telling.pages() == clean
    assert here("search", "avatar").out == "Nothing found.\n"
    assert here("search", "leak:1").out == "Nothing found.\n"
    assert telling.count() == 3
    assert not Profile.objects.filter(data__contains="leak").exists()
    assert not Summary.objects.filter(sources__contains=[Source.objects.get(code="leak").pk]).exists()
    # The whole story is in the trail.
    told = list(Event.objects.order_by("pk").values_list("actor", "verb"))
    for step in (
        ("alice", "batch.received"),
        ("tests", "batch.committed"),
        ("alice", "judgement.same"),
        ("hanna", "record.stated"),
        ("hanna", "batch.undone"),
        ("hanna", "record.withdrawn"),
    ):
        assert step in told
    assert telling.holds()
