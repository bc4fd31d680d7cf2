"""A birth worked out from ages."""

from __future__ import annotations

from habeas.registry import births, timeline
from tests.told import Story


def _born(*ages: tuple[str, str]) -> dict[str, object] | None:
    story = Story()
    for source, (age, when) in enumerate(ages, 1):
        story.record(source, (1, "type", "taken"), (1, "date", when), (1, "age_then", age))
    return births.from_ages(timeline.align(story.evidence.facts, story.weigher))


def test_an_age_at_a_date_bounds_the_birth() -> None:
    """Who is 26 on a day was born within the year that ends 26 years before."""
    found = _born(("26", "3/2/2017"))
    assert found is not None
    assert (found["low"], found["high"], found["age"]) == ("1990-02-04", "1991-02-03", "26")


def test_ages_that_agree_tighten_the_span() -> None:
    """Two ages at two dates leave only the days that fit both."""
    story = Story()
    story.record(1, (1, "type", "taken"), (1, "date", "3/2/2017"), (1, "age_then", "26"))
    story.record(2, (1, "type", "released"), (1, "date", "3/8/2017"), (1, "age_then", "27"))
    found = births.from_ages(timeline.align(story.evidence.facts, story.weigher))
    assert found is not None
    assert (found["low"], found["high"]) == ("1990-02-04", "1990-08-03")


def test_ages_that_contradict_each_other_widen_it() -> None:
    """No day fits both: the span covers both, and nothing is dropped."""
    story = Story()
    story.record(1, (1, "type", "taken"), (1, "date", "3/2/2017"), (1, "age_then", "26"))
    story.record(2, (1, "type", "released"), (1, "date", "3/2/2018"), (1, "age_then", "40"))
    found = births.from_ages(timeline.align(story.evidence.facts, story.weigher))
    assert found is not None
    assert str(found["low"]) < "1979"
    assert str(found["high"]) > "1990"


def test_without_a_date_or_a_readable_age_there_is_nothing() -> None:
    """An age without a day tells nothing; neither does "middle-aged"."""
    assert _born(("26", "")) is None
    assert _born(("middle-aged", "2017")) is None
    assert births.from_ages([]) is None
