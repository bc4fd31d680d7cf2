"""Each name of the tables is found in every script that the package writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from habeas.names import fold, tables
from habeas.names.bulk import forms
from habeas.names.bulk.asking import ask
from habeas.names.bulk.index import Index, Row
from habeas.names.compare import compare
from habeas.names.romanise import kazakh, uyghur
from habeas.names.sounds import spelled

WRITERS: dict[str, Callable[[str], str]] = {
    "Uyghur Arabic": lambda uly: uyghur.to_arabic(spelled(uly)),
    "Uyghur Cyrillic": lambda uly: uyghur.to_cyrillic(spelled(uly)),
    "Kazakh Cyrillic": lambda uly: kazakh.to_cyrillic(spelled(uly)),
    "capitals": str.upper,
    "decomposed": lambda uly: unicodedata.normalize("NFD", uly),
    "wide": lambda uly: "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in uly),
    "joined by nothing": lambda uly: "\u200d".join(uly),
}


@cache
def everyone() -> tuple[list[str], Index]:
    names = [row["uly"] for row in tables.rows("uyghur_names")]
    index = Index()
    index.fill(Row(forms.packed(name), owner, 0) for owner, name in enumerate(names))
    return names, index


def some() -> Iterator[int]:
    return iter(range(0, len(everyone()[0]), 9))


@pytest.mark.parametrize("writer", WRITERS)
def test_a_name_is_found_in_another_script(writer: str) -> None:
    """Among 1,602 spellings, many close to each other, nine of ten are the best hit for themselves, all among ten."""
    names, index = everyone()
    ranks = []
    for owner in some():
        hits = ask(index, WRITERS[writer](names[owner]), ceiling=0, most=10)
        best = [hit.owner for hit in hits if hit.rank >= hits[0].rank - 0.01]
        ranks.append(0 if owner in best else 1 if owner in [hit.owner for hit in hits] else 2)
    assert ranks.count(0) / len(ranks) >= 0.9
    assert ranks.count(2) == 0


@pytest.mark.parametrize("writer", WRITERS)
def test_a_name_is_evidence_for_itself_in_another_script(writer: str) -> None:
    """Always more than half of what the same letters tell."""
    names, _index = everyone()
    for owner in some():
        same, other = (
            compare(names[owner], names[owner]).bits,
            compare(names[owner], WRITERS[writer](names[owner])).bits,
        )
        assert same is not None
        assert other is not None
        assert other > same / 2, names[owner]


def test_folding_twice_changes_nothing() -> None:
    """A folded name is its own fold, in every script that is written."""
    names, _index = everyone()
    for owner in some():
        for writer in WRITERS.values():
            once = fold(writer(names[owner]))
            assert fold(once) == once
