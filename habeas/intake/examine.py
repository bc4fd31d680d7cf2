"""A preview, kept with its batch: counts, and examples value by value, each with its tier."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from habeas.intake import load
from habeas.intake.compare import Comparison
from habeas.intake.models import OPEN, WAITING, Batch, Preview
from habeas.intake.passage import Report
from habeas.intake.rows import Made
from habeas.statements.drafting import SEALED_TIER, unescape
from habeas.statements.models import Statement

SHOWN = 60  # examples of each kind
Told = tuple[int | None, str, str, int]  # event, property, original, tier


def examine(batch: Batch, *, by: str, report: Report | None = None) -> Preview:
    """Work out what a commit would do and keep it. Raises what `load.preview` raises."""
    seen = load.preview(batch, by=by, report=report)
    content = {
        "counts": seen.counts(),
        "new": [_new(one) for *_rest, one in seen.examples["new"][:SHOWN]],
        "changed": _changed(seen),
        "gone": [key for _number, key in seen.examples["gone"]],
        "refused": [list(one) for one in seen.refusals[:SHOWN]],
    }
    with transaction.atomic():
        kept, _new_row = Preview.objects.update_or_create(
            batch=batch, defaults={"mapping": fingerprint(batch), "content": content}
        )
        Batch.objects.filter(pk=batch.pk).exclude(state__in=OPEN).update(state=WAITING)
    return kept


def fingerprint(batch: Batch) -> str:
    """Which mapping a preview was made with."""
    return hashlib.sha256(f"{batch.sheet}\0{batch.mapping}".encode()).hexdigest()


def current(batch: Batch) -> Preview | None:
    """The preview, when it was made with the mapping that the batch has now."""
    return Preview.objects.filter(batch=batch, mapping=fingerprint(batch)).first()


def told(one: Made) -> list[Told]:
    """What a rendered row says, from its COPY lines; sealed values stay sealed."""
    lines = one.rendered.statements.split("\n") if one.rendered is not None else []
    found = []
    for line in lines:
        if line:
            _record, event, code, original, _language, _credibility, tier, *_reading = line.split("\t")
            text = "" if int(tier) == SEALED_TIER else unescape(original)
            found.append((None if event == "\\N" else int(event), code, text, int(tier)))
    return found


def _new(one: Made) -> dict[str, Any]:
    return {"row": one.number, "key": one.key, "values": told(one)}


def _changed(seen: Comparison) -> list[dict[str, Any]]:
    shown = seen.examples["changed"][:SHOWN]
    held = _held([number for _row, _key, number, _one in shown])
    return [
        {"row": one.number, "key": one.key, "differences": differences(held.get(number, []), told(one))}
        for _row, _key, number, one in shown
    ]


def _held(records: list[int]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    for row in Statement.objects.filter(record__in=records).order_by("pk"):
        text = "" if row.tier == SEALED_TIER else row.original
        found.setdefault(row.record_id, []).append((row.event, row.property, text, row.tier))
    return found


def differences(old: list[Told], new: list[Told]) -> list[dict[str, Any]]:
    """Value by value: {"event", "property", "old", "new", "tier"}; None where a side says nothing."""
    before, after = [one[:3] for one in old], [one[:3] for one in new]
    gone = [one for one in old if one[:3] not in after]
    rows = []
    for event, code, text, tier in [one for one in new if one[:3] not in before]:
        partner = next((one for one in gone if one[:2] == (event, code)), None)
        if partner is not None:
            gone.remove(partner)
        rows.append(
            {
                "event": event,
                "property": code,
                "old": partner[2] if partner else None,
                "new": text,
                "tier": max(tier, partner[3] if partner else 0),
            }
        )
    rows += [{"event": e, "property": c, "old": text, "new": None, "tier": tier} for e, c, text, tier in gone]
    return rows
