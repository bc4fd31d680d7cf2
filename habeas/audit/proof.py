"""Do the rows still say what the log says was written? Part of `habeas verify`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model

from habeas.audit import digests
from habeas.audit.models import Event, LedgerRow

_STEP = 2_000
# What an approved erasure took: "table" -> ids of rows; "table.column" -> groups that it took rows from.
Gone = Mapping[str, frozenset[int]]


def ledger_rows() -> dict[str, type[Model]]:
    """The tables whose rows must each be vouched for by an event."""
    return {model._meta.db_table: model for model in apps.get_models() if _is_vouched_for(model)}


def _is_vouched_for(model: type[Model]) -> bool:
    return issubclass(model, LedgerRow) or hasattr(model, "noted")


def row_problems(gone: Gone) -> Iterator[str]:
    """Compare rows with the digests in the log, newest event first; then name rows that no event knows."""
    seen: dict[str, set[int]] = {}
    groups: dict[str, dict[str, set[int]]] = {}
    events = Event.objects.filter(detail__has_key="rows").order_by("-pk")
    chunk: list[Event] = []
    for event in events.iterator(chunk_size=_STEP):
        chunk.append(event)
        if len(chunk) == _STEP:
            yield from _chunk_problems(chunk, gone, seen, groups)
            chunk = []
    yield from _chunk_problems(chunk, gone, seen, groups)
    for table, model in ledger_rows().items():
        yield from _strangers(table, model, seen.get(table, set()), groups.get(table, {}))


def _chunk_problems(
    events: Iterable[Event], gone: Gone, seen: dict[str, set[int]], groups: dict[str, dict[str, set[int]]]
) -> Iterator[str]:
    kept = _rows_of(events)
    models = ledger_rows()
    for event in events:
        rows: list[Model] = []
        missing = False
        for table, which in event.detail["rows"].items():
            if isinstance(which, dict):
                yield from _group_problems(event, models[table], which, gone, groups)
                missing = True  # checked already
                continue
            known = seen.setdefault(table, set())
            old = getattr(models[table], "changeable", False) and known.issuperset(which)
            known.update(which)
            for number in which:
                if (row := kept[table].get(number)) is not None:
                    rows.append(row)
                elif number not in gone.get(table, frozenset()):
                    yield f"{table} {number} is gone; event {event.pk} says that it was written"
                missing |= number not in kept[table]
            missing |= old
        if not missing and digests.of_rows(rows) != bytes(event.digest):
            yield f"{_names(event)}: not what event {event.pk} says was written"


def _names(event: Event) -> str:
    return ", ".join(f"{table} {' '.join(map(str, ids))}" for table, ids in event.detail["rows"].items())[:200]


def _rows_of(events: Iterable[Event]) -> dict[str, dict[int, Model]]:
    wanted: dict[str, set[int]] = {}
    for event in events:
        for table, which in event.detail["rows"].items():
            if isinstance(which, list):
                wanted.setdefault(table, set()).update(which)
    models = ledger_rows()
    return {table: models[table]._base_manager.in_bulk(list(numbers)) for table, numbers in wanted.items()}


def _group_problems(
    event: Event, model: type[Model], which: Mapping[str, Any], gone: Gone, groups: dict[str, dict[str, set[int]]]
) -> Iterator[str]:
    [(column, value)] = which.items()
    table = model._meta.db_table
    groups.setdefault(table, {}).setdefault(column, set()).add(value)
    if value in gone.get(f"{table}.{column}", frozenset()):
        return  # an erasure took rows of this group: what is left cannot give the same digest
    found, _named = digests.of_group(digests.Group(model, column, value))
    if found != bytes(event.digest):
        yield f"{table} ({column} {value}): not what event {event.pk} says was written"


def _strangers(table: str, model: type[Model], seen: set[int], groups: Mapping[str, set[int]]) -> Iterator[str]:
    found = model._base_manager.order_by("pk")
    for column, values in groups.items():
        found = found.exclude(**{f"{column}__in": sorted(values)})
    for number in found.values_list("pk", flat=True).iterator(chunk_size=_STEP):
        if number not in seen:
            yield f"{table} {number}: no event of the log wrote it"
