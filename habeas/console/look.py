"""`habeas search` and `habeas person`: read from a console, at the ceiling that is asked for."""

from __future__ import annotations

import time
from typing import Any

import click

from habeas.accounts.tiers import Tier
from habeas.audit import log
from habeas.console import frame, page
from habeas.index.lookup import SOUND
from habeas.registry import find
from habeas.registry.search import search as search_register

_TIERS = [tier.name.lower() for tier in Tier]
_ceiling = click.option(
    "--ceiling",
    type=click.Choice(_TIERS),
    default="restricted",
    show_default=True,
    help="The highest tier to see.",
)


@click.command()
@click.argument("query", required=False)
@click.option("--queries", type=click.File(encoding="utf-8-sig"), help="A file with one query a line (- for input).")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many hits at most.")
@_ceiling
@frame.options
@frame.register
def search(query: str | None, queries: Any, limit: int, ceiling: str, as_json: bool) -> None:
    """Find persons, places and organisations by name, id or SOURCE:KEY."""
    if (query is None) == (queries is None):
        frame.fail("Give a query, or --queries FILE.")
    try:
        for one in [query] if query is not None else queries:
            found = _found(str(one).strip(), Tier[ceiling.upper()], limit)
            frame.answer(as_json or queries is not None, found, *_words(found))
    except UnicodeDecodeError:
        frame.fail(f"{queries.name} is not a text in UTF-8. Save it as one.")


def _found(query: str, ceiling: int, limit: int) -> dict[str, Any]:
    began = time.perf_counter()
    hits = search_register(_whole(query), ceiling=ceiling, limit=limit)
    rows = [
        {
            "person": hit.person,
            "name": hit.name,
            "score": hit.score,
            "why": list(hit.why),
            "matches": [{"asked": one.asked, "met": one.met, "bits": round(one.bits, 1)} for one in hit.matches],
            "source_keys": hit.source_keys,
        }
        for hit in hits
    ]
    return {"hits": rows, "milliseconds": round((time.perf_counter() - began) * 1000, 2)}


def _whole(text: str) -> str:
    """Without half letters, as a terminal of another encoding hands them over: the database knows none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _words(found: dict[str, Any]) -> list[str]:
    return [
        f"{hit['person']}  {hit['name']}  ({_why(hit)})  {' '.join(hit['source_keys'])}".rstrip()
        for hit in found["hits"]
    ] or ["Nothing found."]


def _why(hit: dict[str, Any]) -> str:
    how, met = hit["why"]
    if how == SOUND:
        met = ", ".join(f"{one['asked']} ≈ {one['met']}" for one in hit["matches"])
    return f"{how}: {met}"


@click.command()
@click.argument("code", metavar="ID")
@_ceiling
@frame.options
@frame.register
def person(code: str, ceiling: str, as_json: bool) -> None:
    """Show one person (or place, or organisation) with what each value rests on."""
    try:
        seen = find.subject(_whole(code), ceiling=Tier[ceiling.upper()])
    except find.NotFound:
        frame.fail(f"No {code} here, or none that may be seen at this ceiling.", 1)
    log.record("profile.read", by=frame.who(), subject=f"record:{code}", detail={"ceiling": ceiling})
    frame.answer(as_json, seen.profile, *page.lines(seen.profile))
