"""Sources: added, changed with care, and never coming from themselves."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from habeas.accounts.models import Assignment, Team, User
from habeas.audit.models import Event
from habeas.statements import ledger
from habeas.statements.ledger import LedgerError, NewSource
from habeas.statements.models import (
    Source,
)
from tests import build

pytestmark = pytest.mark.django_db


def _last() -> Event:
    found = Event.objects.order_by("-pk").first()
    assert found is not None
    return found


def test_a_source_is_added_with_its_details() -> None:
    """The event names its kind, never its title."""
    made = ledger.add_source(
        by="alice", code="one", title="Testperson's diary", kind="testimony", tier=3, publisher="x"
    )
    assert (made.tier, made.publisher) == (3, "x")
    assert (_last().subject, _last().detail["kind"]) == ("source:one", "testimony")
    assert "diary" not in str(_last().detail)


def test_a_short_name_is_given_once() -> None:
    """Two sources cannot go by one name."""
    build.source("one")
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.add_source(by="alice", code="one", title="x", kind="database")


def test_a_source_by_hand_comes_to_the_teams_of_who_told_of_it(bob: User) -> None:
    """It gets a name that nobody chose, and the writer's team can work with it."""
    team = Team.objects.create(name="east")
    team.members.add(bob)
    made = ledger.source_of_hand(by="bob", told=NewSource("A neighbour", "testimony"))
    assert made.code.startswith("hand-")
    assert list(Assignment.objects.values_list("team", "source")) == [(team.pk, made.code)]


def test_a_source_is_never_made_less_secret() -> None:
    """What it said came under the higher tier."""
    made = build.source("one", tier=3)
    with pytest.raises(LedgerError, match="less secret"):
        ledger.change_source(by="alice", source=made, tier=2, title="changed")
    assert Source.objects.get().title != "changed"
    assert ledger.change_source(by="alice", source=made, tier=4).tier == 4


def test_the_tier_in_force_counts_and_not_the_callers() -> None:
    """A page that was opened before somebody raised the tier cannot lower it again."""
    stale = build.source("one", tier=2)
    ledger.change_source(by="alice", source=stale, tier=3)
    with pytest.raises(LedgerError, match="less secret"):
        ledger.change_source(by="bob", source=stale, tier=2)


def test_the_short_name_stays() -> None:
    """Teams are assigned by it: another name would hand the source to somebody else."""
    made = build.source("one")
    with pytest.raises(LedgerError, match="cannot be changed"):
        ledger.change_source(by="alice", source=made, code="two")
    assert ledger.change_source(by="alice", source=made, code="one", title="changed").title == "changed"


def test_only_the_named_fields_change() -> None:
    """Two people who change different things do not undo each other; the event names fields, not values."""
    made = build.source("one")
    stale = Source.objects.get(pk=made.pk)
    ledger.change_source(by="alice", source=made, title="A new title")
    ledger.change_source(by="bob", source=stale, publisher="A publisher")
    held = Source.objects.get(pk=made.pk)
    assert (held.title, held.publisher) == ("A new title", "A publisher")
    assert _last().detail["fields"] == ["publisher"]


@pytest.mark.parametrize(
    "links",
    [
        [("one", "parent", "one")],
        [("one", "upstream", "one")],
        [("one", "parent", "two"), ("two", "parent", "one")],
        [("one", "parent", "two"), ("two", "upstream", "one")],
        [("one", "upstream", "two"), ("two", "upstream", "three"), ("three", "parent", "one")],
        [("two", "upstream", "three"), ("two", "parent", "one"), ("one", "upstream", "two")],
    ],
)
def test_a_source_never_comes_from_itself(links: list[tuple[str, str, str]]) -> None:
    """Whatever the mixture of parents and upstream sources, no circle is closed."""
    made = {code: build.source(code) for code in ("one", "two", "three")}
    for code, field, up in links[:-1]:
        ledger.change_source(by="alice", source=made[code], **{field: Source.objects.get(code=up)})
    code, field, up = links[-1]
    with pytest.raises(LedgerError, match="from itself"):
        ledger.change_source(by="alice", source=made[code], **{field: Source.objects.get(code=up)})


def test_copies_of_copies_are_no_circle() -> None:
    """A long line, and two ways up to the same origin, are allowed."""
    one, two, three = (build.source(code) for code in ("one", "two", "three"))
    ledger.change_source(by="alice", source=two, upstream=one)
    made = ledger.change_source(by="alice", source=three, upstream=two, parent=one)
    assert (made.upstream, made.parent) == (two, one)
