"""A preview that is kept with its batch."""

from __future__ import annotations

import pytest

from habeas.intake import deliver, examine, load
from habeas.intake.examine import differences
from habeas.intake.models import Preview
from habeas.statements.models import Record
from tests import build

pytestmark = pytest.mark.django_db


def test_a_preview_shows_new_and_changed_value_by_value() -> None:
    """New rows with all they say; changed ones with old beside new; what is gone by key."""
    build.imported("id,name,sex,born,taken,where,number\n1,Testperson Alpha,male,,,,\n2,Testperson Beta,,,,,\n")
    waiting = build.delivery(
        "id,name,sex,born,taken,where,number\n1,Testperson Alpha,female,1980,,,\n3,Testperson Gamma,,,,,\n"
    )
    examine.examine(waiting, by="tests")
    kept = Preview.objects.get(batch=waiting)
    assert kept.content["counts"] == {"read": 2, "new": 1, "changed": 1, "unchanged": 0, "refused": 0, "gone": 1}
    [new] = kept.content["new"]
    assert (new["row"], new["key"], new["values"]) == (3, "3", [[None, "name", "Testperson Gamma", 2]])
    [changed] = kept.content["changed"]
    assert {(one["property"], one["old"], one["new"]) for one in changed["differences"]} == {
        ("sex", "male", "female"),
        ("birth_date", None, "1980"),
    }
    assert kept.content["gone"] == ["2"]
    assert Record.objects.count() == 2


def test_a_preview_belongs_to_its_mapping() -> None:
    """With another mapping it no longer counts; choosing a mapping throws it away."""
    waiting = build.delivery()
    examine.examine(waiting, by="tests")
    assert examine.current(waiting) is not None
    deliver.choose_mapping(batch=waiting, mapping=build.MAPPING.replace('"dmy"', '"mdy"'), by="tests")
    waiting.refresh_from_db()
    assert examine.current(waiting) is None
    assert not Preview.objects.exists()


def test_a_committed_batch_keeps_no_preview() -> None:
    """Values of people do not lie about in a second place longer than needed."""
    waiting = build.delivery()
    examine.examine(waiting, by="tests")
    load.commit(waiting, by="tests")
    assert not Preview.objects.exists()


def test_a_batch_that_is_given_up_keeps_no_preview() -> None:
    """Neither preview nor rows; the sealed file and its custody stay."""
    waiting = build.delivery()
    examine.examine(waiting, by="tests")
    deliver.discard(batch=waiting, by="tests")
    waiting.refresh_from_db()
    assert waiting.state == "discarded"
    assert not Preview.objects.exists()
    assert waiting.item.custody.count() == 1


def test_refused_rows_stand_in_the_preview() -> None:
    """With row, column and reason."""
    kept = examine.examine(build.delivery("id,name,sex,born,taken,where,number\n,Testperson,,,,,\n"), by="tests")
    assert kept.content["refused"] == [[2, "id", "the key column is empty"]]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([(None, "sex", "male", 2)], [(None, "sex", "male", 2)], []),
        ([(None, "sex", "male", 2)], [(None, "sex", "female", 3)], [("sex", "male", "female", 3)]),
        ([], [(None, "sex", "male", 2)], [("sex", None, "male", 2)]),
        ([(None, "health", "ill", 3)], [], [("health", "ill", None, 3)]),
        (
            [(None, "alias", "a", 2), (None, "alias", "b", 2)],
            [(None, "alias", "b", 2), (None, "alias", "c", 2), (None, "alias", "d", 2)],
            [("alias", "a", "c", 2), ("alias", None, "d", 2)],
        ),
        ([(1, "date", "2017", 2)], [(2, "date", "2017", 2)], [("date", None, "2017", 2), ("date", "2017", None, 2)]),
    ],
)
def test_differences_pair_what_belongs_together(
    old: list[examine.Told], new: list[examine.Told], found: list[tuple[str, str | None, str | None, int]]
) -> None:
    """The same property of the same event, old beside new, at the higher of both tiers."""
    rows = [(one["property"], one["old"], one["new"], one["tier"]) for one in differences(old, new)]
    assert rows == found
