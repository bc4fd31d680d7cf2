"""The package is plain Python, usable alone, and its surface is what `__all__` says."""

from __future__ import annotations

import ast
import dataclasses
import sys
from datetime import date

import pytest

from habeas import dates
from tests.house import tree

MODULES = sorted((tree.PACKAGE / "dates").glob("*.py"))


def test_the_public_surface_is_complete() -> None:
    """Each public name exists, is documented, and is listed once, in order."""
    assert sorted(dates.__all__) == sorted(set(dates.__all__))
    for name in dates.__all__:
        found = getattr(dates, name)
        assert isinstance(found, str) or found.__doc__


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_only_the_standard_library_is_imported(path: tree.Path) -> None:
    """A module imports the standard library and its own package, so that anybody can use the package alone."""
    for node in ast.walk(tree.tree(path)):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert name.startswith("habeas.dates") or name.partition(".")[0] in sys.stdlib_module_names, name


def test_a_partial_date_is_a_value() -> None:
    """Readings are equal by content, hashable, and cannot be changed after they were made."""
    one, two = dates.read("1976-08"), dates.PartialDate("1976-08", date(1976, 8, 1), date(1976, 8, 31))
    assert one == two
    assert hash(one) == hash(two)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.edtf = "1977"  # type: ignore[misc]


def test_flags_are_plain_words() -> None:
    """The flags are stored in the ledger as words; they do not change."""
    assert (dates.AMBIGUOUS, dates.IMPOSSIBLE, dates.UNREADABLE) == ("ambiguous", "impossible", "unreadable")
