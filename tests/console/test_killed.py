"""kill -9 at any moment: nothing committed is lost, nothing half is there, and the next start works."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from habeas.accounts import approve, invite
from habeas.accounts.models import User
from habeas.intake import jobs, load
from habeas.intake.models import Batch
from habeas.registry import erase
from habeas.statements.models import Record
from tests import build
from tests.console.terminal import Answer, Register, eventually

LARGE = 4_500  # rows; more than fit into this process, so workers make them ready
INTERRUPTED = "The program was stopped while this ran. Nothing was taken in: start it again."


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list that is brought in by several processes."""
    path = tmp_path_factory.mktemp("large") / "large.csv"
    rows = [f"L{row},Testperson Number{row},male,1980,2017,Town {row % 99},{row}" for row in range(LARGE)]
    path.write_text("id,name,sex,born,taken,where,number\n" + "\n".join(rows) + "\n")
    return path


def _dies(register: Register, how: str, moment: str, *words: str | Path, stdin: str = "") -> Answer:
    """Run a command that is killed at that moment."""
    found = register.run(how, moment, *words, program="tests.console.dying", stdin=stdin)
    assert found.code == -signal.SIGKILL, found.err
    return found


@pytest.mark.parametrize("how", ["killed", "all"])
@pytest.mark.parametrize("moment", ["sealed", "copy", "rows", "profiles", "settled"])
def test_an_import_that_dies_before_its_end(own: Register, files: Path, tmp_path: Path, how: str, moment: str) -> None:
    """Nothing of it is there; the batch says that it was interrupted, and can be committed after all."""
    newer = tmp_path / "newer.csv"
    newer.write_text(build.CSV.replace("Beta", "Betty") + "4,Testperson Delta,,,,,\n")
    before = own.counts()
    _dies(own, how, moment, "import", newer)
    assert own.counts() == before
    assert own.holds()
    with own.inside():
        batch = Batch.objects.latest("pk")
        jobs.settle_interrupted()
        batch.refresh_from_db()
        if moment != "sealed":
            assert (batch.state, batch.problem) == ("failed", INTERRUPTED)
        counts = load.commit(batch, by="tests").counts
        assert [counts[name] for name in ("read", "new", "changed", "unchanged")] == [4, 1, 1, 2]
        batch.refresh_from_db()
        assert (batch.state, batch.problem) == ("done", "")
    assert own.holds()


@pytest.mark.parametrize("how", ["killed", "all"])
@pytest.mark.parametrize("moment", ["unchained", "committed"])
def test_an_import_that_dies_after_its_end(own: Register, tmp_path: Path, how: str, moment: str) -> None:
    """All of it is there, and the audit chain goes on: the next delivery finds everything unchanged."""
    newer = tmp_path / "newer.csv"
    newer.write_text(build.CSV.replace("Beta", "Betty"))
    _dies(own, how, moment, "import", newer)
    assert own.holds()
    assert own.here("search", "betty").out.startswith(own.here("search", "invented:2").out.split()[0])
    assert "3 unchanged" in own.here("import", newer).out


def test_a_large_import_that_dies_with_its_workers(own: Register, large: Path) -> None:
    """Killed while several processes make rows ready; none of them stays, and the repeat takes all in."""
    before = own.counts()
    _dies(own, "killed", "workers", "import", large)  # comes back: no worker holds its output open
    assert own.counts() == before
    assert own.holds()
    assert own.here("import", large, "--json").json["new"] == LARGE


