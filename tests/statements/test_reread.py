"""Reading the ledger again: readings follow the readers of today, and nothing that was said moves."""

from __future__ import annotations

import tracemalloc
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.statements import proof, reread
from habeas.statements.models import Record, Statement
from habeas.statements.reading import READER, SEALED, Habits, Reader, Reading
from tests import build
from tests.statements import deliveries

pytestmark = pytest.mark.django_db
READINGS = ("value", "low", "high", "reference", "flag", "reader")
SAID = tuple(f.attname for f in Statement._meta.concrete_fields if f.name not in READINGS)


def _rows(*columns: str) -> list[tuple[Any, ...]]:
    return list(Statement.objects.order_by("pk").values_list(*columns))


def _records() -> list[dict[str, Any]]:
    return [{k: v for k, v in vars(one).items() if k != "_state"} for one in Record.objects.order_by("pk")]


def _spoil() -> None:
    """Readings as a worse reader would have left them."""
    Statement.objects.update(
        value="misread", low=date(1900, 1, 1), high=None, reference="x", flag="unreadable", reader=1
    )


@pytest.fixture
def said(db: None) -> list[Record]:
    """Two sources that write dates in opposite order, and a few other values."""
    return [
        build.record(
            ("name", "TESTPERSON ALPHA"),
            ("birth_date", "3/4/1980"),
            ("sex", "male"),
            of=build.source(order),
            habits=Habits(date_order=order),
            follow=False,
        )
        for order in ("dmy", "mdy")
    ]


def test_a_fresh_ledger_reads_the_same(said: list[Record]) -> None:
    """What the readers of today wrote, the readers of today would not change."""
    found = reread.reread(by="console", apply=False)
    assert (found.read, found.changed, found.samples, found.records) == (6, {}, [], set())


def test_showing_changes_nothing(said: list[Record]) -> None:
    """Without `apply` the differences are counted and shown; no row and no event is written."""
    _spoil()
    before, events = _rows(*SAID, *READINGS), Event.objects.count()
    found = reread.reread(by="console", apply=False)
    assert found.changed == {"name": 2, "birth_date": 2, "sex": 2}
    assert found.records == {one.pk for one in said}
    assert _rows(*SAID, *READINGS) == before
    assert Event.objects.count() == events


def test_applying_brings_the_readings_back(said: list[Record]) -> None:
    """Every reading is again what the readers give, each with its own source's habits."""
    before = _rows(*READINGS)
    _spoil()
    assert reread.reread(by="console", apply=True).changed == {"name": 2, "birth_date": 2, "sex": 2}
    assert _rows(*READINGS) == before
    births = Statement.objects.filter(property="birth_date").order_by("pk")
    assert [str(one.low) for one in births] == ["1980-04-03", "1980-03-04"]
    assert reread.reread(by="console", apply=True).changed == {}


def test_nothing_that_was_said_moves(said: list[Record]) -> None:
    """Originals, tiers, standings, records and their digests are byte for byte the same, and everything holds."""
    said_before, records = _rows(*SAID), _records()
    _spoil()
    reread.reread(by="console", apply=True)
    assert _rows(*SAID) == said_before
    assert _records() == records
    assert [*proof.record_problems(), *proof.event_problems(), *proof.derived_problems(), *row_problems({})] == []


def test_a_rereading_is_in_the_audit_trail(said: list[Record]) -> None:
    """Who did it and how many readings of which property changed; no value."""
    _spoil()
    reread.reread(by="console:ada", apply=True)
    event = Event.objects.get(verb="ledger.reread")
    assert event.actor == "console:ada"
    assert event.detail == {"changed": {"name": 2, "birth_date": 2, "sex": 2}, "reader": READER}


def test_samples_show_readings_not_words(said: list[Record]) -> None:
    """What is printed is the old and the new reading with the statement's number: never the wording."""
    Statement.objects.filter(property="sex").update(value="misread")
    found = reread.reread(by="console", apply=False)
    numbers = Statement.objects.filter(property="sex").order_by("pk").values_list("pk", flat=True)
    assert found.samples == [("sex", "misread", "male", number) for number in numbers]


