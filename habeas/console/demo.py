"""`habeas demo`: an invented register to look around in. Refuses to touch a real workspace."""

from __future__ import annotations

import click

from habeas.console import areas, frame, invented, place, schema
from habeas.console.serve import serve


@click.command()
@click.option("--no-serve", is_flag=True, help="Fill the register and end.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free port.")
@frame.options
@place.made(demo=True)
@frame.register
@click.pass_context
def demo(context: click.Context, no_serve: bool, port: int, as_json: bool) -> None:
    """Fill an invented register and serve it. All people in it are made up; the logins are printed."""
    schema.prepare()
    areas.bring(by="demo")
    counts = invented.fill()
    words = [f"An invented register of {counts['persons']} persons. Sign in as one of:"]
    words += [f"  {name:<14} {invented.PASSWORD}" for name in invented.ACCOUNTS]
    frame.answer(as_json, {**counts, "accounts": list(invented.ACCOUNTS), "password": invented.PASSWORD}, *words)
    if not no_serve:
        context.invoke(serve, host="127.0.0.1", port=port, as_json=as_json)
