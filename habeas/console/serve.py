"""`habeas serve` and `habeas work`: the desk, and the hand that does long work."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import click
import waitress
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection

from habeas.audit import chain
from habeas.console import frame, schema
from habeas.evidence import store
from habeas.intake import jobs

_logger = logging.getLogger(__name__)
_THREADS = 8
_PAUSE = 2.0  # seconds
_LARGEST = 4 << 30  # bytes of an upload


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@frame.options
@frame.register
def serve(host: str, port: int, as_json: bool) -> None:
    """Serve the desk and do background work, in one process. Stop with Ctrl-C."""
    if schema.pending():
        frame.fail("The database is older than this program: run `habeas init` first.")
    store.tidy()
    threading.Thread(target=_work, daemon=True, name="worker").start()
    threading.Thread(target=_chain, daemon=True, name="chain").start()
    server = waitress.create_server(
        get_wsgi_application(),
        host=host,
        port=port,
        threads=_THREADS,
        ident="",
        max_request_body_size=_LARGEST,
    )
    address = f"http://{host}:{server.effective_port}"
    frame.answer(as_json, {"address": address}, f"The desk is at {address}")
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then end.")
@frame.options
@frame.register
def work(once: bool, as_json: bool) -> None:
    """Do background work (long imports) until stopped."""
    frame.answer(as_json, {"working": True}, "Working. Stop with Ctrl-C.")
    jobs.settle_interrupted()
    asyncio.run(jobs.run(wait=not once, install_signals=True))


def _work() -> None:
    """Work until the process ends; a database that was restarted is waited for."""
    while True:
        try:
            jobs.settle_interrupted()
            asyncio.run(jobs.run(wait=True, install_signals=False))
        except Exception:
            _logger.warning("The worker stopped and starts again", exc_info=True)
            connection.close()
        time.sleep(_PAUSE)


def _chain() -> None:
    """Chain the notes about readings, which do not chain themselves."""
    while True:
        time.sleep(_PAUSE)
        try:
            chain.seal()
        except DatabaseError:
            connection.close()  # the database restarts; the notes wait
