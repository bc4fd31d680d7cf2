"""What people do with the register: the ledger grows and every page follows."""

from __future__ import annotations

import pytest

from habeas.accounts import approve
from habeas.accounts.models import User
from habeas.audit.models import Event
from habeas.registry import check, find, listing, secrecy, sourcing, work
from habeas.registry.models import Listing, Member
from habeas.statements import ledger
from habeas.statements.drafting import Draft, Said
from habeas.statements.ledger import LedgerError, NewSource
from habeas.statements.models import PROPOSED, RETURNED, Raising, Record, Retraction, Source, Statement
from tests import build

pytestmark = pytest.mark.django_db


def _draft(*said: tuple[str, str]) -> Draft:
    return Draft("", "", "detained", [Said(None, *one) for one in said or (("name", "Testperson Alpha"),)])


def _values(code: str, name: str, ceiling: int = 2) -> list[str]:
    return [one["original"] for one in find.subject(code, ceiling=ceiling).profile["values"].get(name, [])]


def test_a_record_by_hand_makes_its_person(alice: User) -> None:
    """Stated by an analyst: it counts at once, with an event and no problem for `verify`."""
    made = work.state(by=alice, source=build.source("one"), kind="person", draft=_draft())
    assert find.subject(made.code, ceiling=2).profile["name"] == "Testperson Alpha"
    assert Event.objects.get(verb="record.stated").actor == "alice"
    assert list(check.problems()) == []


def test_a_contributors_record_waits_for_a_peer(alice: User, bob: User) -> None:
    """Proposed: it changes no page until somebody else accepts it."""
    about = build.person("Testperson Alpha")
    made = work.state(
        by=bob, source=build.source("one"), kind="person", draft=_draft(("occupation", "teacher")), same_as=about
    )
    assert made.standing == PROPOSED
    assert _values(about.code, "occupation") == []
    work.review(by=alice, record=made, step="accepted")
    assert _values(about.code, "occupation") == ["teacher"]
    assert list(check.problems()) == []


def test_a_returned_proposal_can_be_written_anew(alice: User, bob: User) -> None:
    """Returned with a note; the author replaces it by a newer version, which waits again."""
    source = build.source("one")
    made = work.state(by=bob, source=source, kind="person", draft=_draft())
    work.review(by=alice, record=made, step="returned", note="which town?")
    made.refresh_from_db()
    assert made.standing == RETURNED
    again = work.state(by=bob, source=source, kind="person", draft=_draft(("name", "Testperson Beta")), replaces=made)
    made.refresh_from_db()
    assert (made.standing, again.standing) == (1, PROPOSED)


def test_nobody_replaces_what_others_wrote(alice: User, bob: User) -> None:
    """A contributor may replace their own proposals only; and only within one source."""
    theirs = build.record(("name", "Testperson Alpha"), of=build.source("one"))
    with pytest.raises(LedgerError):
        work.state(by=bob, source=build.source("one"), kind="person", draft=_draft(), replaces=theirs)
    with pytest.raises(LedgerError):
        work.state(by=alice, source=build.source("two"), kind="person", draft=_draft(), replaces=theirs)


def test_a_newer_version_supersedes(alice: User) -> None:
    """An analyst replaces a record: the old one stays readable and no longer counts."""
    source = build.source("one")
    old = build.record(("name", "Testperson Alpha"), ("occupation", "farmer"), of=source)
    new = work.state(by=alice, source=source, kind="person", draft=_draft(), replaces=old, same_as=None)
    old.refresh_from_db()
    assert old.standing == 1
    assert Retraction.objects.get(record=old.pk).by_record == new.pk


