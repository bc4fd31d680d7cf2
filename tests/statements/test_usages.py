"""How a source writes, kept once so that every reading can be made again."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from habeas.statements import proof, usages
from habeas.statements.models import Usage
from habeas.statements.reading import Habits

pytestmark = pytest.mark.django_db
DMY = Habits(date_order="dmy", values={"sex": {"м": "male", "ж": "female"}, "role": {"x": "detained"}})


def test_the_same_habits_are_one_row() -> None:
    """However often they come, in whatever order their words stand."""
    again = Habits(date_order="dmy", values={"role": {"x": "detained"}, "sex": {"ж": "female", "м": "male"}})
    assert usages.keep(DMY) == usages.keep(again) == usages.keep(DMY)
    assert Usage.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        Habits(),
        Habits(date_order="mdy"),
        Habits(name_order="family-first"),
        Habits(date_order="dmy", values={"sex": {"м": "female"}}),
        Habits(date_order="dmy", values={"sex": {"m": "male"}}),
    ],
)
def test_other_habits_are_another_row(other: Habits) -> None:
    """Anything that changes a reading makes a row of its own."""
    assert usages.keep(DMY) != usages.keep(other)


@pytest.mark.parametrize("habits", [Habits(), DMY, Habits(name_order="family-first", values={"a": {}})])
def test_habits_come_back_as_they_were(habits: Habits) -> None:
    """What is stored gives the same habits, and the same digest."""
    usage = Usage.objects.get(pk=usages.keep(habits).pk)
    assert Habits.of(usage.content).content() == habits.content()
    assert usages.digest(usage.content) == usage.digest
    assert list(proof.derived_problems()) == []


def test_habits_are_never_changed() -> None:
    """Readings made with them would be made otherwise: the database refuses."""
    usage = usages.keep(DMY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Usage.objects.filter(pk=usage.pk).update(content={"date_order": "mdy"})


def test_a_usage_that_does_not_fit_its_digest_is_named() -> None:
    """A row slipped in under a false digest is found."""
    usage = Usage.objects.create(digest="0" * 64, content={"date_order": "mdy"})
    assert list(proof.derived_problems()) == [f"usage {usage.pk}: how its source writes is not what was kept"]


def test_the_key_for_contents_is_the_workspaces(settings: object) -> None:
    """It follows from the secret key, is long enough, and another workspace has another."""
    first = usages.content_key()
    assert len(first) == 32
    assert usages.content_key() == first
    settings.SECRET_KEY = "another secret"  # type: ignore[attr-defined]
    assert usages.content_key() != first
    assert b"another secret" not in usages.content_key()
