"""`habeas serve` and `habeas work`: the desk, and the hand that does long work."""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
import time

import click
import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from waitress.server import BaseWSGIServer

from habeas.audit import chain
from habeas.console import frame, leftovers, schema
from habeas.engine import running
from habeas.engine.binaries import EngineError
from habeas.evidence import store
from habeas.index.memory import MEMORY
from habeas.intake import jobs
from habeas.packs import reader as packs

_logger = logging.getLogger(__name__)
_THREADS = 8
_PAUSE = 2.0  # seconds
_ROUNDS = 15  # pauses between two looks for imports that died
_LARGEST = 4 << 30  # bytes of an upload


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free port.")
@frame.options
@frame.register
def serve(host: str, port: int, as_json: bool) -> None:
    """Serve the desk and do background work, in one process. Stop with Ctrl-C."""
    if schema.pending():
        frame.fail("The database is older than this program: run `habeas init` first.")
    packs.load(*settings.PACKS)
    store.tidy()
    leftovers.tidy(frame.workspace())
    server = _listen(host, port)
    for act, name in ((_work, "worker"), (_tend, "tender"), (_remember, "names")):
        threading.Thread(target=act, daemon=True, name=name).start()
    address = f"http://{host}:{server.effective_port}"
    frame.answer(as_json, {"address": address}, f"The desk is at {address}")
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


def _listen(host: str, port: int) -> BaseWSGIServer:
    try:
        return waitress.create_server(
            get_wsgi_application(),
            host=host,
            port=port,
            threads=_THREADS,
            ident="",
            max_request_body_size=_LARGEST,
        )
    except (OSError, ValueError) as error:  # waitress makes a ValueError of a host that has no address
        told = getattr(error, "strerror", None) or "no such address"
        frame.fail(f"The desk cannot listen at {host}, port {port} ({told}). Choose another --port or --host.")


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then end.")
@frame.options
@frame.register
def work(once: bool, as_json: bool) -> None:
    """Do background work (long imports) until stopped."""
    frame.answer(as_json, {"working": True}, "Working. Stop with Ctrl-C." if not once else "Doing what waits.")
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


def _tend() -> None:
    """Chain the notes about readings, which do not chain themselves; bring back a database that was killed with its
    keeper; mark imports whose program died."""
    for turn in itertools.count():
        time.sleep(_PAUSE)
        try:
            running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
            chain.seal()
            if turn % _ROUNDS == 0:
                jobs.settle_interrupted()
        except (DatabaseError, EngineError):
            connection.close()  # the database restarts; the notes wait


def _remember() -> None:
    """Read the names of the register before somebody searches."""
    try:
        MEMORY.ready()
    except (DatabaseError, EngineError):
        _logger.warning("The names could not be read yet; the first search tries again", exc_info=True)
    finally:
        connection.close()
