"""What a table gives, in the shapes that tests compare."""

from __future__ import annotations

from pathlib import Path

from habeas.intake.readers import Table, open_table


def rows(table: Table) -> list[tuple[str | None, ...]]:
    """The cells of all rows, of which none may be refused."""
    found = list(table)
    assert [row for row in found if row.refused is not None] == []
    return [row.cells for row in found]


def everything(path: Path) -> list[tuple[str | None, ...]]:
    """The columns and then all rows."""
    table = open_table(path)
    return [table.columns, *rows(table)]


def refused(table: Table) -> list[tuple[int, str]]:
    """The rows that cannot be taken, by number, and why."""
    return [(row.number, row.refused) for row in table if row.refused is not None]


def numbers(table: Table) -> list[int]:
    return [row.number for row in table]
