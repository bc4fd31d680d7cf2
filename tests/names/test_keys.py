"""Skeletons: the keys under which one name is found in any script."""

from __future__ import annotations

import pytest

from habeas.names import keys, token
from habeas.names.skeleton import skeleton

ALIKE = (
    ("买买提", "memet"),
    ("吐尔逊", "tursun"),
    ("阿卜杜卡迪尔", "abduqadir"),
    ("阿不都卡地尔", "abdukadir"),
    ("tuerxun", "tursun"),
    ("абдуқадир", "abduqadir"),
    ("ئابدۇقادىر", "abduqadir"),
    ("努尔兰", "nurlan"),
    ("古丽", "gül"),
)


@pytest.mark.parametrize(
    ("sounds", "key"),
    [("abduqadir", "PTKTL"), ("memet", "MMT"), ("xoşur", "SL"), ("aba", "P"), ("", ""), ("hayawu", ""), ("bpt", "PT")],
)
def test_skeleton(sounds: str, key: str) -> None:
    """Classes of consonants; neighbours of one class count once, vowels and weak consonants not at all."""
    assert skeleton(sounds) == key


@pytest.mark.parametrize(("left", "right"), ALIKE)
def test_one_name_shares_a_skeleton(left: str, right: str) -> None:
    """Whatever the script."""
    assert _skeletons(left) & _skeletons(right)


def _skeletons(name: str) -> frozenset[str]:
    return frozenset().union(*[keys.skeletons(one) for parts in token.names(name) for one in parts])
