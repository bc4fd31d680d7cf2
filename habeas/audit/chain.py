"""Chain events after commit, and check the chain.

Writers never queue on the chain: they add events freely; whoever gets the advisory lock links what is
committed, in order of id. An event committed late is linked later; the order of links is the chain's own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef
from django.db.models.expressions import Exists

from habeas.audit.models import Event, Link, Waiting

_LOCK = 0x48414245  # "HABE": one sequencer at a time
_EMPTY = b"\0" * 32
_STEP = 5_000


def canonical(event: Event) -> bytes:
    """The bytes that are chained for an event: JSON with sorted keys, no spaces."""
    fields: list[Any] = [
        event.pk,
        event.at.isoformat(),
        event.actor,
        event.verb,
        event.subject,
        event.detail,
        bytes(event.digest).hex(),
    ]
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def seal() -> int:
    """Link every event that has no link yet; return how many. Harmless when another process is at it."""
    linked = 0
    while step := _seal_step():
        linked += step
    return linked


@transaction.atomic
def _seal_step() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    waiting = list(Waiting.objects.order_by("event").values_list("event", flat=True)[:_STEP])
    if not waiting:
        return 0
    last = Link.objects.order_by("-number").first()
    number, previous = (last.number, bytes(last.hash)) if last else (0, _EMPTY)
    links = []
    for event in Event.objects.filter(pk__in=waiting).order_by("pk"):
        number += 1
        previous = hashlib.sha256(previous + canonical(event)).digest()
        links.append(Link(number=number, event=event.pk, hash=previous))
    Link.objects.bulk_create(links)
    Waiting.objects.filter(event__in=waiting).delete()
    return len(links)


def problems() -> Iterator[str]:
    """Walk the chain from its start; name each place where it does not hold."""
    seal()
    yield from _broken_links()
    unlinked = ~Exists(Link.objects.filter(event=OuterRef("pk")))
    waiting = Exists(Waiting.objects.filter(event=OuterRef("pk")))
    for number in Event.objects.filter(unlinked & ~waiting).values_list("pk", flat=True)[:100]:
        yield f"audit chain: event {number} is not in the chain"


def _broken_links() -> Iterator[str]:
    previous, expected, start = _EMPTY, 1, 0
    while links := list(Link.objects.filter(number__gt=start).order_by("number")[:_STEP]):
        start = links[-1].number
        found = Event.objects.in_bulk([link.event for link in links])
        for link in links:
            event = found.get(link.event)
            if link.number != expected:
                yield f"audit chain: link {expected} is missing"
                expected = link.number
            if event is None:
                yield f"audit chain: event {link.event} is gone"
            elif hashlib.sha256(previous + canonical(event)).digest() != bytes(link.hash):
                yield f"audit chain: event {link.event} does not match link {link.number}"
            previous, expected = bytes(link.hash), expected + 1


def head() -> tuple[int, str]:
    """The chain's length and its last hash in hex: what an outside witness would keep."""
    last = Link.objects.order_by("-number").first()
    return (last.number, bytes(last.hash).hex()) if last else (0, "")
