"""Records: the row word for word, and what people decide about it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.models import Approval
from habeas.accounts.policy import policy
from habeas.accounts.tiers import LABELS, Tier
from habeas.audit import log
from habeas.desk import decided, labels, quoting, reading, seen, words
from habeas.desk.record_acts import steps
from habeas.intake.models import Batch
from habeas.registry.models import Member
from habeas.statements import ledger
from habeas.statements.models import Record, Retraction

_RAISABLE = (Tier.PARTNER, Tier.INTERNAL, Tier.RESTRICTED)


@policy(roles.READ)
@require_GET
def record(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found, ceiling = seen.record(user, code)
    if ceiling >= Tier.RESTRICTED:
        log.reading("record.read", by=user.username, subject=f"record:{code}")
    rows = found.statements.filter(tier__lte=ceiling).order_by("pk")
    statements = [quoting.shown(row, ceiling) for row in rows]
    labelled = {one["number"]: one["label"] for one in statements}
    context = {
        "record": found,
        "role": words.term_label("subject_role", found.role),
        "kind": labels.KINDS[found.kind],
        "ceiling": ceiling,
        "standing": labels.STANDINGS[found.standing],
        "statements": statements,
        "withdrawn": _withdrawn(labelled),
        "stances": list(labels.STANCES.items()),
        "row": _row(found) if ceiling >= Tier.RESTRICTED else None,
        "batch": Batch.objects.filter(pk=found.batch or 0).select_related("item").first(),
        "key": "" if found.key.startswith("~") else found.key,
        "author": ledger.author_of(found),
        "page": _page_of(found),
        "tiers": [(int(tier), LABELS[tier]) for tier in _RAISABLE],
        **_history(found, ceiling, labelled),
        **steps(found, user),
    }
    return render(request, "desk/record.html", context)


def _page_of(found: Record) -> str:
    """The code that leads to the page of whom the record is about; empty while it makes none."""
    return found.code if found.standing == 0 and Member.objects.filter(record=found).exists() else ""


def _history(found: Record, ceiling: Tier, shown: Collection[int]) -> dict[str, Any]:
    """What was decided about the record, for its page; not what was decided about statements that it does not show."""
    return {
        "reviews": [(one, labels.STEPS.get(one.step, one.step)) for one in found.reviews.order_by("pk")],
        "retractions": Retraction.objects.filter(undoes=None, undone_by=None, record=found.pk).order_by("-pk"),
        "raisings": [(one, LABELS[Tier(one.tier)]) for one in decided.raisings(found, ceiling, shown)],
        "erasing": Approval.objects.filter(kind="erase", subject=f"record:{found.code}", done_at=None).first(),
    }


def _withdrawn(labelled: dict[int, str]) -> list[tuple[str, Retraction]]:
    """Retractions in force of single statements, each with what its statement is about."""
    found = Retraction.objects.filter(statement__in=list(labelled), undoes=None, undone_by=None).order_by("pk")
    return [(labelled[one.statement], one) for one in found if one.statement is not None]


def _row(found: Record) -> list[tuple[str, str]]:
    """The delivered row: column and cell, word for word."""
    if not found.row:
        return []
    cells = orjson.loads(found.row)
    columns = Batch.objects.filter(pk=found.batch or 0).values_list("columns", flat=True).first() or []
    names = [*columns, *[str(place + 1) for place in range(len(columns), len(cells))]]
    return [(name, cell) for name, cell in zip(names, cells, strict=False) if cell is not None]
