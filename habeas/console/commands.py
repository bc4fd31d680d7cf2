"""All commands, in the order of `habeas --help`. Each is loaded when it is asked for: an import needs no pages, a page
no backup, and the compiler behind the search is only for those who search."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

_PLACES: Final = {
    "init": "init",
    "invite": "invite",
    "serve": "serve",
    "work": "serve",
    "import": "bring",
    "person": "look",
    "search": "look",
    "names": "naming",
    "rebuild": "rebuild",
    "reread": "rebuild",
    "erase": "erase",
    "backup": "backup",
    "restore": "restore",
    "verify": "verify",
    "demo": "demo",
}
_CALLED: Final = {"import": "bring"}  # where the function cannot have the command's name


class _WhenAsked(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in _PLACES else None


def _command(name: str) -> click.Command:
    found: click.Command = getattr(import_module(f"habeas.console.{_PLACES[name]}"), _CALLED.get(name, name))
    return found


def every() -> dict[str, click.Command]:
    """All commands by name."""
    return {name: _command(name) for name in _PLACES}


@click.group(cls=_WhenAsked, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="habeas")
def habeas() -> None:
    """Habeas: the register of people who are arbitrarily detained, and the work to free them."""
