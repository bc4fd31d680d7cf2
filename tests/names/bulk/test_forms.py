"""Parts of names as lines of text: nothing in a name can break the line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.names import keys, token
from habeas.names.bulk import forms
from habeas.names.sounds import SOUNDS


def test_a_part_in_full() -> None:
    """Text, skeletons, and how it may be said with what that costs."""
    assert forms.packed("Abduqadir") == "abduqadir|PTKTL|sabduqadir|sabdukadir:1.5"


def test_endings_and_initials() -> None:
    """A part without its ending is marked; an initial has its letters only."""
    assert "|-stest" in forms.packed("Testjan")
    assert forms.packed("A. Testov").split(" ")[0].startswith("a||i")


def test_variants_and_parts_are_parted() -> None:
    """Two scripts side by side are two variants, each with its parts."""
    variants = forms.unpacked(forms.packed("测试·阿尔法（Alpha Testov）"))
    assert [[part.split("|")[0] for part in one] for one in variants] == [["测试", "阿尔法"], ["alpha", "testov"]]
    assert forms.unpacked("") == []


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_any_name_is_packed_whole(name: str) -> None:
    """Each part comes back with its skeletons and sounds, whatever signs the name has."""
    told = forms.unpacked(forms.packed(name))
    tokens = [parts[:8] for parts in token.names(name)]
    assert [len(one) for one in told] == [len(one) for one in tokens]
    for parts, made in zip(told, tokens, strict=True):
        for part, one in zip(parts, made, strict=True):
            _text, skeletons, *ways = part.split("|")
            assert "\t" not in part
            assert "\n" not in part
            assert "\\" not in part
            if not one.initial:
                assert sorted(skeletons.split(",")) == sorted(keys.skeletons(one) or [""])
            assert all(set(way[1:].split(":")[0]) <= set(SOUNDS) for way in ways if way[0] == "s")