@pytest.mark.parametrize("moment", ["copy", "settled"])
def test_a_database_that_dies_under_an_import(own: Register, tmp_path: Path, moment: str) -> None:
    """The program says so in one line and ends with 2; nothing is half, and the repeat works. A connection may live on
    for a moment without its postmaster: what is only left to be committed may then still be, and is told as done."""
    newer = tmp_path / "newer.csv"
    newer.write_text(build.CSV.replace("Beta", "Betty"))
    before = own.counts()
    found = own.run("database", moment, "import", newer, program="tests.console.dying")
    told = "It could not be done: the database was stopped or does not answer. Start again."
    if found.code == 0:
        assert moment == "settled"
        assert (found.out.startswith("newer.csv: 3 read, 0 new, 1 changed"), found.err) == (True, "")
        assert own.counts() != before
    else:
        assert (found.code, found.out, found.err) == (2, "", f"habeas: {told}\n")
    assert own.holds()
    after = own.counts()
    assert own.here("import", newer).code == 0
    assert after in {before, own.counts()}, "nothing, or all of it when the end was reached before the news"
    assert after == before or moment == "settled"


@pytest.mark.parametrize("moment", ["rows", "settled", "committed"])
def test_a_worker_that_dies(own: Register, files: Path, moment: str) -> None:
    """Killed in the middle of a queued import: the next worker marks it, or finds it done; nothing is taken twice."""
    batch = int(own.run("queue", files / "list.csv", files / "list.toml", program="tests.console.queueing").out)
    own.sql("UPDATE intake_batch SET mapping = replace(mapping, 'code = \"invented\"', 'code = \"other\"')")
    _dies(own, "killed", moment, "work", "--once")
    assert own.holds()
    assert own.run("work", "--once").code == 0
    [(state, problem)] = own.sql("SELECT state, problem FROM intake_batch WHERE id = %s", batch)
    done = moment == "committed"
    assert (state, problem) == (("done", "") if done else ("failed", INTERRUPTED))
    assert own.sql("SELECT count(*) FROM statements_record WHERE batch = %s", batch) == [(3 if done else 0,)]
    assert own.holds()


@pytest.mark.parametrize(("moment", "words"), [("cleared", ("rebuild",)), ("profiles", ("rebuild",))])
def test_a_rebuild_that_dies(own: Register, moment: str, words: tuple[str, ...]) -> None:
    """The pages that stood still stand."""
    before = own.sql("SELECT subject_id, low, high, data FROM registry_profile ORDER BY 1, 2")
    _dies(own, "all", moment, *words)
    assert own.sql("SELECT subject_id, low, high, data FROM registry_profile ORDER BY 1, 2") == before
    assert own.holds()


def test_a_reread_that_dies(own: Register) -> None:
    """Readings and the pages that rest on them change together or not at all."""
    own.sql("UPDATE statements_statement SET value = 'other' WHERE property = 'sex'")
    own.here("rebuild")
    _dies(own, "killed", "reread", "reread", "--apply")
    assert own.sql("SELECT DISTINCT value FROM statements_statement WHERE property = 'sex'") == [("other",)]
    assert own.here("reread", "--apply").code == 0
    assert own.holds()


@pytest.mark.parametrize("moment", ["dump", "packing", "packed"])
def test_a_backup_that_dies(own: Register, files: Path, moment: str) -> None:
    """No archive or a whole one; the next backup works and clears away what lay in clear."""
    _dies(own, "killed", moment, "backup")
    whole = [path for path in own.workspace.backups.iterdir() if path.name.endswith(".habeas.age")]
    assert len([path for path in whole if not path.name.startswith(".")]) == (1 if moment == "packed" else 0)
    assert own.holds()
    assert own.here("init").code == 0
    assert list(own.workspace.tmp.iterdir()) == []
    assert [path for path in own.workspace.backups.iterdir() if path.name.endswith(".part")] == []
    assert own.here("backup", own.path / "backups" / "next.age").code == 0
    assert own.holds()


