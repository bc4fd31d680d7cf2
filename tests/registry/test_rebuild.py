"""Everything that people read can be thrown away and built again from the ledger."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from habeas.accounts.models import User
from habeas.audit.models import Event
from habeas.registry import check, listing, rebuild, work
from habeas.registry.models import Listing, Profile, Summary
from habeas.statements.models import Statement
from tests import build, marks

pytestmark = pytest.mark.django_db


def _derived() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for table, order in (
        ("registry_profile", "subject_id, low"),
        ("registry_summary", "subject, low"),
        ("index_namekey", "subject, key"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY {order}")
            found[table] = [row[1:] for row in cursor.fetchall()]
    return found


def _a_day_of_work(alice: User) -> None:
    build.imported()
    first = build.person("Testperson Delta", ("health", "ill", 3), (1, "type", "taken"), (1, "date", "2017"))
    second = build.person("Testperson Delta", (1, "type", "released"), (1, "date", "2019"))
    work.judge(by=alice, verdict="same", left=[first.pk], right=[second.pk], reason="one man")
    work.take_stance(
        by=alice, record=second, statement=Statement.objects.filter(record=first).first(), stance="disputes", note=""
    )
    listing.decide_listing(
        by=alice, subject=build.subject_of(first), decision="listed", criterion="wgad", category="I", reason="no basis"
    )


def test_a_rebuild_gives_the_same_bytes(alice: User) -> None:
    """Profiles, list rows and name keys at every ceiling are the same after everything was dropped and built anew."""
    _a_day_of_work(alice)
    before = _derived()
    assert rebuild.everything(by="tests") == 4
    assert _derived() == before
    assert Event.objects.filter(verb="registry.rebuilt").count() == 1


def test_workers_build_what_one_process_builds(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spread over worker processes in small chunks, the result is the same."""
    _a_day_of_work(alice)
    before = _derived()
    monkeypatch.setattr(rebuild, "CHUNK", 2)
    monkeypatch.setattr(rebuild, "_FEW", 1)
    done: list[tuple[int, int]] = []
    rebuild.everything(by="tests", report=lambda *told: done.append(told))
    assert _derived() == before
    assert done[-1] == (4, 5)  # one subject has no record that counts, so no profile


def test_a_changed_page_is_named(alice: User) -> None:
    """Somebody edits a profile in the database: `verify` names it, at the level of profile, row or key."""
    _a_day_of_work(alice)
    assert list(check.problems()) == []
    profile = Profile.objects.order_by("pk").first()
    assert profile is not None
    Profile.objects.filter(pk=profile.pk).update(data=profile.data.replace("Testperson", "Testpersom"))
    found = list(check.problems())
    assert {one.split(":")[0] for one in found} == {f"profiles of subject {profile.subject_id}"}
    assert len(found) == 2


def test_a_missing_and_a_foreign_row_are_named(alice: User) -> None:
    """A list row that is gone, and one of nobody."""
    _a_day_of_work(alice)
    Summary.objects.order_by("pk")[:1].get().delete()
    assert any("is not stored" in one for one in check.problems())


def test_nothing_to_build_is_no_problem() -> None:
    """An empty register rebuilds to nothing and verifies."""
    assert rebuild.everything(by="tests") == 0
    assert rebuild.touch([]) == 0
    assert list(check.problems()) == []


def test_listing_decisions_are_part_of_the_page(alice: User) -> None:
    """A decision changes its person's page and row at once."""
    made = build.person("Testperson Alpha")
    subject = build.subject_of(made)
    for decision, listed in (("listed", True), ("removed", False)):
        listing.decide_listing(
            by=alice, subject=subject, decision=decision, criterion="wgad", category="", reason="a reason"
        )
        assert Summary.objects.get(subject=subject).listed is listed
    assert Listing.objects.count() == 2


@marks.commits
def test_readers_never_see_half_a_rebuild(alice: User) -> None:
    """Another connection sees the old pages until the new ones are all there."""
    _a_day_of_work(alice)
    seen: list[int] = []
    side = connection.copy()

    def count(_done: int, _total: int) -> None:
        with side.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM registry_profile")
            seen.append(cursor.fetchone()[0])

    whole = Profile.objects.count()
    rebuild.CHUNK, rebuild._FEW, kept = 1, 0, (rebuild.CHUNK, rebuild._FEW)
    try:
        rebuild.everything(by="tests", report=count)
    finally:
        rebuild.CHUNK, rebuild._FEW = kept
        side.close()
    assert seen
    assert set(seen) == {whole}