def test_a_new_reader_marks_what_it_has_read(said: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement whose reading stays the same notes the newer reader, and is no difference."""
    monkeypatch.setattr(reread, "READER", READER + 1)
    found = reread.reread(by="console", apply=True)
    assert (found.changed, found.records) == ({}, set())
    assert set(Statement.objects.values_list("reader", flat=True)) == {READER + 1}


def test_a_better_reader_is_followed(said: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader of today says counts, for the properties where it says something else."""
    real = Reader.read

    def better(self: Reader, code: str, original: str) -> Reading:
        return Reading("better", reference="r") if code == "sex" else real(self, code, original)

    monkeypatch.setattr(Reader, "read", better)
    assert reread.reread(by="console", apply=True).changed == {"sex": 2}
    assert set(Statement.objects.filter(property="sex").values_list("value", "reference")) == {("better", "r")}


def test_sealed_values_are_never_read(two_keepers: list[x25519.Identity], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ciphertext is not handed to any reader, not even when a column claims that it is no longer sealed."""
    made = build.record(("phone", "123", 4), follow=False)
    before = _rows(*READINGS)
    Statement.objects.update(value="misread", flag=None, tier=2)

    def refuse(*_arguments: object) -> Reading:
        raise AssertionError("a sealed value was read")

    monkeypatch.setattr(Reader, "read", refuse)
    reread.reread(by="console", apply=True)
    assert _rows(*READINGS) == before == [(*SEALED, READER)]
    assert build.opened(made.statements.get(), str(two_keepers[0])) == "123"


def test_a_raised_value_is_read_and_stays_raised(said: list[Record]) -> None:
    """The tier in force is no reading."""
    Statement.objects.filter(property="name").update(tier=3)
    _spoil()
    reread.reread(by="console", apply=True)
    assert set(Statement.objects.filter(property="name").values_list("tier", "value")) == {(3, "Testperson Alpha")}


def test_withdrawn_values_are_read_too(said: list[Record]) -> None:
    """They may come back: their reading is kept up."""
    Statement.objects.update(standing=2)
    _spoil()
    reread.reread(by="console", apply=True)
    assert not Statement.objects.filter(value="misread").exists()
    assert set(Statement.objects.values_list("standing", flat=True)) == {2}


def test_a_property_that_no_pack_declares_keeps_its_reading(said: list[Record]) -> None:
    """A pack was taken out of use: its values stay as they were read, and the others are read on."""
    gone = Statement.objects.create(
        record=said[0], property="gone", original="x", said_tier=2, tier=2, value="as it was", reader=1
    )
    Statement.objects.filter(property="sex").update(value="misread")
    found = reread.reread(by="console", apply=True)
    assert (found.read, found.changed) == (7, {"sex": 2})
    gone.refresh_from_db()
    assert (gone.value, gone.reader) == ("as it was", 1)


def test_an_empty_ledger_is_read_quickly() -> None:
    """Nothing said, nothing read, and applying it is noted all the same."""
    assert reread.reread(by="console", apply=True).read == 0
    assert Event.objects.get(verb="ledger.reread").detail["changed"] == {}


@pytest.mark.parametrize("step", [1, 2, 5, 6, 7])
def test_every_step_size_reads_everything(said: list[Record], monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """No statement is missed or read twice where one step ends and the next begins; progress is told."""
    monkeypatch.setattr(reread, "_STEP", step)
    _spoil()
    told: list[int] = []
    found = reread.reread(by="console", apply=True, report=told.append)
    assert found.read == told[-1] == 6
    assert told == sorted(told)
    assert not Statement.objects.filter(value="misread").exists()


def test_samples_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much changes, a handful is shown."""
    monkeypatch.setattr(reread, "_SAMPLES", 3)
    deliveries.deliver(build.source("one"), 101, [str(number) for number in range(20)])
    _spoil()
    found = reread.reread(by="console", apply=False)
    assert (len(found.samples), found.changed) == (3, {"name": 20})


def _peak(count: int) -> int:
    """The most memory that reading held at once, with so many more statements in the ledger."""
    deliveries.deliver(build.source("one"), count, [f"{count}-{number}" for number in range(count)])
    tracemalloc.start()
    reread.reread(by="console", apply=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger eight times as long takes hardly more memory to read."""
    monkeypatch.setattr(reread, "_STEP", 100)
    monkeypatch.setattr(Reader, "read", lambda self, code, original: Reading(original, reference="Latn"))
    _peak(10)
    small = _peak(300)
    assert _peak(2_100) < small * 1.5 + 100_000


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(READINGS[:5]), st.integers(0, 5)), max_size=6))
def test_whatever_was_misread_comes_right(spoiled: list[tuple[str, int]]) -> None:
    """Any mixture of wrong readings: exactly the wrong ones are reported, and applying repairs them all."""
    wrong: dict[str, Any] = {"value": "?", "low": date(1, 1, 1), "high": date(1, 1, 1), "reference": "?", "flag": "?"}
    with transaction.atomic():
        build.record(("name", "TESTPERSON"), ("birth_date", "1980"), ("sex", "male"), follow=False)
        build.record(("name", "Testperson Beta"), ("nationality", "CHN"), ("alias", "B"), follow=False)
        before = _rows("pk", *READINGS)
        for column, place in spoiled:
            Statement.objects.filter(pk=before[place][0]).update(**{column: wrong[column]})
        found = reread.reread(by="console", apply=True)
        assert sum(found.changed.values()) == len({place for _column, place in spoiled})
        assert _rows("pk", *READINGS) == before
        transaction.set_rollback(True)
