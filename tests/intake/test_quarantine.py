"""Rows that are held, and let in by choice or by rule."""

from __future__ import annotations

import pytest

from habeas.audit.proof import row_problems
from habeas.intake import load, quarantine, undo
from habeas.intake.models import Batch
from habeas.intake.quarantine import EQUALS, GIVEN, READ, Rule
from habeas.registry import check
from habeas.registry.models import Member
from habeas.registry.search import search
from habeas.statements.models import QUARANTINED, Record, Review
from tests import build

pytestmark = pytest.mark.django_db

ROWS = (
    "id,name,sex,born,taken,where,number\n"
    "1,Testperson Alpha,male,1980,,,\n"
    "2,Testperson Beta,female,someday,,,\n"
    "3,Testperson Gamma,,,,,T 300\n"
)


@pytest.fixture
def held() -> Batch:
    """Three rows in quarantine."""
    batch = build.delivery(ROWS)
    Batch.objects.filter(pk=batch.pk).update(quarantined=True)
    batch.refresh_from_db()
    return load.commit(batch, by="tests")


def _in() -> set[str]:
    return set(Member.objects.values_list("record__key", flat=True))


def test_held_rows_make_no_persons(held: Batch) -> None:
    """In the ledger, on no page, found by no search."""
    assert held.counts["new"] == 3
    assert held.counts["persons"] == 0
    assert Record.objects.filter(standing=QUARANTINED).count() == 3
    assert _in() == set()
    assert search("testperson", ceiling=4) == []


def test_a_mapping_can_demand_it() -> None:
    """quarantine = true in the mapping holds the rows whoever brings them."""
    mapping = build.MAPPING.replace('date_order = "dmy"', 'date_order = "dmy"\nquarantine = true')
    build.imported(ROWS, mapping=mapping)
    assert _in() == set()


def test_their_team_can_look_through_them(held: Batch) -> None:
    """By words of what they say, at or below the reader's ceiling."""
    assert [one.key for one in quarantine.held(held, words="BETA", ceiling=2)] == ["2"]
    assert quarantine.held(held, words="T 300", ceiling=2).count() == 0
    assert quarantine.held(held, words="T 300", ceiling=3).count() == 1
    assert quarantine.held(held, words="", ceiling=2).count() == 3
    assert quarantine.held(held, words="%\0' OR 1=1", ceiling=2).count() == 0


def test_rows_are_let_in_by_choice(held: Batch) -> None:
    """Those named by key become persons; the others stay held, and the batch stays in quarantine."""
    assert quarantine.promote(batch=held, by="alice", keys=["1", "3"], note="looked at") == 2
    assert _in() == {"1", "3"}
    held.refresh_from_db()
    assert held.quarantined is True
    assert quarantine.promote(batch=held, by="alice") == 1
    held.refresh_from_db()
    assert held.quarantined is False
    assert list(check.problems()) == []
    assert list(row_problems({})) == []


@pytest.mark.parametrize(
    ("rules", "met"),
    [
        ([Rule("sex", GIVEN)], {"1", "2"}),
        ([Rule("birth_date", GIVEN)], {"1", "2"}),
        ([Rule("birth_date", READ)], {"1"}),
        ([Rule("sex", EQUALS, " FEMALE ")], {"2"}),
        ([Rule("sex", GIVEN), Rule("birth_date", READ)], {"1"}),
        ([Rule("religion", GIVEN)], set()),
        ([], {"1", "2", "3"}),
    ],
)
def test_rows_are_let_in_by_rule(held: Batch, rules: list[Rule], met: set[str]) -> None:
    """Every rule has to be met; no rule means every row."""
    assert quarantine.promote(batch=held, by="alice", rules=rules) == len(met)
    assert _in() == met


def test_promotion_is_kept_as_a_decision(held: Batch) -> None:
    """One review row for each, by whom and why, joined as one decision."""
    quarantine.promote(batch=held, by="alice", note="the source was assessed")
    rows = Review.objects.all()
    assert {(one.step, one.by, one.note) for one in rows} == {("promoted", "alice", "the source was assessed")}
    assert len({one.group for one in rows}) == 1


def test_nothing_promoted_is_no_error(held: Batch) -> None:
    """Keys that nobody has: nothing happens, and verify stays content."""
    assert quarantine.promote(batch=held, by="alice", keys=["nobody"]) == 0
    assert list(row_problems({})) == []


def test_a_held_batch_is_taken_back_too(held: Batch) -> None:
    """Undone, the rows are withdrawn, not held."""
    quarantine.promote(batch=held, by="alice", keys=["1"])
    undo.undo(batch=held, by="alice", reason="planted")
    assert not Record.objects.filter(standing=QUARANTINED).exists()
    assert search("testperson", ceiling=4) == []


def test_the_same_list_again_takes_the_place_of_what_is_held(held: Batch) -> None:
    """Delivered once more and not held, the rows count, and nothing waits beside them."""
    assert build.imported(ROWS).counts["new"] == 3
    assert _in() == {"1", "2", "3"}
    assert Record.objects.filter(batch=held.pk, standing=QUARANTINED).count() == 0
