"""How a command finds its workspace, reads its settings, and says what is wrong: as programs, from outside."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import build
from tests.console.terminal import LONGEST, ROOT, Answer, Register, eventually


def _run(folder: Path, *words: str, **environment: str) -> Answer:
    """A command started in a folder, with nothing of ours in the environment but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HABEAS", "DATABASE"))}
    done = subprocess.run(
        [sys.executable, "-m", "habeas.console", *words],
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def test_the_three_ways_to_name_the_workspace(register: Register, tmp_path: Path) -> None:
    """--workspace before or after, HABEAS_WORKSPACE, or the folder `workspace` where one stands; the first wins."""
    (tmp_path / "workspace").symlink_to(register.path)
    hit = "Testperson Alpha"
    assert hit in _run(ROOT, "search", "alpha", "--workspace", str(register.path)).out
    assert hit in _run(register.path.parent, "search", "--workspace=ws", "alpha").out
    assert hit in _run(ROOT, "search", "alpha", HABEAS_WORKSPACE=str(register.path)).out
    assert hit in _run(tmp_path, "search", "alpha").out
    assert hit in _run(tmp_path, "search", "alpha", HABEAS_WORKSPACE="").out, "an empty variable counts as none"
    wrong = _run(tmp_path, "search", "alpha", "--workspace", "elsewhere", HABEAS_WORKSPACE=str(register.path))
    assert (wrong.code, wrong.out) == (2, "")
    place = tmp_path / "elsewhere"
    assert wrong.err == f"habeas: No workspace at {place}: run `habeas init --workspace {place}`.\n"


def test_an_empty_name_is_no_default(tmp_path: Path) -> None:
    """`--workspace "$UNSET"` is refused: it must never mean another register than the one that was meant."""
    for words in (("init", "--workspace", ""), ("demo", "--no-serve", "--workspace=")):
        found = _run(tmp_path, *words)
        assert (found.code, found.out, found.err) == (2, "", "habeas: --workspace names no folder.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("init", "-h"), ("init", "--no-such"), ("demo", "--port", "x"), ("demo", "--help")])
def test_wrong_use_and_help_make_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Neither asking for help nor a mistyped option makes a workspace."""
    assert _run(tmp_path, *words).code == (0 if words[1] in {"-h", "--help"} else 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"HABEAS_DEBUG": "maybe"}, "HABEAS_DEBUG must be yes or no, not 'maybe'."),
        (
            {"DATABASE_URL": "mysql://boss:sesame@host/register"},
            "DATABASE_URL is not a PostgreSQL address (postgresql://user@host/name).",
        ),
        (
            {"DATABASE_URL": "postgresql://boss:sesame@host"},
            "DATABASE_URL names no database: write postgresql://user:password@host/database.",
        ),
        ({"HABEAS_PACKS": "world,../etc"}, "'../etc' is not a pack's name."),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(register: Register, setting: dict[str, str], told: str) -> None:
    """A setting that cannot be read stops the program with its name; no traceback, no password."""
    found = Register(register.path, **setting).run("init")
    assert (found.code, found.out, found.err) == (2, "", f"habeas: {told}\n")


def test_an_absent_pack_is_told(register: Register) -> None:
    """A pack that does not exist stops `init` and is named."""
    found = Register(register.path, HABEAS_PACKS="world,nowhere").run("init")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("habeas: No readable pack.toml in 'nowhere'")


def test_a_damaged_workspace_is_told(register: Register, tmp_path: Path) -> None:
    """A marker that cannot be read, a secret that is gone, and a public key that is none are each named."""
    own = register.copy(tmp_path / "ws")
    (own.path / "keepers.txt").write_text("# ours\nage1tooshort\n")
    found = own.run("backup")
    assert found.code == 2
    assert "keepers.txt, line 2: not a public age key" in found.err
    (own.path / "secrets/app.password").unlink()
    found = own.run("search", "alpha")
    assert found.code == 2
    assert "Secret 'app.password' is missing: run `habeas init" in found.err
    (own.path / "workspace.toml").write_text("format = ")
    found = own.run("search", "alpha")
    assert found.code == 2
    assert "workspace.toml is damaged" in found.err
    assert "Traceback" not in found.err


def test_what_nobody_foresaw_shows_no_value(register: Register) -> None:
    """An unforeseen error is told by its kind alone; HABEAS_DEBUG=yes shows where it was."""
    words = ("tests.console.failing", "ValueError:Testperson Secret", "search", "alpha")
    found = register.run(*words[1:], program=words[0])
    assert (found.code, found.out) == (2, "")
    assert found.err == (
        "habeas: Something unexpected happened (ValueError). Please report it; HABEAS_DEBUG=yes shows where.\n"
    )
    shown = Register(register.path, HABEAS_DEBUG="yes").run(*words[1:], program=words[0])
    assert "Traceback" in shown.err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("disk", "No space left on device: store/ab"),
        ("psycopg", "It could not be done: the disk of the database is full. Make room and start again."),
    ],
)
def test_what_the_machine_says(register: Register, error: str, told: str) -> None:
    """A full disk, of files or of the database, is told in one line that says what to do."""
    found = register.run(error, "search", "alpha", program="tests.console.failing")
    assert (found.code, found.out, found.err) == (2, "", f"habeas: {told}\n")


def test_a_reader_that_stops_reading(register: Register) -> None:
    """Cut short by `| head`, a command ends without a word of its own."""
    process = register.start("search", "--queries", "-")
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stdin as queries:
        queries.write("alpha\n" * 100)
    assert process.stderr.read() == ""
    assert process.wait(LONGEST) == 1


def test_a_terminal_sees_bars_and_a_pipe_does_not(register: Register, tmp_path: Path) -> None:
    """Progress is drawn on a terminal only, in clear text whatever the file is called, and never with --json."""
    strange = tmp_path / "[red]list[bold.csv"
    strange.write_text(build.CSV)
    assert register.run("import", strange).err == ""
    assert register.run("import", strange, "--json").err == ""
    drawn = _on_a_terminal(register, "import", str(strange))
    assert "[red]list[bold.csv: rows" in drawn
    assert "\x1b[?25l" in drawn, "the cursor is hidden while a bar is drawn"
    for words in (("rebuild",), ("verify",), ("reread",), ("backup", str(tmp_path / "out.age"))):
        assert f"{words[0]}: " in _on_a_terminal(register, *words), words
    assert "\x1b" not in _on_a_terminal(register, "verify", "--json")


def _on_a_terminal(register: Register, *words: str) -> str:
    """What a person at a terminal sees of a command."""
    ours, theirs = pty.openpty()
    register.environment |= {"TERM": "xterm", "NO_COLOR": ""}  # not the one that this test itself is started from
    process = register.start(*words, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while block := os.read(ours, 65536):
            seen += block
    except OSError:  # Linux's end of a terminal
        pass
    os.close(ours)
    assert process.wait(LONGEST) == 0, seen
    return seen.decode()


def test_nobody_else_can_read_the_workspace(own: Register, files: Path) -> None:
    """After every kind of command, each file is 0600 (sealed ones 0400) and each folder 0700, whatever the umask."""
    old = os.umask(0)
    try:
        own.run("import", files / "list.csv", "--mapping", files / "list.toml")
        own.run("backup")
        process = own.start("serve", "--port", "0")
        assert process.stdout is not None
        assert process.stdout.readline().startswith("The desk is at")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=LONGEST)
    finally:
        os.umask(old)
    open_ones = [
        f"{path.relative_to(own.path)} {path.stat().st_mode & 0o777:o}"
        for path in [own.path, *own.path.rglob("*")]
        if path.exists() and path.stat().st_mode & 0o077
    ]
    assert open_ones == []


def test_the_server_ends_after_the_last_program(own: Register) -> None:
    """Some seconds after a command nothing of the database runs any more."""
    own.run("search", "alpha")
    server = own.postmaster()
    assert eventually(lambda: not Path(f"/proc/{server}").exists(), 15)
