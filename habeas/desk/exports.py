"""CSV that leaves the desk: nothing above the reader's ceiling, nothing from sources that may not be shared,
nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from habeas.names import visible
from habeas.registry.models import Summary
from habeas.statements.models import Source

_COLUMNS = (
    *("id", "name", "custody", "as_of", "listed", "sex", "ethnicity", "birth_low", "birth_high"),
    *("held_low", "held_high", "place", "independent_origins", "sources"),
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_SHARED = ("no sharing", "private")
_STEP = 2_000


class _Echo:
    def write(self, text: str) -> str:
        return text


def safe(value: Any) -> str:
    """One cell: invisible marks taken out, and a leading formula sign defused with an apostrophe (OWASP)."""
    text = "" if value is None else visible(str(value)).replace("\r", " ").replace("\n", " ")
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def lines(found: QuerySet[Summary], *, mark: str, ceiling: int) -> Iterator[str]:
    """CSV lines, streamed: a byte-order mark for spreadsheets, the header, the rows, a watermark line."""
    writer = csv.writer(_Echo())
    codes = dict(Source.objects.values_list("pk", "code"))
    closed = set(Source.objects.filter(sharing__in=NOT_SHARED).values_list("pk", flat=True))
    yield "\ufeff" + writer.writerow(_COLUMNS)
    for row in found.order_by("sort", "id").iterator(chunk_size=_STEP):
        if closed.intersection(row.sources):
            continue  # a page built with what may not be shared does not leave
        yield writer.writerow([safe(cell) for cell in _cells(row, codes)])
    yield writer.writerow([safe(f"exported by {mark}; for the person named only")])


def _cells(row: Summary, codes: dict[int, str]) -> list[Any]:
    return [
        *(row.code, row.name, row.custody, row.as_of, "yes" if row.listed else "no", row.sex, row.ethnicity),
        *(row.birth_low, row.birth_high, row.held_low, row.held_high, row.place, row.origins),
        " ".join(codes[number] for number in row.sources if number in codes),
    ]
