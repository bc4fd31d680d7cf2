"""The transducer: likelihoods and the likeliest parting."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.names import align, emission
from habeas.names.sounds import SOUNDS

SIGNS = st.lists(st.sampled_from(["买", "提", "尔", "tu", "xun", "a", "q", "ğ"]), max_size=5).map(tuple)
FAR_FETCHED = -30.0  # bits
TOLD = st.text(SOUNDS, max_size=9)


def test_shares_of_every_sign_are_a_distribution() -> None:
    """What is left out is dust."""
    for sign in ("买", "尔", "江", "tu", "a", "q"):
        shares = emission.shares(sign)
        assert 0.8 < sum(shares.values()) <= 1.0 + 1e-9
        assert min(shares.values()) > 0


def test_the_likeliest_parting() -> None:
    """Each character with what it stands for."""
    found = align.steps(tuple("吐尔逊江"), "tursunjan")
    assert [step.sounds for step in found] == ["tu", "r", "sun", "jan"]


def test_the_right_name_is_far_likelier() -> None:
    """By more than thirty bits."""
    assert align.bits(tuple("买买提"), "memet") - align.bits(tuple("买买提"), "tursun") > 30


@given(SIGNS, TOLD)
@settings(deadline=None)
def test_likelihood_and_parting_agree(signs: tuple[str, ...], sounds: str) -> None:
    """The sum over all partings is at least the best one, as far as it is not far-fetched; the parting gives back the
    sounds."""
    found, steps = align.bits(signs, sounds), align.steps(signs, sounds)
    assert found <= 0.01
    if steps:
        assert "".join(step.sounds for step in steps) == sounds
        best = sum(math.log2(_chance(step)) for step in steps)
        assert found >= best - 1e-6 or best < FAR_FETCHED


def _chance(step: align.Step) -> float:
    return emission.shares(step.sign).get(step.sounds, 0.0) + emission.FLOOR[len(step.sounds)]


@pytest.mark.parametrize(("signs", "sounds", "bits"), [((), "", 0.0), ((), "a", align.IMPOSSIBLE)])
def test_edges(signs: tuple[str, ...], sounds: str, bits: float) -> None:
    """No signs give no sounds."""
    assert align.bits(signs, sounds) == bits
