"""All commands, in the order of `habeas --help`."""

from __future__ import annotations

import click

from habeas.console.backup import backup
from habeas.console.bring import bring
from habeas.console.demo import demo
from habeas.console.erase import erase
from habeas.console.init import init
from habeas.console.invite import invite
from habeas.console.look import person, search
from habeas.console.naming import names
from habeas.console.rebuild import rebuild, reread
from habeas.console.restore import restore
from habeas.console.serve import serve, work
from habeas.console.verify import verify


class _InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="habeas")
def habeas() -> None:
    """Habeas: the register of people who are arbitrarily detained, and the work to free them."""


for command in (
    init,
    invite,
    serve,
    work,
    bring,
    person,
    search,
    names,
    rebuild,
    reread,
    erase,
    backup,
    restore,
    verify,
    demo,
):
    habeas.add_command(command)
