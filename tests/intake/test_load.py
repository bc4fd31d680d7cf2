"""Bringing a delivery in: previewed, whole or not at all, the same twice changes nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from habeas.accounts.models import Assignment, Team
from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.engine import archive
from habeas.evidence import store
from habeas.intake import examine, load, ready, undo
from habeas.intake.models import Batch
from habeas.registry import check
from habeas.registry.models import Summary
from habeas.statements import proof
from habeas.statements.models import Record, Retraction, Source, Statement
from tests import build

pytestmark = pytest.mark.django_db

KEYLESS = build.MAPPING.replace('key = "id"\n', "")


def _rows(
    *rows: tuple[str, ...], header: tuple[str, ...] = ("id", "name", "sex", "born", "taken", "where", "number")
) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([header, *[(*row, *[""] * (len(header) - len(row))) for row in rows]])
    return out.getvalue()


def _counts(batch: Batch) -> tuple[int, ...]:
    return tuple(batch.counts[name] for name in ("read", "new", "changed", "unchanged", "refused", "gone"))


def _live() -> set[str]:
    return set(Record.objects.filter(standing=0, batch__isnull=False).values_list("key", flat=True))


def _name(key: str) -> str:
    return Statement.objects.get(record__key=key, record__standing=0, property="name").original


def _problems() -> list[str]:
    return [
        *proof.record_problems(),
        *proof.event_problems(),
        *proof.derived_problems(),
        *check.problems(),
        *[one for one in row_problems({}) if "accounts_user" not in one],
    ]


def test_a_list_comes_in() -> None:
    """Rows become records, records persons; the batch says how many, and the file stays sealed."""
    batch = build.imported()
    assert _counts(batch) == (3, 3, 0, 0, 0, 0)
    assert batch.counts["persons"] == 3
    assert batch.counts["statements"] == Statement.objects.count()
    assert batch.state == "done"
    assert store.path_of(batch.item).read_bytes() == build.CSV.encode()
    assert Summary.objects.filter(kind="person", low__lte=2, high__gte=2).count() == 3
    assert _problems() == []


def test_the_same_file_twice_changes_nothing() -> None:
    """Every row unchanged, no record, no statement, no page touched."""
    build.imported()
    before = (Record.objects.count(), Statement.objects.count(), sorted(Summary.objects.values_list("pk")))
    assert _counts(build.imported()) == (3, 0, 0, 3, 0, 0)
    assert (Record.objects.count(), Statement.objects.count(), sorted(Summary.objects.values_list("pk"))) == before
    assert _problems() == []


def test_a_newer_delivery_supersedes_what_changed() -> None:
    """New, changed, unchanged and gone against what is held; what is gone stays unless the mapping says otherwise."""
    build.imported(_rows(("1", "Testperson Alpha"), ("2", "Testperson Beta"), ("3", "Testperson Gamma")))
    batch = build.imported(_rows(("1", "Testperson Alpha"), ("2", "Testperson Betty"), ("4", "Testperson Delta")))
    assert _counts(batch) == (3, 1, 1, 1, 0, 1)
    assert _live() == {"1", "2", "3", "4"}
    assert _name("2") == "Testperson Betty"
    assert Retraction.objects.get().by_batch == batch.pk
    assert _problems() == []


def test_gone_can_mean_withdrawn() -> None:
    """With gone = "retract" what the source no longer lists is withdrawn, and comes back with an undo."""
    build.imported(_rows(("1", "Testperson Alpha"), ("2", "Testperson Beta")))
    mapping = build.MAPPING.replace('date_order = "dmy"', 'date_order = "dmy"\ngone = "retract"')
    batch = build.imported(_rows(("1", "Testperson Alpha")), mapping=mapping)
    assert _counts(batch) == (1, 0, 0, 1, 0, 1)
    assert _live() == {"1"}
    undo.undo(batch=batch, by="tests", reason="too early")
    assert _live() == {"1", "2"}
    assert _problems() == []


def test_a_batch_is_taken_back_whole() -> None:
    """Everything it brought is withdrawn, and what it superseded counts again, on every page."""
    build.imported(_rows(("1", "Testperson Alpha"), ("2", "Testperson Beta")))
    before = sorted(Summary.objects.values_list("code", "name"))
    batch = build.imported(_rows(("1", "Testperson Forged"), ("9", "Testperson Planted")))
    undo.undo(batch=batch, by="tests", reason="planted")
    assert _live() == {"1", "2"}
    assert sorted(Summary.objects.values_list("code", "name")) == before
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert _problems() == []


def test_taking_back_is_taken_back() -> None:
    """Brought in again, the batch counts as before; each step only once."""
    batch = build.imported()
    before = sorted(Summary.objects.values_list("code", "name"))
    undo.undo(batch=batch, by="tests", reason="a mistake")
    with pytest.raises(undo.ledger.LedgerError):
        undo.undo(batch=batch, by="tests", reason="again")
    undo.reinstate(batch=batch, by="tests", reason="it was right")
    assert sorted(Summary.objects.values_list("code", "name")) == before
    with pytest.raises(undo.ledger.LedgerError):
        undo.reinstate(batch=batch, by="tests", reason="again")
    assert _problems() == []


def test_after_an_undo_the_same_file_comes_in_again() -> None:
    """A batch that was taken back leaves nothing that would make the rows "unchanged"."""
    undo.undo(batch=build.imported(), by="tests", reason="wrong mapping")
    assert _counts(build.imported()) == (3, 3, 0, 0, 0, 0)


def test_a_corrected_habit_is_a_new_delivery() -> None:
    """The order of dates was declared wrong: with the right one every row changes, and its dates with it."""
    wrong = build.MAPPING.replace('"dmy"', '"mdy"')
    build.imported(_rows(("1", "Testperson Alpha", "", "1/2/1980")), mapping=wrong)
    batch = build.imported(_rows(("1", "Testperson Alpha", "", "1/2/1980")))
    assert _counts(batch)[2] == 1
    live = Statement.objects.get(property="birth_date", record__standing=0)
    assert (live.original, str(live.low)) == ("1/2/1980", "1980-02-01")


def test_every_row_is_accounted_for() -> None:
    """Missing keys, empty rows, a key twice with other content: refused with row, column and reason."""
    text = _rows(
        ("1", "Testperson Alpha"),
        ("", "Testperson Nobody"),
        ("2",),
        ("1", "Testperson Other"),
        ("1", "Testperson Alpha"),
    )
    batch = build.imported(text)
    assert _counts(batch) == (5, 1, 0, 1, 3, 0)
    refusals = {(one.row, one.column): one.why for one in batch.refusals.all()}
    assert refusals == {
        (3, "id"): "the key column is empty",
        (4, ""): "no value in any column that the mapping reads",
        (5, ""): "its key stands in row 2 already, with other content",
    }


def test_all_refused_rows_are_kept() -> None:
    """Not only the first few hundred: the list to download has every one."""
    text = _rows(*[("", f"Testperson {n}") for n in range(1_500)])
    batch = build.imported(text)
    assert batch.counts["refused"] == 1_500
    assert batch.refusals.count() == 1_500


def test_rows_without_a_key_count_by_content() -> None:
    """Two equal rows are two records; imported again they are both unchanged; a third is new."""
    rows = [("", "Testperson Alpha"), ("", "Testperson Alpha"), ("", "Testperson Beta")]
    assert _counts(build.imported(_rows(*rows), mapping=KEYLESS)) == (3, 3, 0, 0, 0, 0)
    assert _counts(build.imported(_rows(*rows), mapping=KEYLESS)) == (3, 0, 0, 3, 0, 0)
    assert _counts(build.imported(_rows(*rows, rows[0]), mapping=KEYLESS)) == (4, 1, 0, 3, 0, 0)
    assert _problems() == []


def test_two_lists_of_one_source_do_not_meet() -> None:
    """Another list of the same source: same keys, nothing changed and nothing gone in the first."""
    build.imported(_rows(("1", "Testperson Alpha")))
    other = build.MAPPING.replace('stream = "main"', 'stream = "second"')
    assert _counts(build.imported(_rows(("1", "Testperson Zeta")), mapping=other)) == (1, 1, 0, 0, 0, 0)
    assert Record.objects.filter(standing=0).count() == 2


def test_a_preview_writes_nothing() -> None:
    """Counts and examples of what a commit would do; not a row, not a source, not an event more."""
    build.imported(_rows(("1", "Testperson Alpha")))
    waiting = build.delivery(_rows(("1", "Testperson Alfa"), ("2", "Testperson Beta")))
    tables = (Record, Statement, Source, Retraction, Event)
    before = [model.objects.count() for model in tables]
    seen = load.preview(waiting, by="tests")
    assert seen.counts() == {"read": 2, "new": 1, "changed": 1, "unchanged": 0, "refused": 0, "gone": 0}
    assert [model.objects.count() for model in tables] == before


def test_large_files_go_through_workers_and_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spread over processes in chunks, the records, keys and digests are those of one process."""
    text = _rows(*[(str(n), f"Testperson N{n}", "male", "1980") for n in range(40)])
    build.imported(text)
    one = sorted(Record.objects.values_list("key", "about", "locator", "row"))
    undo.undo(batch=Batch.objects.get(), by="tests", reason="again")
    monkeypatch.setattr(ready, "CHUNK", 4)
    monkeypatch.setattr(ready, "_SMALL", 8)
    batch = build.imported(text)
    assert sorted(Record.objects.filter(batch=batch.pk).values_list("key", "about", "locator", "row")) == one
    assert _problems() == []


