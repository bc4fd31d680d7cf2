"""Whatever people do in whatever order: what is derived never drifts from the ledger, and verify holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.accounts.models import User
from habeas.evidence import store
from habeas.intake import undo
from habeas.intake.models import Batch
from habeas.linkage.decide import JudgementError
from habeas.linkage.models import Judgement
from habeas.registry import rebuild, secrecy, work
from habeas.statements.ledger import LedgerError
from habeas.statements.models import Record, Retraction, Statement
from tests import build
from tests.console.terminal import here
from tests.stories import telling

pytestmark = pytest.mark.django_db

HEAD = "id,name,sex,born,taken,where,number\n"
ROWS = (
    ("1,Testperson Alpha,male,1980,2017,Exampletown,\n", "1,Testperson Alpho,male,1980,2017,Exampletown,\n"),
    ("2,Testperson Beta,female,1981,2018,Exampleville,T 9\n", "2,Testperson Beta,female,1981,5/2018,Sampleville,\n"),
    ("3,Testperson Gamma,,,,,\n", ""),
)
SOURCES = ("one", "two")
Act = Callable[[User, int, int], None]


def _import(_by: User, first: int, second: int) -> None:
    """One of eight versions of one of two lists; half of them withdraw what is gone."""
    rows = "".join([versions[first >> place & 1] for place, versions in enumerate(ROWS)])
    mapping = build.MAPPING.replace('code = "invented"', f'code = "{SOURCES[second % 2]}"')
    if second & 2:
        mapping = mapping.replace('date_order = "dmy"', 'date_order = "dmy"\ngone = "retract"')
    build.imported(HEAD + rows, mapping=mapping)


def _undo(_by: User, first: int, _second: int) -> None:
    undo.undo(batch=_one(Batch.objects.filter(state="done"), first), by="tests", reason="x")


def _reinstate(_by: User, first: int, _second: int) -> None:
    undo.reinstate(batch=_one(Batch.objects.filter(state="undone"), first), by="tests", reason="x")


def _state(by: User, first: int, second: int) -> None:
    source = build.source("hand", kind="testimony") if not _known("hand") else build.source("hand")
    draft = build.Draft("", "", "detained", build.said(("name", f"Testperson {first}"), ("sex", "male")))
    others = Record.objects.filter(kind="person").order_by("pk")
    work.state(by=by, source=source, kind="person", draft=draft, same_as=_one(others, second) if second & 1 else None)


def _known(code: str) -> bool:
    return Record.objects.filter(source__code=code).exists()


def _withdraw_record(by: User, first: int, _second: int) -> None:
    work.withdraw_record(by=by, record=_one(Record.objects.filter(standing=0), first), reason="x")


def _withdraw_statement(by: User, first: int, _second: int) -> None:
    work.withdraw(by=by, statements=[_one(Statement.objects.filter(standing=0), first)], reason="x")


def _take_back(by: User, first: int, _second: int) -> None:
    found = Retraction.objects.filter(undoes=None, batch=None, undone_by=None)
    work.undo_retraction(by=by, retraction=_one(found, first), reason="x")


def _join(by: User, first: int, second: int) -> None:
    _judge(by, "same", first, second)


def _part(by: User, first: int, second: int) -> None:
    _judge(by, "different", first, second)


def _judge(by: User, verdict: str, first: int, second: int) -> None:
    records = Record.objects.filter(kind="person")
    left, right = _one(records, first).pk, _one(records, second).pk
    work.judge(by=by, verdict=verdict, left=[left], right=[right], reason="x")


def _unjudge(by: User, first: int, _second: int) -> None:
    found = Judgement.objects.exclude(verdict="undo").filter(undone_by=None)
    work.undo_judgement(by=by, judgement=_one(found, first), reason="x")


def _stance(by: User, first: int, second: int) -> None:
    record, statement = _one(Record.objects.all(), first), _one(Statement.objects.all(), second)
    work.take_stance(by=by, record=record, statement=statement, stance="disputes", note="x")


def _raise(by: User, first: int, _second: int) -> None:
    secrecy.raise_tier(by=by, record=_one(Record.objects.all(), first), tier=3, reason="x")


ACTS: tuple[Act, ...] = (
    *(_import, _import, _undo, _reinstate, _state, _withdraw_record, _withdraw_statement, _take_back),
    *(_join, _join, _part, _unjudge, _stance, _raise),
)


class _Nothing(Exception):
    """There is nothing yet that this could be done to."""


def _one(found, number: int):
    """The row of this number, counted round."""
    rows = list(found.order_by("pk"))
    if not rows:
        raise _Nothing
    return rows[number % len(rows)]


NUMBER = st.integers(0, 63)
HISTORY = st.lists(st.tuples(st.sampled_from(ACTS), NUMBER, NUMBER), min_size=2, max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY)
def test_nothing_derived_drifts(people: dict[str, User], history: list[tuple[Act, int, int]]) -> None:
    """After any history the pages that stand are those that a rebuild gives, groups are what judgements say, and
    every digest holds."""
    with transaction.atomic():
        for act, first, second in history:
            with suppress(_Nothing, LedgerError, JudgementError):
                act(people["alice"], first, second)
        stood = telling.pages()
        rebuild.everything(by="tests")
        assert telling.pages() == stood
        found = here("verify")
        assert found.out.startswith("Everything holds.\n"), found.out
        transaction.set_rollback(True)
    empty_store_of_run()


def empty_store_of_run() -> None:
    """The files of a history that was rolled back."""
    for place in store.folder().glob("??/*"):
        place.unlink()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY, batch=NUMBER)
def test_undo_and_reinstate_leave_no_trace(
    people: dict[str, User], history: list[tuple[Act, int, int]], batch: int
) -> None:
    """Whatever stands, taking a batch back and bringing it in again gives the same pages, byte for byte."""
    with transaction.atomic():
        for act, first, second in history:
            with suppress(_Nothing, LedgerError, JudgementError):
                act(people["alice"], first, second)
        with suppress(_Nothing):
            chosen = _one(Batch.objects.filter(state="done"), batch)
            before = telling.pages()
            undo.undo(batch=chosen, by="tests", reason="x")
            undo.reinstate(batch=chosen, by="tests", reason="x")
            assert telling.pages() == before
        transaction.set_rollback(True)
    empty_store_of_run()
