"""Records as a delivery brings them, without the way through files and mappings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import timezone

from habeas.packs import reader as packs
from habeas.statements import copying, usages
from habeas.statements.drafting import Draft, Frame, Rendered, Said, content, render
from habeas.statements.models import LIVE, Record, Retraction, Source
from habeas.statements.reading import Habits, Reader

KEY = b"k" * 32


def frame(
    source: Source | None = None,
    *,
    batch: int | None = None,
    arrived: int = LIVE,
    kind: str = "person",
    usage: int = 1,
    seal: Callable[[str], str] | None = None,
) -> Frame:
    """What the records of a delivery share; without a source for tests that write nothing."""
    if source is not None:
        usage = usages.keep(Habits()).pk
    number = source.pk if source is not None else 1
    return Frame(number, "main", usage, kind, batch, timezone.now().isoformat(), arrived, KEY, seal)


def reader(habits: Habits | None = None) -> Reader:
    return Reader(packs.load(*settings.PACKS), habits or Habits())


def draft(*said: Said, key: str = "1") -> Draft:
    return Draft(key, key, "detained", list(said) or [Said(None, "name", "Testperson Alpha")])


def rendered(made: Draft, shared: Frame, number: int = 1) -> Rendered:
    return render(made, content(made, shared), number, shared, reader())


def deliver(source: Source, batch: int, keys: Sequence[str], *, arrived: int = LIVE) -> list[Record]:
    """One record for each key, as batch `batch` would bring it."""
    shared = frame(source, batch=batch, arrived=arrived)
    numbers = copying.numbers(len(keys))
    drafts = [draft(Said(None, "name", f"Testperson {key}"), key=key) for key in keys]
    copying.write([rendered(made, shared, number) for made, number in zip(drafts, numbers, strict=True)])
    found = Record.objects.in_bulk(numbers)
    return [found[number] for number in numbers]


def supersede(old: Record, new: Record | None, batch: int) -> Retraction:
    """What a newer delivery writes about a row that it changes, or no longer lists."""
    return Retraction.objects.create(
        record=old.pk, by_record=new.pk if new else None, by_batch=batch, reason="newer", by="import"
    )
