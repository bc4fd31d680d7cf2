"""COPY: the one way in which rows enter the ledger."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from habeas.statements import copying
from habeas.statements.models import Record, Statement
from tests import build, marks
from tests.statements import deliveries

pytestmark = pytest.mark.django_db


def test_numbers_are_taken_once() -> None:
    """Nobody gets a number that somebody has, and later numbers are higher."""
    first, second = copying.numbers(5), copying.numbers(3)
    assert len({*first, *second}) == 8
    assert first == sorted(first)
    assert min(second) > max(first)
    assert copying.numbers(0) == []


def test_numbers_leave_room_for_the_orm() -> None:
    """Records written otherwise take their numbers from the same sequence."""
    [number] = copying.numbers(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('statements_record_id_seq')")
        assert cursor.fetchone()[0] > number


def test_records_and_statements_are_sent_together() -> None:
    """Every record has its own statements, in the order in which they were said."""
    made = deliveries.deliver(build.source("one"), 101, [str(number) for number in range(50)])
    assert Record.objects.count() == Statement.objects.count() == 50
    assert [one.statements.get().original for one in made] == [f"Testperson {number}" for number in range(50)]


def test_nothing_to_send_sends_nothing() -> None:
    """No lines, no command: an empty chunk costs nothing."""
    copying.write([])
    copying.send("COPY no_such_table FROM STDIN", "")
    assert not Record.objects.exists()


def test_a_refused_line_sends_nothing() -> None:
    """One line that does not fit, and the whole sending is refused."""
    with pytest.raises(DatabaseError), transaction.atomic():
        copying.send("COPY statements_usage (id, digest, content) FROM STDIN", "1\ta\t{}\nnonsense\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM statements_usage WHERE digest = 'a'")
        assert cursor.fetchone()[0] == 0


def test_the_same_number_is_refused() -> None:
    """Two records never share a number or a code."""
    source = build.source("one")
    shared = deliveries.frame(source)
    [number] = copying.numbers(1)
    sent = deliveries.rendered(deliveries.draft(), shared, number)
    copying.write([sent])
    with pytest.raises(DatabaseError), transaction.atomic():
        copying.write([sent])
    [other] = copying.numbers(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        copying.write([sent._replace(record=sent.record.replace(str(number), str(other), 1))])
    assert Record.objects.count() == 1


@marks.commits
def test_what_is_sent_belongs_to_the_transaction() -> None:
    """COPY is inside the caller's transaction: when that fails, no row stays."""
    source = build.source("one")
    with transaction.atomic():
        deliveries.deliver(source, 101, ["1", "2"])
        assert Record.objects.count() == 2
        transaction.set_rollback(True)
    assert not Record.objects.exists()
    assert not Statement.objects.exists()
