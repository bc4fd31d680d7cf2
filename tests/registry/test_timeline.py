"""One timeline out of what several records tell."""

from __future__ import annotations

from typing import Any

import pytest

from habeas.registry import timeline
from tests.told import Story


def _align(story: Story) -> list[dict[str, Any]]:
    return timeline.align(story.evidence.facts, story.weigher)


def _taken(when: str, where: str = "") -> list[tuple[Any, ...]]:
    said: list[tuple[Any, ...]] = [(1, "type", "taken"), (1, "date", when)]
    return [*said, (1, "place", where)] if where else said


def test_no_events_make_no_timeline() -> None:
    """Traits alone tell of nothing that happened."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"))
    assert _align(story) == []


def test_events_stand_in_order_of_time() -> None:
    """Earlier first; what nobody dates stands last."""
    story = Story()
    story.record(
        1,
        (1, "type", "released"),
        (2, "type", "sentenced"),
        (2, "date", "2018"),
        (3, "type", "taken"),
        (3, "date", "3/2017"),
    )
    assert [one["type"] for one in _align(story)] == ["taken", "sentenced", "released"]


def test_two_accounts_of_one_taking_are_one_event() -> None:
    """The same type and dates that can overlap: one event with both sources, and the tighter bounds."""
    story = Story()
    story.record(1, *_taken("2017"))
    story.record(2, *_taken("3/2017"))
    [event] = _align(story)
    assert event["sources"] == ["source-1", "source-2"]
    assert event["origins"] == 2
    assert (event["low"], event["high"]) == ("2017-03-01", "2017-03-31")
    assert event["when"] == "2017-03"


def test_dates_that_cannot_overlap_are_two_events() -> None:
    """Taken in 2014 and taken in 2017: twice."""
    story = Story()
    story.record(1, *_taken("2014"))
    story.record(2, *_taken("2017"))
    assert len(_align(story)) == 2


def test_two_events_of_one_record_are_never_joined() -> None:
    """A source that tells of two takings means two, however vague the dates."""
    story = Story()
    story.record(1, (1, "type", "taken"), (1, "date", "2017"), (2, "type", "taken"), (2, "date", "2017"))
    assert len(_align(story)) == 2


def test_places_that_contradict_each_other_part_vague_dates() -> None:
    """Sometime in 2017 in one town and sometime in 2017 in another: not one event."""
    story = Story()
    story.record(1, *_taken("2017", "Exampletown"))
    story.record(2, *_taken("2017", "Sampleville"))
    assert len(_align(story)) == 2


def test_one_exact_day_outweighs_places_written_differently() -> None:
    """The same day in two sources is one event, and both places stay visible."""
    story = Story()
    story.record(1, *_taken("3/4/2017", "Exampletown"))
    story.record(2, *_taken("3/4/2017", "Sampleville"))
    [event] = _align(story)
    assert len(event["values"]["place"]) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("EXAMPLETOWN  NORTH PROVINCE", "Exampletown. N. P."),
        ("police station, Sampleville", "Sampleville"),
        ("", "Sampleville"),
    ],
)
def test_places_with_a_word_in_common_agree(first: str, second: str) -> None:
    """Addresses are written in many ways: one shared word is enough not to contradict."""
    story = Story()
    story.record(1, *_taken("2017", first))
    story.record(2, *_taken("4/2017", second))
    assert len(_align(story)) == 1


def test_areas_agree_when_one_lies_in_the_other() -> None:
    """A county within the prefecture that the other source names is no contradiction; another prefecture is."""
    for code, count in (("653200", 1), ("653100", 2)):
        story = Story()
        first = story.record(1, *_taken("2017", "county"))
        second = story.record(2, *_taken("2017", "prefecture"))
        areas = {first[2].number: "653222", second[2].number: code}
        facts = [fact._replace(reference=areas.get(fact.number)) for fact in story.evidence.facts]
        assert len(timeline.align(facts, story.weigher)) == count


def test_held_tells_of_the_same_taking() -> None:
    """A leaked row "held since March 2017" and a relative's "taken in March 2017" are one."""
    story = Story()
    story.record(1, (1, "type", "held"), (1, "date", "3/2017"))
    story.record(2, *_taken("3/2017"))
    assert len(_align(story)) == 1


def test_different_happenings_are_never_joined() -> None:
    """Sentenced and taken in one month stay two."""
    story = Story()
    story.record(1, *_taken("3/2017"))
    story.record(2, (1, "type", "sentenced"), (1, "date", "3/2017"))
    assert len(_align(story)) == 2


def test_open_ended_dates_reach_as_far_as_they_say() -> None:
    """ "Since May 2018" can be one with June 2018, not with April."""
    for other, count in (("6/2018", 1), ("4/2018", 2)):
        story = Story()
        story.record(1, (1, "type", "no_news"), (1, "date", "since May 2018"))
        story.record(2, (1, "type", "no_news"), (1, "date", other))
        assert len(_align(story)) == count


def test_the_order_of_records_changes_nothing() -> None:
    """Whoever is imported first, the timeline reads the same."""
    told = [_taken("2017", "Exampletown"), _taken("3/2017", "Exampletown"), _taken("2014")]

    def read(order: list[int]) -> list[tuple[Any, ...]]:
        story = Story()
        for source in order:
            story.record(source + 1, *told[source])
        return [(one["type"], one["low"], one["high"], one["origins"]) for one in _align(story)]

    assert read([0, 1, 2]) == read([2, 1, 0]) == read([1, 0, 2])


def test_an_event_without_a_type_is_kept() -> None:
    """A date and a place of something that the source does not name stand as unknown."""
    story = Story()
    story.record(1, (1, "date", "2017"), (1, "place", "Exampletown"))
    [event] = _align(story)
    assert event["type"] == "unknown"
