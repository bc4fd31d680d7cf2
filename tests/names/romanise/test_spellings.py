"""The table of spellings is whole, and rows are chosen by the longest letters."""

from __future__ import annotations

from collections import defaultdict

import pytest

from habeas.names import tables
from habeas.names.romanise import spellings
from habeas.names.romanise.spellings import prepared
from habeas.names.sounds import SOUNDS

READERS = ("latin", "russian", "arabic", "spanish")


def test_every_row_has_its_origin_and_sounds_of_ours() -> None:
    """Nobody who speaks the languages has reviewed the table yet, and each row says so."""
    for row in tables.rows("spellings"):
        assert list(row) == ["reader", "letters", "sounds", "bits", "origin", "reviewed"]
        assert row["reader"] in READERS
        assert row["letters"]
        assert row["origin"]
        assert row["reviewed"] in ("no", "yes")
        assert set(row["sounds"]) <= set(SOUNDS)
        assert 0 <= float(row["bits"]) <= 8


def test_letters_have_one_likeliest_sound_and_no_row_twice() -> None:
    """Bits are relative to the likeliest choice of the same letters."""
    found: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in tables.rows("spellings"):
        found[row["reader"], row["letters"]].append((row["sounds"], float(row["bits"])))
    for choices in found.values():
        assert sorted(bits for _sounds, bits in choices)[0] == 0
        assert len({sounds for sounds, _bits in choices}) == len(choices)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Ab-C 1", "abc"), ("İSÄ", "isä"), ("ʿAli", "'ali"), ("", ""), ("Ａ", "a"), ("a" * 1_000, "a" * 60)],
)
def test_a_word_is_prepared(text: str, letters: str) -> None:
    """Small, composed letters only, and no more than a name has."""
    assert prepared(text) == letters


def test_a_letter_that_no_row_has_is_read_without_its_accents() -> None:
    """ǭ has no row; o has."""
    assert spellings.read("nǭr", "latin")[0].sounds == "nor"


def test_an_unknown_reader_reads_nothing() -> None:
    """No rows, no readings."""
    assert spellings.read("abc", "nobody") == ()
