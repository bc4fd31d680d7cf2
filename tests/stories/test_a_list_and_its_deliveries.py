"""A list arrives, a newer one comes, a wrong one is taken back and brought in again; the same file changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from habeas.accounts.models import User
from habeas.intake import deliver, examine, load, undo
from habeas.intake.models import Batch
from habeas.statements.models import Record, Statement
from tests import build
from tests.console.terminal import here
from tests.stories import telling

pytestmark = pytest.mark.django_db

HEAD = "id,name,sex,born,taken,where,number\n"
FIRST = HEAD + (
    "1,Testperson Alpha,male,1980,3/4/2017,Exampletown,\n"
    "2,Testperson Beta,female,1981,5/2017,Exampleville,\n"
    "3,Testperson Gamma,male,1982,6/2017,Exampletown,\n"
)
NEWER = HEAD + (
    "1,Testperson Alpha,male,1980,3/4/2017,Exampletown,\n"  # unchanged
    "2,Testperson Betty,female,1981,5/2017,Exampleville,\n"  # changed
    "4,Testperson Delta,female,,1/2018,Sampleville,\n"  # new; 3 is gone
)
WRONG = HEAD + (
    "1,Testperson Forged,male,1980,3/4/2017,Exampletown,\n"
    "2,Testperson Betty,male,1901,5/2017,Exampleville,\n"
    "9,Testperson Planted,male,,7/2019,Nowhere,\n"
)


@pytest.fixture
def folder(people: dict[str, User], tmp_path: Path) -> Path:
    for name, text in (("first", FIRST), ("newer", NEWER), ("wrong", WRONG)):
        (tmp_path / f"{name}.csv").write_text(text)
    (tmp_path / "list.toml").write_text(build.MAPPING)
    return tmp_path


def _import(folder: Path, name: str, *words: str) -> dict[str, Any]:
    mapping = ("--mapping", str(folder / "list.toml")) if name == "first" else ()
    found = here("import", str(folder / f"{name}.csv"), *mapping, *words, "--json").json
    assert found["read"] == sum(found[key] for key in ("new", "changed", "unchanged", "refused"))
    return dict(found)


def _told(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[name] for name in ("new", "changed", "unchanged", "gone"))


def test_a_list_and_what_came_after(folder: Path) -> None:
    """Preview, commit, a newer delivery, a wrong one undone and brought in again: everybody sees what they expect."""
    # The list arrives and is looked at first.
    assert _told(_import(folder, "first", "--dry-run")) == (3, 0, 0, 0)
    assert telling.persons() == {}
    # It is brought in.
    assert _told(_import(folder, "first")) == (3, 0, 0, 0)
    assert telling.persons() == dict.fromkeys(("Testperson Alpha", "Testperson Beta", "Testperson Gamma"), "held")
    assert (telling.count(), telling.count(sex="male"), telling.count(sex="female")) == (3, 2, 1)
    first = telling.pages()
    beta = here("search", "invented:2", "--json").json["hits"][0]["person"]
    # A newer delivery of the same list: one new, one changed, one as it was, one gone.
    assert _told(_import(folder, "newer")) == (1, 1, 1, 1)
    expected = ("Testperson Alpha", "Testperson Betty", "Testperson Delta", "Testperson Gamma")
    assert telling.persons() == dict.fromkeys(expected, "held"), "who is gone from the list stays here"
    assert (telling.count(), telling.count(sex="female")) == (4, 2)
    assert telling.page(beta)["name"] == "Testperson Betty", "the old address leads to the new name"
    newer = telling.pages()
    # A wrong delivery comes in under the same source, and is taken back.
    assert _told(_import(folder, "wrong")) == (1, 2, 0, 2)
    assert "Testperson Planted" in telling.persons()
    assert "Testperson Forged" in telling.persons()
    batch = Batch.objects.latest("pk")
    undo.undo(batch=batch, by="alice", reason="the file was a forgery")
    assert telling.pages() == newer, "every page is as it was before, byte for byte"
    assert (telling.count(), telling.count(sex="male")) == (4, 2)
    assert here("search", "planted").out == "Nothing found.\n"
    # It was no forgery after all.
    undo.reinstate(batch=batch, by="alice", reason="the sender confirmed it")
    assert telling.count() == 5
    assert telling.persons()["Testperson Planted"] == "held"
    undo.undo(batch=batch, by="alice", reason="and yet it was")
    assert telling.pages() == newer
    # The whole way back.
    undo.undo(batch=Batch.objects.filter(state="done").latest("pk"), by="alice", reason="from the start")
    assert telling.pages() == first
    assert telling.holds()


def test_the_same_file_again(folder: Path) -> None:
    """Twice, three times, under another name, by the desk's way: nothing changes, no row, no page."""
    _import(folder, "first")
    before = telling.pages(), Record.objects.count(), Statement.objects.count()
    for _ in range(2):
        assert _told(_import(folder, "first")) == (0, 0, 3, 0)
    (folder / "other name.csv").write_text(FIRST)
    assert _told(_import(folder, "other name")) == (0, 0, 3, 0)
    batch = deliver.receive(path=folder / "first.csv", mapping=build.MAPPING, by="alice")
    assert examine.examine(batch, by="alice").content["counts"]["unchanged"] == 3
    load.commit(batch, by="alice")
    assert (telling.pages(), Record.objects.count(), Statement.objects.count()) == before
    assert telling.holds()


def test_a_list_in_quarantine(folder: Path) -> None:
    """Held rows are nobody's page; let in, they are; taken back, they are gone again."""
    from habeas.intake import quarantine

    _import(folder, "first", "--quarantine")
    assert telling.persons() == {}
    batch = Batch.objects.latest("pk")
    assert quarantine.promote(batch=batch, by="alice", keys=["1"], note="checked by phone") == 1
    assert list(telling.persons()) == ["Testperson Alpha"]
    assert quarantine.promote(batch=batch, by="alice") == 2
    assert telling.count() == 3
    undo.undo(batch=batch, by="alice", reason="not trusted any more")
    assert telling.persons() == {}
    assert telling.holds()
