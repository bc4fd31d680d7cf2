"""`habeas rebuild` and `habeas reread`: what is derived is made again, what was said is not touched."""

from __future__ import annotations

import pytest
from django.db import connection

from habeas.audit.models import Event
from habeas.registry.models import Profile
from habeas.statements.models import Statement
from tests import build
from tests.console.terminal import here

pytestmark = pytest.mark.django_db


def _pages() -> list[tuple[int, int, int, str]]:
    return sorted(Profile.objects.values_list("subject", "low", "high", "data"))


def _said() -> list[tuple[int, str]]:
    return list(Statement.objects.order_by("pk").values_list("pk", "original"))


def test_rebuild_gives_the_same_pages(bare: object) -> None:
    """Deleted or altered pages come back as they were, byte for byte; it tells how many and how fast."""
    build.imported()
    before = _pages()
    Profile.objects.filter(subject=before[0][0]).delete()
    Profile.objects.filter(subject=before[1][0]).update(data="{}")
    assert here("verify").code == 1
    found = here("rebuild")
    assert (found.code, found.err, found.out) == (0, "", f"3 profiles in {found.out.split()[-2]} s.\n")
    assert _pages() == before
    assert here("verify").code == 0
    answer = here("rebuild", "--json").json
    assert set(answer) == {"profiles", "seconds", "per_second"}
    assert answer["profiles"] == 3
    assert Event.objects.filter(verb="registry.rebuilt").count() == 2


def test_rebuild_of_nothing(bare: object) -> None:
    """An empty register is rebuilt to nothing."""
    assert here("rebuild", "--json").json == {"profiles": 0, "seconds": pytest.approx(0, abs=5), "per_second": 0}


def _misread() -> Statement:
    """A reading as an older program could have left it."""
    found = Statement.objects.get(property="birth_date", original="1/2/1980")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE statements_statement SET value = %s, low = %s, high = %s WHERE id = %s",
            [*["1980-01-02"] * 3, found.pk],
        )
    return found


def test_reread_shows_before_it_changes(bare: object) -> None:
    """Without --apply the differences are told and nothing is written."""
    build.imported()
    here("rebuild")
    statement = _misread()
    found = here("reread")
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == [
        "17 statements read; 1 readings would change.",
        f"  birth_date: 1980-01-02 → 1980-02-01 (statement {statement.pk})",
    ]
    statement.refresh_from_db()
    assert statement.value == "1980-01-02"
    assert here("reread", "--json").json == {
        "read": 17,
        "changed": {"birth_date": 1},
        "applied": False,
        "samples": [["birth_date", "1980-01-02", "1980-02-01", statement.pk]],
    }


def test_reread_changes_readings_and_pages_only(bare: object) -> None:
    """With --apply the readings and every page that rests on them follow; not a letter of what was said moves."""
    build.imported()
    before, said = _pages(), _said()
    statement = _misread()
    here("rebuild")
    assert _pages() != before
    assert here("reread", "--apply").out.startswith("17 statements read; 1 readings changed.\n")
    statement.refresh_from_db()
    assert (statement.value, str(statement.low)) == ("1980-02-01", "1980-02-01")
    assert (_pages(), _said()) == (before, said)
    assert here("verify").code == 0
    assert here("reread").out == "17 statements read; 0 readings would change.\n"


def test_a_reread_that_fails_leaves_no_half(bare: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the pages cannot follow, the readings stay as they were."""
    build.imported()
    statement = _misread()

    def fail(_records: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr("habeas.registry.merge.follow", fail)
    assert here("reread", "--apply").code == 2
    statement.refresh_from_db()
    assert statement.value == "1980-01-02"