def test_a_correction_disputes_what_it_corrects(alice: User) -> None:
    """Somebody says otherwise: both values stay, the first is marked as disputed."""
    made = build.person("Testperson Alpha", ("sex", "male"))
    wrong = Statement.objects.get(record=made, property="sex")
    work.state(
        by=alice,
        source=NewSource("An invented relative", "testimony"),
        kind="person",
        draft=_draft(("sex", "female")),
        same_as=made,
        answers=(wrong, "disputes"),
    )
    values = find.subject(made.code, ceiling=2).profile["values"]["sex"]
    assert {one["original"]: one.get("disputed") for one in values} == {"male": ["disputes"], "female": None}
    assert Source.objects.get(title="An invented relative").code.startswith("hand-")


def test_withdrawing_what_confirmed_takes_the_support_away(alice: User) -> None:
    """A record that confirmed another's statement is withdrawn: that other page follows too."""
    made, other = build.person("Testperson Alpha", ("sex", "male")), build.person("Testperson Beta")
    statement = Statement.objects.get(record=made, property="sex")
    work.take_stance(by=alice, record=other, statement=statement, stance="confirms", note="")
    assert find.subject(made.code, ceiling=2).profile["values"]["sex"][0]["origins"] == 2
    work.withdraw_record(by=alice, record=other, reason="forged")
    assert find.subject(made.code, ceiling=2).profile["values"]["sex"][0]["origins"] == 1
    assert list(check.problems()) == []


def test_single_statements_are_withdrawn_and_brought_back(alice: User) -> None:
    """One value goes, the rest of the record stays; undone, it counts again."""
    made = build.person("Testperson Alpha", ("sex", "male"))
    statement = Statement.objects.get(record=made, property="sex")
    work.withdraw(by=alice, statements=[statement], reason="misread")
    assert _values(made.code, "sex") == []
    work.undo_retraction(by=alice, retraction=Retraction.objects.get(statement=statement.pk), reason="read right")
    assert _values(made.code, "sex") == ["male"]


def test_a_listing_decision_needs_all_of_it(alice: User) -> None:
    """Criterion, reason, a known word, a person with a record in force."""
    made = build.person("Testperson Alpha")
    subject = build.subject_of(made)
    good = {"decision": "listed", "criterion": "wgad", "category": "I", "reason": "no legal basis"}
    for wrong in ({"decision": "published"}, {"criterion": ""}, {"reason": "  "}):
        with pytest.raises(listing.ListingError):
            listing.decide_listing(by=alice, subject=subject, **{**good, **wrong})
    with pytest.raises(listing.ListingError):
        listing.decide_listing(by=alice, subject=10**9, **good)
    listing.decide_listing(by=alice, subject=subject, **good)
    assert Listing.objects.get().assessor == "alice"
    assert find.subject(made.code, ceiling=2).profile["listing"]["listed"] is True


def test_a_decision_stays_with_its_person_when_pages_part(alice: User) -> None:
    """Listed as one, then parted: the decision stays with the record that it was made about."""
    first, second = build.person("Testperson Alpha"), build.person("Testperson Beta")
    work.judge(by=alice, verdict="same", left=[first.pk], right=[second.pk], reason="one")
    listing.decide_listing(
        by=alice, subject=build.subject_of(first), decision="listed", criterion="wgad", category="", reason="a reason"
    )
    judgement = Member.objects.get(record=first).subject_id
    assert judgement == build.subject_of(second)
    from_page = find.subject(second.code, ceiling=2).profile["listing"]
    assert from_page["listed"] is True
    work.judge(by=alice, verdict="different", left=[first.pk], right=[second.pk], reason="two after all")
    assert find.subject(first.code, ceiling=2).profile["listing"]["listed"] is True
    assert find.subject(second.code, ceiling=2).profile["listing"] is None


def test_a_better_grade_changes_the_pages(alice: User) -> None:
    """A source's reliability is raised: the value it gives moves to the front, everywhere."""
    good, poor = build.source("good", reliability="D"), build.source("poor", reliability="C")
    first = build.person("Testperson Alpha", ("sex", "male"), of=good)
    second = build.person("Testperson Alpha", ("sex", "female"), of=poor)
    work.judge(by=alice, verdict="same", left=[first.pk], right=[second.pk], reason="one")
    assert _values(first.code, "sex") == ["female", "male"]
    sourcing.change_source(by=alice, source=good, reliability="A")
    assert _values(first.code, "sex") == ["male", "female"]
    assert list(check.problems()) == []