def test_a_mapping_that_does_not_fit_takes_nothing_in() -> None:
    """The message lists every misfit; the batch keeps it and says that it failed."""
    waiting = build.delivery("other,columns\n1,2\n")
    with pytest.raises(load.ImportRefused) as error:
        load.commit(waiting, by="tests")
    assert len(error.value.problems) >= 7
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert "the file has no column 'name'" in waiting.problem
    assert not Record.objects.exists()


def test_an_unknown_upstream_source_is_refused() -> None:
    """A list that names where it copied from is not taken in with that claim lost."""
    mapping = build.MAPPING.replace('tier = "internal"', 'tier = "internal"\nupstream = "nobody"')
    with pytest.raises(load.ImportRefused, match="upstream source 'nobody'"):
        build.imported(mapping=mapping)


def test_a_batch_is_committed_once() -> None:
    """Two workers with one batch: the second is refused, nothing doubles."""
    batch = build.imported()
    with pytest.raises(load.ImportRefused):
        load.commit(batch, by="tests")
    assert Record.objects.count() == 3


def test_a_new_source_belongs_to_the_teams_of_who_brought_it() -> None:
    """Whoever delivers a list can work with it; others' teams get nothing."""
    erin = build.user("erin", "analyst")
    team, other = Team.objects.create(name="north"), Team.objects.create(name="south")
    team.members.add(erin)
    load.commit(build.delivery(by="erin"), by="erin")
    assert list(Assignment.objects.values_list("team__name", "source")) == [("north", "invented")]
    assert not other.assignments.exists()


