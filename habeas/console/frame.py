"""What all commands share: the two options, the running database, one way to answer and to fail."""

from __future__ import annotations

import functools
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol, TypeVar

import click
import orjson
from django.conf import settings
from django.db import Error as DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from habeas.engine import faults, running
from habeas.engine.binaries import EngineError
from habeas.engine.workspace import Workspace, WorkspaceError

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Report(Protocol):
    """Told of progress: the stage, how many are done, of how many (0: not known)."""

    def __call__(self, stage: str, done: int, total: int = 0) -> None: ...


screen = Console(stderr=True)


def options(command: _Command) -> _Command:
    """Add --workspace and --json to a command."""
    command = click.option("--json", "as_json", is_flag=True, help="Answer with JSON for machines.")(command)
    return click.option(
        "--workspace",
        metavar="DIR",
        expose_value=False,
        help="The register's folder (or HABEAS_WORKSPACE; default: ./workspace).",
    )(command)


def register(command: _Command) -> _Command:
    """Run with the database up; say plainly what is wrong when it is not."""

    @functools.wraps(command)
    def run(*arguments: Any, **named: Any) -> Any:
        try:
            with running.database(settings.WORKSPACE, url=settings.DATABASE_URL):
                return command(*arguments, **named)
        except (WorkspaceError, EngineError) as error:
            fail(str(error))
        except DatabaseError as error:
            fail(f"It could not be done: {faults.told(error)}.")
        except OSError as error:
            fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))

    return run  # type: ignore[return-value]


def workspace() -> Workspace:
    return Workspace.open(settings.WORKSPACE)


def who() -> str:
    """Who acts from a console: the account of the machine, marked as such."""
    try:
        return f"console:{getpass.getuser()}"
    except (KeyError, OSError):
        return "console"


def answer(as_json: bool, value: Any, text: str = "") -> None:
    """Print the answer: one JSON object, or words."""
    click.echo(orjson.dumps(value).decode() if as_json else text)


def fail(message: str, code: int = 2) -> NoReturn:
    """End with a message on standard error."""
    click.echo(f"habeas: {message}", err=True)
    sys.exit(code)


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Report]:
    """A progress bar on a terminal, nothing elsewhere. Call it with (stage, how many are done, of how many or 0)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True, disable=quiet or not screen.is_terminal) as bars:
        bars_by_stage: dict[str, Any] = {}

        def report(stage: str, done: int, total: int = 0) -> None:
            if stage not in bars_by_stage:
                bars_by_stage[stage] = bars.add_task(f"{title}: {stage}", total=None)
            bars.update(bars_by_stage[stage], completed=done, total=total or None)

        yield report