def test_a_copy_corroborates_nothing_from_the_moment_it_is_known(alice: User) -> None:
    """Said to have copied the other list: two origins become one, on pages of copies of copies too."""
    one, two, three = (build.source(code) for code in ("one", "two", "three"))
    made = [build.person("Testperson Alpha", of=source) for source in (one, two, three)]
    for other in made[1:]:
        work.judge(by=alice, verdict="same", left=[made[0].pk], right=[other.pk], reason="one")
    assert find.subject(made[0].code, ceiling=2).profile["origins"] == 3
    sourcing.change_source(by=alice, source=three, upstream=two)
    sourcing.change_source(by=alice, source=two, upstream=one)
    assert find.subject(made[0].code, ceiling=2).profile["origins"] == 1
    with pytest.raises(LedgerError):
        sourcing.change_source(by=alice, source=one, upstream=three)
    assert list(check.problems()) == []


def test_a_source_is_never_made_less_secret(alice: User) -> None:
    """What it said came under the higher tier."""
    made = build.source("one", tier=3)
    with pytest.raises(LedgerError):
        sourcing.change_source(by=alice, source=made, tier=2)


def test_what_is_made_more_secret_is_gone_from_the_next_page_on(alice: User) -> None:
    """Raised: below the tier neither page, list, search nor id shows it."""
    made = build.person("Testperson Alpha", ("occupation", "teacher"))
    statement = Statement.objects.get(record=made, property="occupation")
    secrecy.raise_tier(by=alice, statement=statement, tier=3, reason="tells who spoke")
    assert _values(made.code, "occupation") == []
    assert _values(made.code, "occupation", ceiling=3) == ["teacher"]
    secrecy.raise_tier(by=alice, record=made, tier=3, reason="the family asked")
    with pytest.raises(find.NotFound):
        find.subject(made.code, ceiling=2)
    assert list(check.problems()) == []


def test_showing_it_again_needs_a_second_person(alice: User, carol: User) -> None:
    """One asks, another agrees, then the page shows it as before."""
    made = build.person("Testperson Alpha", ("occupation", "teacher"))
    secrecy.raise_tier(by=carol, record=made, tier=3, reason="be careful")
    approval = secrecy.ask_undo(by=carol, raising=Raising.objects.get(), reason="the danger is over")
    with pytest.raises(approve.NotAllowed):
        approve.answer(approval=approval, yes=True, reason="", by=carol)
    publisher = build.user("pia", "publisher")
    assert approve.answer(approval=approval, yes=True, reason="agreed", by=publisher)
    assert _values(made.code, "occupation") == ["teacher"]
    assert list(check.problems()) == []


def test_raisings_of_a_record_are_found_for_its_page(alice: User) -> None:
    """Those of the record, of its statements, of its batch."""
    batch = build.imported()
    made = Record.objects.filter(batch=batch.pk).first()
    assert made is not None
    statement = made.statements.first()
    secrecy.raise_tier(by=alice, record=made, tier=3, reason="a")
    secrecy.raise_tier(by=alice, statement=statement, tier=3, reason="b")
    secrecy.raise_tier(by=alice, batch=batch.pk, tier=3, reason="c")
    assert [one.reason for one in secrecy.of_record(made)] == ["a", "b", "c"]


def test_nothing_is_said_is_refused(alice: User) -> None:
    """A record without a value is no record; no source is left behind either."""
    before = Source.objects.count()
    with pytest.raises(LedgerError):
        work.state(
            by=alice, source=NewSource("Nobody", "testimony"), kind="person", draft=Draft("", "", "detained", [])
        )
    assert Source.objects.count() == before
    assert ledger.author_of(build.person("Testperson Alpha")) == "tests"