@pytest.fixture(scope="module")
def archive(register: Register, files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A backup, the list of an erasure that was made after it, and the code of the erased record."""
    path = tmp_path_factory.mktemp("archive") / "out.age"
    assert register.here("backup", path).code == 0
    with register.inside():
        people = [invite.invite(by="tests", username=name, role="keeper") for name in ("carol", "dora")]
        record = Record.objects.get(key="2", source__code="invented")
        asked = erase.ask(record=record, reason="asked", by=people[0])
        approve.answer(approval=asked, yes=True, reason="agreed", by=people[1])
        return path, register.path / "erasures.jsonl", record.code


@pytest.mark.parametrize("moment", ["unpacking", "unpacked", "files", "loading", "loaded", "prepared", "replayed"])
def test_a_restore_that_dies(other: Register, files: Path, archive: tuple[Path, Path, str], moment: str) -> None:
    """The workspace is as it was, or closed until the restore is done again: nobody ever sees a half register, nor
    somebody who was erased."""
    path, erasures, code = archive
    words = ("restore", path, "--identity", files / "first.key", "--erasures", erasures)
    _dies(other, "all" if moment in {"loading", "loaded"} else "killed", moment, *words)
    if moment in {"unpacking", "unpacked"}:
        assert other.holds()
        assert other.here("search", "alpha").out == "Nothing found.\n"
    else:
        told = "habeas: A restore into this workspace was interrupted. Run `habeas restore` with the backup again.\n"
        for command in (("search", "alpha"), ("verify",), ("init",), ("backup",)):
            found = other.here(*command)
            assert (found.code, found.out, found.err) == (2, "", told), command
    found = other.here(*words)
    assert found.out.endswith("; 1 erasures replayed.\n"), found
    assert other.here("person", code).code == 1
    assert other.here("search", "invented:1").out != "Nothing found.\n"
    assert list(other.workspace.tmp.iterdir()) == []
    assert other.holds()


@pytest.mark.parametrize(("moment", "how"), [("roles", "all"), ("migrating", "all"), ("migrated", "killed")])
def test_an_init_that_dies(tmp_path: Path, how: str, moment: str) -> None:
    """Run again it comes to its end, as if it had never been stopped."""
    found = Register(tmp_path / "ws")
    _dies(found, how, moment, "init")
    assert found.here("init").code == 0
    assert found.holds()
    assert found.sql("SELECT count(*) > 100 FROM statements_record") == [(True,)]
    found.stop()


def test_an_erasure_that_dies_before_its_note(own: Register) -> None:
    """An erasure that was committed and not yet noted is noted at the next start, so that a restore honours it."""
    with own.inside():
        for name in ("carol", "dora"):
            made = invite.invite(by="tests", username=name, role="keeper")
            made.set_password(build.PASSWORD)
            made.save()
        code = Record.objects.get(key="2", source__code="invented").code
        erase.ask(record=Record.objects.get(code=code), reason="asked", by=User.objects.get(username="carol"))
    _dies(own, "killed", "erased", "erase", code, "--as", "dora", stdin=f"{build.PASSWORD}\n")
    assert own.here("person", code).code == 1
    assert own.here("verify", "--json").json["problems"] == [
        f"record {code} was erased and is not on the list erasures.jsonl: run `habeas init`"
    ]
    assert own.here("init").code == 0
    assert code in (own.path / "erasures.jsonl").read_text()
    assert own.holds()


def test_a_desk_that_dies_while_it_works(own: Register, large: Path, files: Path) -> None:
    """Desk, keeper and postmaster killed in the middle of a queued import: the next desk starts and marks it."""
    batch = int(own.run("queue", large, files / "list.toml", program="tests.console.queueing").out)
    process = own.start("killed", "workers", "serve", "--port", "0", program="tests.console.dying")
    assert process.wait(60) == -signal.SIGKILL
    process.communicate()
    own.kill()
    desk = own.start("serve", "--port", "0")
    assert desk.stdout is not None
    assert desk.stdout.readline().startswith("The desk is at")
    query = "SELECT state, problem FROM intake_batch WHERE id = %s"
    assert eventually(lambda: own.sql(query, batch) == [("failed", INTERRUPTED)])
    desk.kill()
    desk.communicate()
    assert own.holds()
