"""`--help` tells what a command does and what each of its options means."""

from __future__ import annotations

import click
import pytest

from habeas.console.commands import every
from tests.console.terminal import here

COMMANDS = tuple(every())
ALONE = {("names", "compare"), ("names", "key")}  # need no register


def _leaves() -> dict[tuple[str, ...], click.Command]:
    """Every command that does something, by the words that call it."""
    found: dict[tuple[str, ...], click.Command] = {}
    for name, command in every().items():
        if isinstance(command, click.Group):
            found |= {(name, inner): one for inner, one in command.commands.items()}
        else:
            found[(name,)] = command
    return found


def test_the_commands_in_their_order() -> None:
    """`habeas --help` names every command, in the order in which somebody meets them."""
    expected = ("init", "invite", "serve", "work", "import", "person", "search", "names", "rebuild", "reread", "erase")
    assert (*expected, "backup", "restore", "verify", "demo") == COMMANDS
    listed = here("--help").out.partition("Commands:\n")[2]
    assert (
        tuple(line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " ") == COMMANDS
    )


@pytest.mark.parametrize("called", _leaves(), ids=" ".join)
def test_every_option_is_explained(called: tuple[str, ...]) -> None:
    """The help of a command says what it does, and has a word about each option, --json and --workspace among them."""
    command = _leaves()[called]
    found = here(*called, "--help")
    assert (found.code, found.err) == (0, "")
    words = " ".join(found.out.split())
    assert " ".join((command.help or "").split()) in words
    options = [one for one in command.params if isinstance(one, click.Option)]
    wanted = {"--json"} if called in ALONE else {"--workspace", "--json"}
    assert wanted <= {name for one in options for name in one.opts}
    for one in options:
        assert one.help, f"{one.opts[0]} says nothing"
        assert one.opts[0] in words
        assert " ".join(one.help.split()) in words


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_option_is_refused(name: str) -> None:
    """An option that does not exist ends with 2 and one clear line; nothing goes to standard output."""
    found = here(name, "--no-such-option")
    assert (found.code, found.out) == (2, "")
    assert "No such option '--no-such-option'" in found.err


def test_a_wrong_command_is_refused() -> None:
    """A command that does not exist ends with 2 and names itself."""
    found = here("exprot")
    assert (found.code, found.out) == (2, "")
    assert "No such command 'exprot'" in found.err


def test_the_version_is_told() -> None:
    """`--version` prints the version and ends 0."""
    found = here("--version")
    assert found.code == 0
    assert found.out.startswith("habeas, version ")
