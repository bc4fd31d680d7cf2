"""Mappings kept with their sources."""

from __future__ import annotations

import pytest

from habeas.intake import saved
from habeas.statements.models import Source
from tests import build

pytestmark = pytest.mark.django_db
COLUMNS = ("id", "name", "sex", "born", "taken", "where", "number")


def test_a_mapping_is_kept_and_found_by_its_columns() -> None:
    """The next delivery with the same columns begins with the mapping of the last one."""
    build.imported()
    kept = saved.fitting(COLUMNS, sources=None)
    assert kept is not None
    assert (kept.source, kept.stream, kept.text) == ("invented", "main", build.MAPPING)
    assert saved.fitting([*COLUMNS, "one more"], sources=None) is not None


def test_a_mapping_whose_column_is_missing_does_not_fit() -> None:
    """Every column that it needs has to be there; ignored and optional ones need not."""
    build.imported()
    assert saved.fitting(COLUMNS[:-1], sources=None) is None
    optional = build.MAPPING.replace('name = "number"', 'name = "number"\noptional = true')
    build.imported(mapping=optional.replace('"main"', '"second"'))
    kept = saved.fitting(COLUMNS[:-1], sources=None)
    assert kept is not None
    assert kept.stream == "second"


def test_the_mapping_that_reads_most_wins() -> None:
    """A richer mapping before a poorer one."""
    build.imported()
    poor = build.MAPPING[: build.MAPPING.index('[[column]]\nname = "sex"')].replace('"main"', '"poor"')
    build.imported(mapping=poor)
    kept = saved.fitting(COLUMNS, sources=None)
    assert kept is not None
    assert kept.stream == "main"


def test_only_ones_own_sources_are_looked_at() -> None:
    """A reader who does not work with a source does not learn of its mapping."""
    build.imported()
    assert saved.fitting(COLUMNS, sources={"other"}) is None
    assert saved.fitting(COLUMNS, sources={"invented"}) is not None


def test_a_source_names_its_list_or_has_only_one() -> None:
    """By the name of the list; without one when there is only one."""
    build.imported()
    source = Source.objects.get(code="invented")
    kept = saved.of(source)
    assert kept is not None
    assert kept.stream == "main"
    build.imported(mapping=build.MAPPING.replace('"main"', '"second"'))
    source.refresh_from_db()
    assert saved.of(source) is None
    assert saved.of(source, "second") is not None


def test_a_mapping_of_an_older_program_is_passed_over() -> None:
    """What no longer reads is not offered, and breaks nothing."""
    build.imported()
    Source.objects.filter(code="invented").update(mappings={"main": "not = [toml"})
    assert saved.fitting(COLUMNS, sources=None) is None
