"""The rows of a batch that could not be taken, as a table to carry away."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import exports, reading, seen
from habeas.desk.told import told
from habeas.intake.models import Batch


class _Echo:
    def write(self, text: str) -> str:
        return text


@policy(roles.IMPORT)
@require_GET
def refused(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Every refused row as CSV: file, row, column, why."""
    found = seen.batch(reading.reader(request), number)
    response = StreamingHttpResponse(_refused(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{number}.csv"'
    return response


def _refused(found: Batch) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(["file", "row", "column", "why"])
    for one in found.refusals.order_by("row", "pk").iterator(chunk_size=2000):
        yield writer.writerow([exports.safe(cell) for cell in (found.filename, one.row, one.column, told(one.why))])
