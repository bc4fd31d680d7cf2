"""Erasure: for good, by two people, and the log still verifies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from habeas.accounts import approve
from habeas.accounts.models import Approval, User, Voice
from habeas.audit import chain
from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.evidence import store
from habeas.registry import check, erase, find, listing, secrecy, work
from habeas.registry.models import Listing, Member
from habeas.statements import proof
from habeas.statements.models import Erasure, Record, Retraction, Stance, Statement
from tests import build, marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(db: None) -> User:
    """A second keeper, who agrees."""
    return build.user("dora", "keeper", all_sources=True)


def _erased(record: Record, first: User, second: User, **more: str) -> Approval:
    asked = erase.ask(record=record, reason="the family asked", by=first, **more)
    assert approve.answer(approval=asked, yes=True, reason="agreed", by=second)
    return asked


def _problems() -> list[str]:
    return [
        *proof.record_problems(),
        *proof.event_problems(),
        *row_problems(proof.erased()),
        *proof.derived_problems(),
        *chain.problems(),
        *check.problems(),
    ]


def _about(table: str, record: Record) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE record_id = %s", [record.pk])
        return int(cursor.fetchone()[0])


def test_two_people_erase_a_record(carol: User, dora: User) -> None:
    """Content, salt and everything that was decided about it alone are gone; its digest stays and all verifies."""
    made = build.person("Testperson Alpha", ("occupation", "teacher"))
    digest = bytes(made.digest)
    _erased(made, carol, dora)
    assert not Record.objects.filter(pk=made.pk).exists()
    assert _about("statements_statement", made) == 0
    assert bytes(Erasure.objects.get(record_code=made.code).digest) == digest
    with pytest.raises(find.NotFound):
        find.subject(made.code, ceiling=4)
    assert Event.objects.get(verb="record.erased").actor == "dora"
    assert _problems() == [f"accounts_user {user.pk}: no event of the log wrote it" for user in (carol, dora)]


def test_one_person_erases_nothing(carol: User, alice: User) -> None:
    """The asker cannot agree, the wrong role cannot, and a "no" ends it."""
    made = build.person("Testperson Alpha")
    with pytest.raises(approve.NotAllowed):
        erase.ask(record=made, reason="just so", by=alice)
    asked = erase.ask(record=made, reason="the family asked", by=carol)
    for user in (carol, alice):
        with pytest.raises(approve.NotAllowed):
            approve.answer(approval=asked, yes=True, reason="", by=user)
    other = build.user("dora", "keeper", all_sources=True)
    assert approve.answer(approval=asked, yes=False, reason="not proven", by=other) is False
    assert Record.objects.filter(pk=made.pk).exists()


def test_the_database_itself_demands_two_voices(carol: User) -> None:
    """Whoever calls the database's function without two approvals of this very record is refused."""
    made, other = build.person("Testperson Alpha"), build.person("Testperson Beta")
    asked = erase.ask(record=made, reason="the family asked", by=carol)
    for code in (made.code, other.code):
        with pytest.raises(DatabaseError, match="two approvals"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT registry_erase(%s, %s)", [code, asked.pk])
    Voice.objects.create(approval=asked, by="carol2", yes=False)
    with pytest.raises(DatabaseError, match="two approvals"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT registry_erase(%s, %s)", [made.code, asked.pk])


@pytest.mark.parametrize("function", ["registry_erase_again('x', 1, 'y', now())", "registry_erase_rows(1)"])
def test_the_application_may_not_erase_behind_the_door(function: str) -> None:
    """The functions behind the door are the owner's alone."""
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}")


def test_what_was_decided_about_it_goes_too(carol: User, dora: User, alice: User) -> None:
    """Stances, reviews, retractions, raisings, listings, and judgements that lose a side; other people's stay."""
    made, other, third = (build.person(f"Testperson {x}") for x in "ABC")
    statement = Statement.objects.filter(record=made).first()
    work.take_stance(by=alice, record=other, statement=statement, stance="confirms", note="said of A")
    listing.decide_listing(
        by=alice, subject=build.subject_of(made), decision="listed", criterion="wgad", category="", reason="of A"
    )
    work.judge(by=alice, verdict="same", left=[made.pk], right=[other.pk], reason="A is B")
    work.judge(by=alice, verdict="different", left=[other.pk], right=[third.pk], reason="B is not C")
    work.judge(by=alice, verdict="same", left=[made.pk, other.pk], right=[third.pk], reason="all one")
    secrecy.raise_tier(by=alice, record=made, tier=3, reason="careful")
    work.withdraw(by=alice, statements=[statement], reason="misread")
    _erased(made, carol, dora)
    assert not Stance.objects.exists()
    assert not Listing.objects.exists()
    assert not Retraction.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM linkage_judgement ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == ["B is not C", "all one"]
    assert not Member.objects.filter(record_id=made.pk).exists()
    assert [one for one in _problems() if "accounts_user" not in one] == []


def test_a_bridge_that_goes_parts_what_it_joined(carol: User, dora: User, alice: User) -> None:
    """A and C were one through B only; without B they are two again."""
    a, b, c = (build.person(f"Testperson {x}") for x in "ABC")
    work.judge(by=alice, verdict="same", left=[a.pk], right=[b.pk], reason="one")
    work.judge(by=alice, verdict="same", left=[b.pk], right=[c.pk], reason="one")
    assert build.subject_of(a) == build.subject_of(c)
    _erased(b, carol, dora)
    assert build.subject_of(a) != build.subject_of(c)
    assert list(check.problems()) == []


def test_a_row_of_a_batch_can_be_erased(carol: User, dora: User) -> None:
    """The batch still verifies: its digest is computed with the leaf that stays."""
    batch = build.imported()
    made = Record.objects.filter(batch=batch.pk).order_by("pk")[1]
    _erased(made, carol, dora)
    assert list(proof.event_problems()) == []
    again = build.imported()
    assert again.counts["new"] == 1, "a new delivery of the same list would bring it back, and says so"


@marks.commits
def test_the_list_of_erasures_names_no_content() -> None:
    """Code, approval, reason, time: what a restore needs, and nothing of what was said."""
    carol, dora = (build.user(name, "keeper", all_sources=True) for name in ("carol", "dora"))
    path = Path(settings.WORKSPACE) / erase.LIST
    path.unlink(missing_ok=True)
    made = build.person("Testperson Alpha", ("occupation", "teacher"))
    asked = _erased(made, carol, dora)
    [entry] = erase.noted(path)
    assert entry["code"] == made.code
    assert entry["approval"] == asked.pk
    assert "Alpha" not in path.read_text("utf-8")
    assert "teacher" not in path.read_text("utf-8")
    path.unlink()


@marks.commits
def test_the_file_goes_too_when_both_agree() -> None:
    """Asked for with the file: the sealed delivery is destroyed, and the store knows that it was meant."""
    carol, dora = (build.user(name, "keeper", all_sources=True) for name in ("carol", "dora"))
    batch = build.imported()
    made = Record.objects.filter(batch=batch.pk).first()
    assert made is not None
    place = store.path_of(batch.item)
    assert place.exists()
    _erased(made, carol, dora, file=batch.item.sha256)
    assert not place.exists()
    assert [one for one in store.problems() if batch.item.sha256[:16] in one] == []
    (Path(settings.WORKSPACE) / erase.LIST).unlink()


@marks.commits
def test_a_restore_erases_again() -> None:
    """The record is back, as after restoring an older backup: replaying the list takes it out again, once."""
    carol, dora = (build.user(name, "keeper", all_sources=True) for name in ("carol", "dora"))
    made = build.person("Testperson Alpha")
    other = build.person("Testperson Beta")
    del carol, dora
    entry = {
        "code": made.code,
        "approval": 1,
        "reason": "the family asked",
        "at": "2026-01-02T03:04:05+00:00",
        "file": "",
    }
    assert erase.replay([entry], by="restore") == 1
    assert not Record.objects.filter(pk=made.pk).exists()
    assert Record.objects.filter(pk=other.pk).exists()
    assert erase.replay([entry], by="restore") == 0
    assert [one for one in _problems() if "accounts_user" not in one] == []


@pytest.mark.parametrize("line", ["not json", "[]", '{"code": "x"}', "5"])
def test_a_damaged_list_is_refused(tmp_path: Path, line: str) -> None:
    """A list that cannot be read stops a restore instead of forgetting an erasure."""
    path = tmp_path / erase.LIST
    good = json.dumps({"code": "a", "approval": 1, "reason": "b", "at": "2026-01-01T00:00:00+00:00"})
    path.write_text(f"{good}\n{line}\n")
    with pytest.raises(erase.EraseError, match="line 2"):
        erase.noted(path)


def test_a_record_that_is_gone_cannot_be_erased_twice(carol: User, dora: User) -> None:
    """Two requests for one record: the second says that it is gone."""
    made = build.person("Testperson Alpha")
    first = erase.ask(record=made, reason="a", by=carol)
    second = erase.ask(record=made, reason="b", by=carol)
    approve.answer(approval=first, yes=True, reason="", by=dora)
    with pytest.raises(erase.EraseError):
        approve.answer(approval=second, yes=True, reason="", by=dora)