TESTIFIERS = build.MAPPING + '\n[[column]]\nname = "who told"\nproperty = "testifier_name"\n'


def _told() -> str:
    return "id,name,sex,born,taken,where,number,who told\n1,Testperson Alpha,,,,,,Witness Secret\n"


def test_testifiers_are_refused_without_a_keepers_key() -> None:
    """No key to seal them: the columns are named, and nothing is taken in."""
    with pytest.raises(load.ImportRefused, match="who told"):
        build.imported(_told(), mapping=TESTIFIERS)
    assert not Record.objects.exists()


def test_testifiers_are_sealed_from_the_first_write(keeper_key: str) -> None:
    """With a key: only ciphertext in the database, in the delivered row, in the store; a keeper reads it."""
    batch = build.imported(_told(), mapping=TESTIFIERS)
    statement = Statement.objects.get(property="testifier_name")
    assert statement.tier == 4
    for table in ("statements_record", "statements_statement", "registry_profile", "registry_summary", "audit_event"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%%Witness Secret%%'")
            assert cursor.fetchone()[0] == 0, table
    assert build.opened(statement, keeper_key) == "Witness Secret"
    assert batch.counts["new"] == 1


def test_a_long_value_or_a_strange_one_is_kept_word_for_word() -> None:
    """Formulas, markup, bidirectional controls, newlines, quotes: nothing is altered, nothing breaks."""
    strange = (
        "=cmd|' /C calc'!A0 <script>alert(1)</script> ‮evil\u202c \"quoted\" \\N back\\slash\ttab\nline " + "x" * 5_000
    )
    build.imported(_rows(("1", strange)))
    assert _name("1") == strange.strip()
    assert _problems() == []


def test_progress_is_told() -> None:
    """Rows while they are read, persons while they are built."""
    told: list[tuple[str, int, int]] = []
    waiting = build.delivery()
    load.commit(waiting, by="tests", report=lambda *step: told.append(step))
    assert told == [("rows", 3, 0), ("persons", 3, 3)]


def test_after_a_preview_the_end_is_known() -> None:
    """A preview has counted the rows, so the progress of the commit says of how many."""
    waiting = build.delivery()
    examine.examine(waiting, by="tests")
    told: list[tuple[str, int, int]] = []
    load.commit(waiting, by="tests", report=lambda *step: told.append(step))
    assert told[0] == ("rows", 3, 3)


def test_the_sealed_file_must_be_there(tmp_path: Path) -> None:
    """Locked to the keepers or gone: a clear message, not a broken import."""
    waiting = build.delivery()
    store.path_of(waiting.item).unlink()
    with pytest.raises(load.ImportRefused, match="Deliver it again"):
        load.commit(waiting, by="tests")


@pytest.fixture
def keeper_key(workspace: Any) -> Any:
    """A keeper's key pair in the workspace, for the length of a test: the secret half."""
    public, secret = archive.make_key()
    file = workspace.keepers_file
    before = file.read_text()
    file.write_text(f"{public}\n")
    yield secret
    file.write_text(before)
