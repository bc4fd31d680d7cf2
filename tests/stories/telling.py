"""What somebody sees at a moment of a story."""

from __future__ import annotations

from datetime import date
from typing import Any

from habeas.registry import find, lists
from habeas.registry.lists import Filters
from habeas.registry.models import Profile
from tests.console.terminal import here

TODAY = date(2026, 11, 25)
INTERNAL = 2


def persons(ceiling: int = INTERNAL) -> dict[str, str | None]:
    """Everybody on the list, with where they stand."""
    return {row.name: row.custody for row in lists.page(Filters(), ceiling=ceiling, today=TODAY).rows}


def count(**chosen: str) -> int:
    """How many persons meet these filters."""
    filters = Filters(chosen={name: (value,) for name, value in chosen.items()})
    return lists.total(filters, ceiling=INTERNAL, today=TODAY)


def page(code: str, ceiling: int = INTERNAL) -> dict[str, Any]:
    return find.subject(code, ceiling=ceiling).profile


def values(code: str, name: str) -> list[str]:
    """What is said of a trait, best first."""
    return [one["original"] for one in page(code)["values"].get(name, [])]


def pages() -> list[tuple[int, int, int, str]]:
    """Every page, byte for byte."""
    return sorted(Profile.objects.values_list("subject", "low", "high", "data"))


def holds() -> bool:
    """Does verify say that everything holds?"""
    found = here("verify")
    assert found.out.startswith("Everything holds.\n"), found.out
    return found.code == 0
