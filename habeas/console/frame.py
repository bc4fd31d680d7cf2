"""What all commands share: the two options, the running database, one way to answer and to fail."""

from __future__ import annotations

import functools
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol, TypeVar

import click
from django.conf import settings
from django.db import Error as DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from habeas.console import plain
from habeas.engine import faults, running
from habeas.engine.binaries import EngineError
from habeas.engine.workspace import Workspace, WorkspaceError
from habeas.packs.reader import PackError

_Command = TypeVar("_Command", bound=Callable[..., Any])
REFUSED = 2
UNFINISHED = "restore.unfinished"  # a file of the workspace while a restore is under way


class Report(Protocol):
    """Told of progress: the stage, how many are done, of how many (0: not known)."""

    def __call__(self, stage: str, done: int, total: int = 0) -> None: ...


def options(command: _Command) -> _Command:
    """Add --workspace and --json to a command."""
    command = click.option("--json", "as_json", is_flag=True, help="Answer with JSON for machines.")(command)
    return click.option(
        "--workspace",
        metavar="DIR",
        expose_value=False,
        help="The register's folder (or HABEAS_WORKSPACE; default: ./workspace, for a demo ./demo).",
    )(command)


def register(command: _Command) -> _Command:
    """Run with the database up and the register whole; say plainly what is wrong when it is not."""

    @functools.wraps(command)
    def run(*arguments: Any, **named: Any) -> Any:
        with failures():
            if (workspace().path / UNFINISHED).exists():
                fail("A restore into this workspace was interrupted. Run `habeas restore` with the backup again.")
        return restoring(command)(*arguments, **named)

    return run  # type: ignore[return-value]


def restoring(command: _Command) -> _Command:
    """The same, also when a restore was interrupted: for the command that ends it."""

    @functools.wraps(command)
    def run(*arguments: Any, **named: Any) -> Any:
        with failures(), running.database(settings.WORKSPACE, url=settings.DATABASE_URL):
            return command(*arguments, **named)

    return run  # type: ignore[return-value]


@contextmanager
def failures() -> Iterator[None]:
    """Turn what goes wrong into one line on standard error, without a value of anybody in it."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise  # click says these
    except (WorkspaceError, EngineError, PackError) as error:
        fail(str(error))
    except DatabaseError as error:
        fail(f"It could not be done: {faults.told(error)}.")
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
    except Exception as error:
        if settings.DEBUG:
            raise
        fail(f"Something unexpected happened ({type(error).__name__}). Please report it; HABEAS_DEBUG=yes shows where.")


def workspace() -> Workspace:
    return Workspace.open(settings.WORKSPACE)


def who() -> str:
    """Who acts from a console: the account of the machine, marked as such."""
    try:
        return f"console:{getpass.getuser()}"
    except (KeyError, OSError):
        return "console"


def answer(as_json: bool, value: Any, *lines: str) -> None:
    """Print the answer: one JSON object, or lines of words."""
    click.echo(plain.json(value) if as_json else "\n".join([plain.line(one) for one in lines]))


def fail(message: str, code: int = REFUSED) -> NoReturn:
    """End with a message on standard error."""
    click.echo(f"habeas: {plain.line(message)}", err=True)
    sys.exit(code)


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Report]:
    """A progress bar on a terminal, nothing elsewhere. Call it with (stage, how many are done, of how many or 0)."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=quiet or not sys.stderr.isatty()) as bars:
        bars_by_stage: dict[str, Any] = {}

        def report(stage: str, done: int, total: int = 0) -> None:
            if stage not in bars_by_stage:
                bars_by_stage[stage] = bars.add_task(plain.line(f"{title}: {stage}"), total=None)
            bars.update(bars_by_stage[stage], completed=done, total=total or None)

        yield report
