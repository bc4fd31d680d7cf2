"""Several deliveries of one list: of each row only the newest version that came in counts, in whatever order
batches are taken back, brought in again, held or let in."""

from __future__ import annotations

import itertools

import pytest

from habeas.audit.proof import row_problems
from habeas.intake import load, quarantine, undo
from habeas.intake.models import Batch
from habeas.registry import check, work
from habeas.statements.models import LIVE, QUARANTINED, Record, Statement
from tests import build

pytestmark = pytest.mark.django_db
HEAD = "id,name,sex,born,taken,where,number\n"


def _deliver(*born: str, held: bool = False, mapping: str = build.MAPPING) -> Batch:
    """One delivery of the list: person 1, 2, … with these birth years; an empty one is not in the list."""
    rows = [f"{n},Testperson {n},,{year},,,\n" for n, year in enumerate(born, start=1) if year]
    batch = build.delivery(HEAD + "".join(rows), mapping=mapping)
    Batch.objects.filter(pk=batch.pk).update(quarantined=held)
    batch.refresh_from_db()
    return load.commit(batch, by="tests")


def _counting(key: str = "1") -> list[str]:
    """The birth years that count for a person now."""
    said = Statement.objects.filter(record__key=key, record__standing=LIVE, property="birth_date")
    return sorted(said.values_list("original", flat=True))


def _holds() -> None:
    assert list(check.problems()) == []
    assert list(row_problems({})) == []


def _take_back(batch: Batch) -> None:
    batch.refresh_from_db()
    undo.undo(batch=batch, by="tests", reason="a plant")


def _bring_in(batch: Batch) -> None:
    batch.refresh_from_db()
    undo.reinstate(batch=batch, by="tests", reason="no plant")


def test_a_batch_in_the_middle_leaves_the_newest() -> None:
    """The second of three is taken back: the first does not come up beside the third."""
    _first, second, third = _deliver("1970"), _deliver("1971"), _deliver("1972")
    _take_back(second)
    assert _counting() == ["1972"]
    _take_back(third)
    assert _counting() == ["1970"]
    _bring_in(second)
    assert _counting() == ["1971"]
    _bring_in(third)
    assert _counting() == ["1972"]
    _holds()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_one_version_counts_whatever_the_order(order: tuple[int, ...]) -> None:
    """All are taken back and brought in again in any order: at each step the newest that is in counts."""
    years = ("1970", "1971", "1972")
    batches = [_deliver(year) for year in years]
    standing = {0, 1, 2}
    for act in (_take_back, _bring_in):
        for number in order:
            act(batches[number])
            standing ^= {number}
            assert _counting() == ([years[max(standing)]] if standing else [])
    _holds()


def test_an_older_delivery_that_comes_back_does_not_outdo_a_newer_one() -> None:
    """The newer came while the older was out, so nothing in it speaks of the older; still the newest counts."""
    older = _deliver("1970")
    _take_back(older)
    _deliver("1971")
    _bring_in(older)
    assert _counting() == ["1971"]


def test_gone_and_back_again() -> None:
    """A row is let go by the second delivery and comes back in the third; the second is taken back: one counts."""
    letting_go = build.MAPPING.replace('date_order = "dmy"', 'date_order = "dmy"\ngone = "retract"')
    _deliver("1970", "1980")
    second = _deliver("", "1980", mapping=letting_go)
    assert _counting() == []
    third = _deliver("1972", "1980")
    assert third.counts["new"] == 1
    _take_back(second)
    assert _counting() == ["1972"]
    assert _counting("2") == ["1980"]


def test_rows_in_quarantine_replace_nothing() -> None:
    """A held delivery that changes a row: what counted goes on counting until the row is let in."""
    _deliver("1970", "1980")
    held = _deliver("1971", "1981", held=True)
    assert held.counts["changed"] == 2
    assert (_counting(), _counting("2")) == (["1970"], ["1980"])
    quarantine.promote(batch=held, by="tests", keys=["1"])
    assert (_counting(), _counting("2")) == (["1971"], ["1980"])
    _take_back(held)
    assert (_counting(), _counting("2")) == (["1970"], ["1980"])
    _holds()


def test_quarantine_lets_nothing_go() -> None:
    """A held delivery without a row withdraws no row, whatever its mapping says of rows that are gone."""
    letting_go = build.MAPPING.replace('date_order = "dmy"', 'date_order = "dmy"\ngone = "retract"')
    _deliver("1970", "1980")
    held = _deliver("1970", "", held=True, mapping=letting_go)
    assert held.counts["gone"] == 1
    assert _counting("2") == ["1980"]


def test_the_same_from_a_better_hand_counts() -> None:
    """What waits in quarantine arrives again in a delivery that is not held: it counts, and nothing waits."""
    _deliver("1970")
    _deliver("1971", held=True)
    again = _deliver("1971")
    assert (again.counts["changed"], again.counts["unchanged"]) == (1, 0)
    assert _counting() == ["1971"]
    assert not Record.objects.filter(standing=QUARANTINED).exists()


def test_the_same_held_twice_is_unchanged() -> None:
    """A held delivery twice: the second brings nothing."""
    _deliver("1971", held=True)
    assert _deliver("1971", held=True).counts["unchanged"] == 1


def test_what_a_source_says_never_falls_below_its_tier() -> None:
    """A source was made more secret after its mapping was written: new rows come in at the source's tier."""
    first = _deliver("1970")
    assert first.source is not None
    type(first.source).objects.filter(pk=first.source.pk).update(tier=3)
    _deliver("1971")
    tiers = Statement.objects.filter(record__standing=LIVE, property="birth_date").values_list("tier", flat=True)
    assert list(tiers) == [3]


def test_a_dispute_ends_with_the_row_that_took_it() -> None:
    """A row disputes what another says: when it is replaced, comes back or goes, the other's page follows at once."""
    by = build.user("alice", all_sources=True)
    _deliver("1970", "1980")
    disputed = Statement.objects.get(record__key="1", property="birth_date")
    work.take_stance(
        by=by, record=Record.objects.get(key="2"), statement=disputed, stance="disputes", note="another year"
    )
    second = _deliver("1970", "1981")
    assert list(check.problems()) == []
    _take_back(second)
    assert list(check.problems()) == []
    _bring_in(second)
    assert list(check.problems()) == []
