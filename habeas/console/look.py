"""`habeas search` and `habeas person`: read from a console, at the ceiling that is asked for."""

from __future__ import annotations

import time
from typing import Any

import click

from habeas.accounts.tiers import Tier
from habeas.audit import log
from habeas.console import frame
from habeas.registry import find
from habeas.registry.search import search as search_register

_TIERS = [tier.name.lower() for tier in Tier]
_ceiling = click.option(
    "--ceiling",
    type=click.Choice(_TIERS),
    default="restricted",
    show_default=True,
    help="What to see at most.",
)


@click.command()
@click.argument("query", required=False)
@click.option("--queries", type=click.File(encoding="utf-8"), help="A file with one query a line.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@_ceiling
@frame.options
@frame.register
def search(query: str | None, queries: Any, limit: int, ceiling: str, as_json: bool) -> None:
    """Find persons, places and organisations by name, id or SOURCE:KEY."""
    if (query is None) == (queries is None):
        frame.fail("Give a query, or --queries FILE.")
    for one in [query] if query is not None else queries:
        found = _found(str(one).strip(), Tier[ceiling.upper()], limit)
        frame.answer(as_json or queries is not None, found, _words(found))


def _found(query: str, ceiling: int, limit: int) -> dict[str, Any]:
    began = time.perf_counter()
    hits = search_register(query, ceiling=ceiling, limit=limit)
    rows = [
        {
            "person": hit.person,
            "name": hit.name,
            "score": hit.score,
            "why": list(hit.why),
            "source_keys": hit.source_keys,
        }
        for hit in hits
    ]
    return {"hits": rows, "milliseconds": round((time.perf_counter() - began) * 1000, 2)}


def _words(found: dict[str, Any]) -> str:
    if not found["hits"]:
        return "Nothing found."
    return "\n".join(
        f"{hit['person']}  {hit['name']}  ({hit['why'][0]}: {hit['why'][1]})  {' '.join(hit['source_keys'])}"
        for hit in found["hits"]
    )


@click.command()
@click.argument("code", metavar="ID")
@_ceiling
@frame.options
@frame.register
def person(code: str, ceiling: str, as_json: bool) -> None:
    """Show one person (or place, or organisation) with what each value rests on."""
    try:
        seen = find.subject(code, ceiling=Tier[ceiling.upper()])
    except find.NotFound:
        frame.fail(f"No {code} here, or none that may be seen at this ceiling.", 1)
    log.record("profile.read", by=frame.who(), subject=f"record:{code}", detail={"ceiling": ceiling})
    frame.answer(as_json, seen.profile, _page(seen.profile))


def _page(profile: dict[str, Any]) -> str:
    lines = [f"{profile['name']}  [{profile['code']}]"]
    if custody := profile.get("custody"):
        lines.append(
            f"  {custody['code']} as of {custody['as_of'] or 'an unknown day'} ({', '.join(custody['sources'])})"
        )
    for name, values in profile["values"].items():
        lines += [f"  {name}: {one['value'] or one['original']}  [{one['origins']} · {one['why']}]" for one in values]
    for event in profile["events"]:
        told = "; ".join(f"{name} {said[0]['original']}" for name, said in event["values"].items() if name != "type")
        lines.append(f"  · {event['type']}: {told}")
    return "\n".join(lines)
