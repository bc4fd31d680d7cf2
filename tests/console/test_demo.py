"""`habeas demo`: an invented register, quick to repeat, never in the place of a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.console import invented
from habeas.engine.workspace import Workspace
from habeas.statements.models import Record
from tests.console.terminal import Register, here

ACCOUNTS = ["contributor", "analyst", "caseworker", "publisher", "keeper", "administrator"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A filled demonstration."""
    found = Register(tmp_path_factory.mktemp("demo") / "demo")
    assert found.run("demo", "--no-serve").code == 0
    return found


def test_exact_answers(demo: Register) -> None:
    """It tells how many persons there are and each login; the second time nothing is added and all holds."""
    before = demo.counts()
    found = demo.run("demo", "--no-serve")
    assert (found.code, found.err) == (0, "")
    lines = ["An invented register of 80 persons. Sign in as one of:"]
    assert found.out.splitlines() == [*lines, *(f"  {name:<14} demonstration only" for name in ACCOUNTS)]
    answer = demo.ask("demo", "--no-serve")
    sources, records = answer.pop("sources"), answer.pop("records")
    assert answer == {"persons": 80, "accounts": ACCOUNTS, "password": "demonstration only"}
    assert demo.sql("SELECT (SELECT count(*) FROM statements_source), (SELECT count(*) FROM statements_record)") == [
        (sources, records)
    ]
    assert demo.counts() == before
    assert demo.holds()


def test_it_serves(demo: Register) -> None:
    """Without --no-serve the logins are printed and the desk answers; one object for each with --json."""
    process = demo.start("demo", "--port", "0", "--json")
    assert process.stdout is not None
    assert '"password":"demonstration only"' in process.stdout.readline()
    assert process.stdout.readline().startswith('{"address":"http://127.0.0.1:')
    process.kill()
    process.communicate()


def test_its_folder(tmp_path: Path) -> None:
    """Without a name it is the folder `demo`, or HABEAS_WORKSPACE; a real workspace is refused and stays as it was."""
    real = Register(tmp_path / "real")
    Workspace.create(real.path)
    before = sorted(path.relative_to(real.path).as_posix() for path in real.path.rglob("*"))
    found = real.run("demo", "--no-serve")
    told = f"habeas: {real.path} is a real workspace; a demo needs a folder of its own: --workspace DIR.\n"
    assert (found.code, found.out, found.err) == (2, "", told)
    assert sorted(path.relative_to(real.path).as_posix() for path in real.path.rglob("*")) == before


def test_never_into_another_database(tmp_path: Path) -> None:
    """With DATABASE_URL set, which may be a real register's, it refuses before it makes anything."""
    found = Register(tmp_path / "demo", DATABASE_URL=f"postgresql://boss:sesame@/register?host={tmp_path}")
    answer = found.run("demo", "--no-serve")
    told = "habeas: A demo brings its own database and never fills another: unset DATABASE_URL.\n"
    assert (answer.code, answer.out, answer.err) == (2, "", told)
    assert not found.path.exists()


@pytest.mark.django_db
def test_its_people_do_not_open_a_real_register(bare: object) -> None:
    """Accounts of a demonstration that came into a real register cannot act there."""
    invented.fill()
    made = Record.objects.filter(source__code="invented-leak")[0]
    found = here("erase", made.code, "--as", "keeper", "--reason", "x", stdin=f"{invented.PASSWORD}\n")
    assert found.code == 2
    assert found.err.endswith("habeas: Unknown account or wrong password.\n")


@pytest.mark.django_db
def test_killed_in_the_middle_it_fills_again(bare: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails half-way leaves nothing that a repeat would take for done."""

    def fail(_analyst: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(invented, "_list_some", fail)
    with pytest.raises(OSError, match="disk"):
        invented.fill()
    assert not Record.objects.exists()
    monkeypatch.undo()
    assert invented.fill()["persons"] == 80
    assert here("verify").code == 0


def test_everybody_in_it_is_plainly_invented() -> None:
    """Each name in the invented lists says that it is one."""
    folder = Path(invented.__file__).parent
    names = [line.split(",")[1] for line in (folder / "leak.csv").read_text("utf-8").splitlines()[1:]]
    assert names
    assert all("示例" in name or "Example" in name for name in names)
