"""Where a person stands, on whose word, as of when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from habeas.registry import axes, status, timeline
from tests.told import EFFECTS, Story, origin


def _custody(story: Story) -> dict[str, Any] | None:
    events = timeline.align(story.evidence.facts, story.weigher)
    return status.custody(events, story.evidence.facts, story.weigher, EFFECTS)


def _tell(*events: tuple[str, str], sources: int = 1) -> Story:
    story = Story()
    said = [(n, *pair) for n, (kind, when) in enumerate(events, 1) for pair in (("type", kind), ("date", when))]
    for source in range(1, sources + 1):
        story.record(source, *said)
    return story


def _code(story: Story) -> str:
    found = _custody(story)
    assert found is not None
    return str(found["code"])


def test_nothing_said_is_nothing_known() -> None:
    """No event, no claim: no status, rather than a guess."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"))
    assert _custody(story) is None


def test_a_taking_means_held() -> None:
    """Held as of the last day that the date can mean, said in the source's own precision."""
    found = _custody(_tell(("taken", "3/2017")))
    assert found is not None
    assert (found["code"], found["as_of"], found["when"], found["event"]) == ("held", "2017-03-31", "2017-03", "taken")
    assert found["sources"] == ["source-1"]


def test_the_later_word_counts() -> None:
    """Taken, then released, then taken again."""
    assert _code(_tell(("taken", "2014"), ("released", "2015"))) == "free"
    assert _code(_tell(("taken", "2014"), ("released", "2015"), ("taken", "2017"))) == "held"


def test_dates_that_overlap_follow_the_usual_course_of_things() -> None:
    """ "Taken in 2017, released in May 2017" reads as released, though the year ends later."""
    assert _code(_tell(("taken", "2017"), ("released", "5/2017"))) == "free"


def test_a_dated_word_stands_before_an_undated_one() -> None:
    """Somebody who says "released" without a date does not undo a dated later taking."""
    assert _code(_tell(("released", ""), ("taken", "2017"))) == "held"


def test_a_state_never_frees_anybody() -> None:
    """A government's "released" is shown as a claim; the person stays held, and the page says both."""
    story = Story(origin(1), origin(2, kind="government_reply"))
    story.record(1, (1, "type", "taken"), (1, "date", "2017"))
    story.record(2, (1, "type", "released"), (1, "date", "2019"))
    found = _custody(story)
    assert found is not None
    assert (found["code"], found["claimed"]) == ("held", "free")


def test_a_state_alone_proves_no_release() -> None:
    """When only a State speaks of a release, where the person stands is not known."""
    story = Story(origin(1, kind="state_media"))
    story.record(1, (1, "type", "released"), (1, "date", "2019"))
    found = _custody(story)
    assert found is not None
    assert (found["code"], found["claimed"]) == ("unknown", "free")


def test_a_state_proves_custody_and_sentence() -> None:
    """What a State admits against itself counts."""
    story = Story(origin(1, kind="government_reply"))
    story.record(1, (1, "type", "sentenced"), (1, "date", "2019"))
    assert _code(story) == "held"


def test_a_release_that_somebody_else_confirms_counts() -> None:
    """A relative's word beside the State's frees."""
    story = Story(origin(1), origin(2, kind="government_reply"))
    story.record(1, (1, "type", "taken"), (1, "date", "2017"), (2, "type", "released"), (2, "date", "2019"))
    story.record(2, (1, "type", "released"), (1, "date", "2019"))
    found = _custody(story)
    assert found is not None
    assert found["code"] == "free"
    assert found["origins"] == 2


def test_a_death_stands_unless_something_later_is_dated() -> None:
    """An undated death outweighs an older taking; a later dated sighting in custody outweighs a death."""
    assert _code(_tell(("taken", "2017"), ("died", ""))) == "dead"
    assert _code(_tell(("died", "2018"), ("released", ""))) == "dead"
    assert _code(_tell(("died", "2018"), ("held", "2020"))) == "held"


def test_the_sources_own_word_counts_as_of_when_it_was_said() -> None:
    """A list of June 2020 that says "free" is later than a taking in 2017."""
    story = Story()
    story.record(1, (1, "type", "taken"), (1, "date", "2017"))
    story.record(2, ("custody_status", "free"), said_on="2020-06")
    found = _custody(story)
    assert found is not None
    assert (found["code"], found["as_of"], found["event"]) == ("free", "2020-06-30", "")


def test_an_undated_word_is_as_late_as_what_its_record_tells_of() -> None:
    """A register that says "missing" of somebody taken in 1976 means: missing since then, not held since then."""
    story = Story()
    story.record(1, (1, "type", "taken"), (1, "date", "26/12/1976"), ("custody_status", "missing"))
    story.record(2, (1, "type", "taken"), (1, "date", "1976"))
    found = _custody(story)
    assert found is not None
    assert (found["code"], found["as_of"], found["when"]) == ("missing", "1976-12-26", "1976-12-26")
    assert found["since"]


