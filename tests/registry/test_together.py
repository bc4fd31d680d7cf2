"""Two who change one person, or who is who, at the same moment: nothing of what either did is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction

from habeas.registry import check, rebuild, work
from habeas.registry.models import Member
from habeas.statements.models import Record, Statement
from tests import build
from tests.marks import commits

pytestmark = commits
_TIMES = 6


def _at_once(*acts: Callable[[], object]) -> None:
    """Run each in a thread with a connection of its own, starting together."""
    gate, failed = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            act()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []


def test_three_withdrawals_at_once() -> None:
    """The page is built by each, the last one having seen all three."""
    by = build.user("alice", all_sources=True)
    for _time in range(_TIMES):
        made = build.person("Testperson Alpha", ("sex", "male"), ("birth_date", "1980"), ("ethnicity", "Uyghur"))
        told = list(Statement.objects.filter(record=made).exclude(property="name"))
        _at_once(*[partial(work.withdraw, by=by, statements=[one], reason="x") for one in told])
        assert list(check.problems()) == []


def test_two_judgements_at_once() -> None:
    """A is B and B is C: all three are one person whoever comes first, and every record is where it belongs."""
    by = build.user("alice", all_sources=True)
    for _time in range(_TIMES):
        one, two, three = (build.person(f"Testperson {name}").pk for name in ("A", "B", "C"))
        pairs = ((one, two), (two, three))
        _at_once(*[partial(work.judge, by=by, verdict="same", left=[a], right=[b], reason="x") for a, b in pairs])
        assert Member.objects.filter(record__in=(one, two, three)).values("subject").distinct().count() == 1
        assert [*check.member_problems(), *check.problems()] == []


def test_a_page_is_not_built_twice_while_all_are() -> None:
    """A change in the middle of a rebuild waits for it."""
    by = build.user("alice", all_sources=True)
    made = build.person("Testperson Alpha", ("sex", "male"))
    told = list(Statement.objects.filter(record=made, property="sex"))
    _at_once(lambda: rebuild.everything(by="tests"), lambda: work.withdraw(by=by, statements=told, reason="x"))
    assert list(check.problems()) == []


def test_groups_that_went_wrong_are_mended() -> None:
    """Records that are not where they belong are put back by `habeas rebuild`."""
    by = build.user("alice", all_sources=True)
    one, two = build.person("Testperson A").pk, build.person("Testperson B").pk
    work.judge(by=by, verdict="same", left=[one], right=[two], reason="x")
    alone = build.person("Testperson C")
    with transaction.atomic():
        Member.objects.filter(record=two).update(subject=Member.objects.get(record=alone).subject_id)
    assert len(list(check.member_problems())) == 3
    assert check.mend() == 3
    assert [*check.member_problems(), *check.problems()] == []
    assert Record.objects.count() == 3
