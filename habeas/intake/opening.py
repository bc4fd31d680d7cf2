"""The sealed file of a batch as a table, and the source that its mapping names."""

from __future__ import annotations

from django.db import connection

from habeas.evidence import store
from habeas.intake import mapping as mappings
from habeas.intake.models import Batch
from habeas.intake.notes import notes
from habeas.intake.readers import ReadError, Table, open_table
from habeas.statements import ledger
from habeas.statements.models import Source

SOURCE_LOCK = 0x53  # class of the advisory locks of sources, by code


class ImportRefused(ValueError):
    """Nothing was taken in. The message says what is wrong and what to do; `problems` lists the details."""

    def __init__(self, message: str, problems: list[str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []


def source_for(mapping: mappings.Mapping, *, by: str) -> Source:
    """The mapping's source, added when it is new."""
    details = dict(mapping.source)
    code = details.pop("code")
    with connection.cursor() as cursor:  # two deliveries of one source wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [SOURCE_LOCK, code])
    known = Source.objects.filter(code=code).first()
    if known is not None:
        return known
    upstream = details.pop("upstream", "")
    origin = Source.objects.filter(code=upstream).first() if upstream else None
    if upstream and origin is None:
        raise ImportRefused(f"The mapping's upstream source {upstream!r} is not known: add that source first.")
    return ledger.add_source(by=by, code=code, upstream=origin, **details)


def opened(batch: Batch) -> Table:
    """The batch's sealed file as a table. Raises ImportRefused when it is locked or gone, ReadError for a bad file."""
    place = store.path_of(batch.item)
    if not place.exists():
        raise ImportRefused("The delivered file is locked to the keepers or gone. Deliver it again.")
    return open_table(place, name=batch.filename, sheet=batch.sheet or None)


def noted(batch: Batch) -> list[str]:
    """What people would not see for themselves about the batch's file; nothing of one that cannot be read."""
    try:
        return notes(opened(batch).details)
    except (ImportRefused, ReadError):
        return []  # whoever brings the rows in meets the same error and tells it