def test_an_undated_word_against_the_dated_one_is_a_dispute() -> None:
    """ "Held" dated, "missing" undated: held, and the page says that others say missing."""
    story = Story()
    story.record(1, (1, "type", "taken"), (1, "date", "2017"))
    story.record(2, ("custody_status", "missing"))
    found = _custody(story)
    assert found is not None
    assert (found["code"], found["disputed"]) == ("held", ["missing"])


def test_the_course_of_things_is_no_dispute() -> None:
    """Taken, then released: the taking does not dispute the release."""
    found = _custody(_tell(("taken", "2017"), ("released", "2019")))
    assert found is not None
    assert "disputed" not in found


def test_two_lists_of_one_day_dispute_each_other() -> None:
    """Said on the same day, held by one and free by another: both stay visible."""
    story = Story()
    story.record(1, ("custody_status", "held"), said_on="2020-06-01")
    story.record(2, ("custody_status", "free"), said_on="2020-06-01")
    found = _custody(story)
    assert found is not None
    assert {found["code"], *found["disputed"]} == {"held", "free"}


def test_events_that_say_nothing_about_custody_change_nothing() -> None:
    """Seen, heard from, no news: signs of life, not of freedom."""
    assert _code(_tell(("taken", "2017"), ("seen", "2019"), ("no_news", "2020"))) == "held"


@pytest.mark.parametrize(
    ("as_of", "shown"),
    [
        (date(2025, 12, 1), "held"),
        (date(2025, 11, 25), "held"),
        (date(2025, 11, 24), "held_unconfirmed"),
        (date(2017, 3, 1), "held_unconfirmed"),
        (None, "held_unconfirmed"),
    ],
)
def test_an_old_held_decays(as_of: date | None, shown: str) -> None:
    """ "Held" that nobody confirmed for a year reads "held, unconfirmed"; an undated one at once."""
    assert status.decayed("held", as_of, date(2026, 11, 25)) == shown


@pytest.mark.parametrize("code", ["free", "dead", "missing", "unknown", None])
def test_only_held_decays(code: str | None) -> None:
    """Freedom and death do not grow doubtful with time."""
    assert status.decayed(code, date(1976, 1, 1), date(2026, 1, 1)) == code


def test_axes_take_the_latest_word() -> None:
    """Contact: permitted in 2018, not permitted in 2020. Each axis stands for itself."""
    story = Story()
    story.record(1, (1, "type", "seen"), (1, "date", "2018"), (1, "contact_allowed", "permitted"))
    story.record(2, (1, "type", "seen"), (1, "date", "2020"), (1, "contact_allowed", "not_permitted"))
    story.record(3, ("acknowledgement", "denied"), said_on="2019")
    events = timeline.align(story.evidence.facts, story.weigher)
    traits = [fact for fact in story.evidence.facts if fact.event is None]
    found = axes.axes(traits, events, story.weigher)
    assert found["contact_allowed"]["code"] == "not_permitted"
    assert found["contact_allowed"]["as_of"] == "2020-12-31"
    assert (found["acknowledgement"]["code"], found["acknowledgement"]["as_of"]) == ("denied", "2019-12-31")
    assert list(found) == ["acknowledgement", "contact_allowed"]


def test_the_last_sign_of_life_is_kept() -> None:
    """The latest event that shows the person alive; "no news" and a release claim are none."""
    story = _tell(("taken", "2017"), ("heard_from", "5/2018"), ("no_news", "2020"))
    events = timeline.align(story.evidence.facts, story.weigher)
    assert axes.last_sign(events) == {"as_of": "2018-05-31", "when": "2018-05", "event": "heard_from"}
    assert axes.last_sign([]) is None


def test_one_undated_rumour_does_not_end_a_life() -> None:
    """More independent origins saw the person at a known time: that stands, and the rumour is shown as a dispute."""
    story = _tell(("held", "9/2026"), sources=2)
    story.record(3, (1, "type", "died"))
    found = _custody(story)
    assert found is not None
    assert (found["code"], found["disputed"]) == ("held", ["dead"])
    alone = _tell(("held", "9/2026"))
    alone.record(2, (1, "type", "died"))
    assert _code(alone) == "dead"


def test_an_axis_names_who_said_it() -> None:
    """Not everybody who speaks of the same event."""
    story = Story()
    story.record(1, (1, "type", "sentenced"), (1, "date", "2019"), (1, "contact_allowed", "none"))
    story.record(2, (1, "type", "sentenced"), (1, "date", "2019"))
    events = timeline.align(story.evidence.facts, story.weigher)
    assert axes.axes(story.evidence.facts, events, story.weigher)["contact_allowed"]["sources"] == ["source-1"]
