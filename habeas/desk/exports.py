"""CSV that leaves the desk: nothing above the reader's ceiling, nothing from sources that may not be shared,
nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from habeas.desk import words
from habeas.names import visible
from habeas.registry.models import Summary
from habeas.registry.status import decayed
from habeas.statements.models import Source

_COLUMNS: Final = (
    *("id", "name", "status", "as_of", "listed", "role", "sex", "ethnicity", "born_earliest", "born_latest"),
    *("held_earliest", "held_latest", "age_when_taken", "place", "sentence_ends", "independent_origins", "sources"),
)
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LEAVES: Final = frozenset({"", "open", "partners", "team"})  # an export is for the team member named in it
_STEP: Final = 2_000


class _Echo:
    def write(self, text: str) -> str:
        return text


def safe(value: Any) -> str:
    """One cell: invisible marks taken out, and a leading formula sign defused with an apostrophe (OWASP)."""
    text = "" if value is None else visible(str(value)).replace("\r", " ").replace("\n", " ")
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def lines(found: QuerySet[Summary], *, mark: str) -> Iterator[str]:
    """CSV lines, streamed: a byte-order mark for spreadsheets, the header, the rows, what was left out, a watermark."""
    writer = csv.writer(_Echo())
    today = timezone.localdate()
    codes = dict(Source.objects.values_list("pk", "code"))
    closed = {pk for pk, terms in Source.objects.values_list("pk", "sharing") if not _may_leave(terms)}
    yield "\ufeff" + writer.writerow(_COLUMNS)
    kept_back = 0
    for row in found.order_by("sort", "id").iterator(chunk_size=_STEP):
        if closed.intersection(row.sources):
            kept_back += 1  # a page built with what may not be shared does not leave
            continue
        yield writer.writerow([safe(cell) for cell in _cells(row, codes, today)])
    if kept_back:
        yield writer.writerow([safe(f"{kept_back} persons left out: their sources may not be shared")])
    yield writer.writerow([safe(f"exported by {mark}; for the person named only")])


def _may_leave(terms: str) -> bool:
    """Whether a source's sharing terms let an export hold what it says; terms that we cannot read do not."""
    return (words.pack().read_term("sharing", terms) or terms) in _LEAVES


def _cells(row: Summary, codes: dict[int, str], today: date) -> list[Any]:
    """As the screen shows them: an old "held" is unconfirmed."""
    return [
        *(row.code, row.name, decayed(row.custody, row.as_of, today), row.as_of),
        *("yes" if row.listed else "no", row.role, row.sex),
        *(row.ethnicity, row.birth_low, row.birth_high, row.held_low, row.held_high, row.age, row.place_text),
        *(row.ends, row.origins, " ".join(codes[number] for number in row.sources if number in codes)),
    ]
