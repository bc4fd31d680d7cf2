"""`habeas init` makes a register, may be repeated, and brings an old one up to date."""

from __future__ import annotations

import re
from pathlib import Path

from habeas.engine import settings_link
from tests.console.terminal import Register

NO_KEEPER = "No keeper's key yet: columns about testifiers are refused, and no backup can be made (see keepers.txt)."


def test_exact_answers(tmp_path: Path, files: Path) -> None:
    """The first time it tells what it made, the second time that nothing was left to do; it speaks of keepers."""
    found = Register(tmp_path / "deep" / "ws")
    first = found.ask("init")
    assert first.pop("migrations") > 10
    assert first.pop("areas") > 100
    answer = {"workspace": str(found.path), "database": "embedded", "keepers": 0, "ok": True}
    assert first == answer
    assert found.ask("init") == {**answer, "migrations": 0, "areas": 0}
    told = found.run("init")
    assert (told.code, told.err) == (0, "")
    assert told.out == f"The register is ready in {found.path}.\n{NO_KEEPER}\n"
    (found.path / "keepers.txt").write_text((files / "keepers.txt").read_text())
    assert found.run("init").out == f"The register is ready in {found.path}.\n"
    assert found.holds()
    found.stop()


def test_a_repeat_keeps_everything(own: Register) -> None:
    """Secrets, keys, people and pages are as they were."""
    before = own.counts(), (own.path / "secrets/django.key").read_text(), (own.path / "keepers.txt").read_text()
    assert own.run("init").code == 0
    after = own.counts(), (own.path / "secrets/django.key").read_text(), (own.path / "keepers.txt").read_text()
    assert after == before
    assert own.holds()


def test_an_older_database_is_brought_up_to_date(own: Register) -> None:
    """Serving an older database is refused until init has migrated it; then all is there."""
    app, name = own.sql("SELECT app, name FROM django_migrations ORDER BY id DESC LIMIT 1")[0]
    before = own.counts()
    assert app == "sessions", name  # the last one; to be undone without harm
    own.sql("DROP TABLE django_session")
    own.sql("DELETE FROM django_migrations WHERE app = 'sessions'")
    refused = own.run("serve", "--port", "0")
    told = "habeas: The database is older than this program: run `habeas init` first.\n"
    assert (refused.code, refused.out, refused.err) == (2, "", told)
    assert own.ask("init")["migrations"] == 1
    assert own.counts() == before
    assert own.holds()


def test_rights_are_given_again(own: Register) -> None:
    """Rights that somebody took or gave behind the program's back are as they should be after init."""
    own.sql("GRANT DELETE, UPDATE ON statements_statement TO habeas_app; REVOKE SELECT ON audit_event FROM habeas_app")
    assert own.run("init").code == 0
    assert own.holds()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds something else is refused and stays as it is."""
    (tmp_path / "letter.txt").write_text("mine")
    found = Register(tmp_path).run("init")
    told = f"habeas: {tmp_path} holds other files (letter.txt). Choose an empty folder.\n"
    assert (found.code, found.out, found.err) == (2, "", told)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """A file where the folder should be is told as such."""
    (tmp_path / "ws").write_text("a file")
    found = Register(tmp_path / "ws").run("init")
    assert (found.code, found.out) == (2, "")
    assert re.fullmatch(rf"habeas: .*: {tmp_path}/ws\n", found.err)


def test_the_two_roles(own: Register) -> None:
    """The program's own role may not change what was said; the database's owner is somebody else."""
    assert own.run("search", "alpha").code == 0
    rights = "SELECT has_table_privilege('habeas_app', 'statements_statement', %s)"
    assert [own.sql(rights, kind)[0][0] for kind in ("SELECT", "INSERT", "DELETE", "TRUNCATE")] == [
        True,
        True,
        False,
        False,
    ]
    assert settings_link.databases(own.path, url="", owner_url="")["default"]["USER"] == "habeas_app"
