"""Two people were taken for one; it is found and parted, and every address still leads to the right page."""

from __future__ import annotations

import pytest

from habeas.accounts.models import User
from habeas.linkage.models import Judgement
from habeas.registry import listing, work
from habeas.statements import ledger
from habeas.statements.models import Record
from tests import build
from tests.console.terminal import here
from tests.stories import telling

pytestmark = pytest.mark.django_db


def _person(by: str, source: object, name: str, *more: tuple[object, ...]) -> Record:
    made = build.record(("name", name), *more, of=source, by=by)
    return Record.objects.get(pk=made.pk)


def test_a_wrong_merge_is_parted(people: dict[str, User]) -> None:
    """Joined, the younger address leads to the older page; parted, each has its own again, and nothing else moved."""
    alice, hanna = people["alice"], people["hanna"]
    lists = [ledger.add_source(by="alice", code=f"list-{x}", title=f"List {x}", kind="database") for x in "abc"]
    first = _person("alice", lists[0], "Testperson Alpha", ("father_name", "Testfather One"), ("sex", "male"))
    second = _person("alice", lists[1], "Testperson Alfa", ("father_name", "Testfather Two"), ("sex", "male"))
    third = _person("alice", lists[2], "Testperson Alpha", ("father_name", "Testfather Two"))
    apart = telling.pages()
    # Alice takes the first two for one person; that person is listed.
    wrong = work.judge(by=alice, verdict="same", left=[first.pk], right=[second.pk], reason="nearly the same name")
    assert wrong == []
    for code in (first.code, second.code):
        assert telling.page(code)["code"] == first.code, "the oldest record gives the id"
        assert telling.page(code)["records"] == [first.code, second.code]
        assert here("person", code).out.startswith(f"Testperson Alpha  [{first.code}]\n")
    assert telling.count() == 2
    listing.decide_listing(
        by=alice,
        subject=build.subject_of(first),
        decision="listed",
        criterion="wgad",
        category="II",
        reason="no charge",
    )
    # Hanna sees that the fathers differ: these are two, and the second is the third.
    made = Judgement.objects.get(verdict="same")
    work.undo_judgement(by=hanna, judgement=made, reason="different fathers")
    work.judge(by=hanna, verdict="different", left=[first.pk], right=[second.pk], reason="different fathers")
    assert telling.count() == 3
    assert telling.page(first.code)["records"] == [first.code]
    assert telling.page(second.code)["code"] == second.code
    assert telling.page(first.code)["listing"]["listed"] is True
    assert telling.page(second.code)["listing"] is None, "the decision stays with the record that it was made about"
    work.judge(by=hanna, verdict="same", left=[second.pk], right=[third.pk], reason="the same father")
    assert telling.page(third.code)["code"] == second.code
    assert telling.values(second.code, "father_name") == ["Testfather Two"]
    # Joining the first to them now is refused: a judgement stands against it.
    conflicts = work.judge(by=alice, verdict="same", left=[first.pk], right=[third.pk], reason="the same name")
    assert len(conflicts) == 1
    assert telling.page(first.code)["records"] == [first.code]
    assert telling.holds()
    # And when everything is taken back, every page is as at the start.
    for one in Judgement.objects.filter(undone_by=None).exclude(verdict="undo"):
        work.undo_judgement(by=hanna, judgement=one, reason="from the start")
    assert [(data.replace(_listed(first), '"listing":null')) for *_rest, data in telling.pages()] == [
        data for *_rest, data in apart
    ]
    assert telling.holds()


def _listed(record: Record) -> str:
    """How the decision about the first stands in its page."""
    data = next(data for *_rest, data in telling.pages() if f'"code":"{record.code}"' in data)
    start = data.index('"listing":{')
    return data[start : data.index("}", start) + 1]
