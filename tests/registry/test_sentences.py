"""When a sentence should end, from the events of a timeline."""

from __future__ import annotations

from typing import Any

from habeas.registry import sentences, timeline
from tests.told import Story


def _expected(*events: tuple[Any, ...]) -> dict[str, Any] | None:
    story = Story()
    story.record(1, *[(n, *pair) for n, pairs in enumerate(events, 1) for pair in pairs])
    return sentences.expected(timeline.align(story.evidence.facts, story.weigher))


def _taken(when: str) -> tuple[tuple[str, str], ...]:
    return (("type", "taken"), ("date", when))


def _sentenced(when: str, term: str) -> tuple[tuple[str, str], ...]:
    return (("type", "sentenced"), ("date", when), ("term", term))


def test_without_a_term_nothing_is_computed() -> None:
    """A taking alone has no end."""
    assert _expected(_taken("2017")) is None


def test_time_in_custody_counts() -> None:
    """Seven years from the taking, not from the sentence, as a window as vague as the taking."""
    found = _expected(_taken("3/2017"), _sentenced("20/11/2018", "7 years"))
    assert found is not None
    assert (found["low"], found["high"]) == ("2024-03-01", "2024-03-31")
    assert "credit=full" in found["steps"]


def test_without_a_taking_only_the_latest_end_is_known() -> None:
    """How long somebody sat before the sentence is unknown, so the earliest end is too."""
    found = _expected(_sentenced("20/11/2018", "7 years"))
    assert found is not None
    assert (found["low"], found["high"]) == (None, "2025-11-20")
    assert "credit_unknown" in found["steps"]


def test_life_and_suspended_death_have_no_end() -> None:
    """No window is made up for them."""
    for said, code in (("life", "life"), ("死缓", "death_suspended")):
        found = _expected(_taken("2017"), _sentenced("2018", said))
        assert found is not None
        assert (found["term"], found["low"], found["high"], found["steps"]) == (code, None, None, [])


def test_a_reduction_is_not_the_sentence() -> None:
    """The term of a reduction is taken off; it does not replace the sentence."""
    reduced = (("type", "term_reduced"), ("date", "2021"), ("term", "1 year"))
    found = _expected(_taken("1/3/2017"), _sentenced("2018", "7 years"), reduced)
    assert found is not None
    assert (found["term"], found["high"]) == ("P7Y", "2023-03-01")


def test_the_latest_sentence_counts() -> None:
    """A second judgment replaces the first."""
    found = _expected(_taken("1/3/2017"), _sentenced("2018", "7 years"), _sentenced("2019", "13 years"))
    assert found is not None
    assert found["term"] == "P13Y"


def test_custody_before_an_earlier_release_does_not_count() -> None:
    """Taken 2009, released 2010, taken again 2017, sentenced 2018: the term counts from 2017."""
    released = (("type", "released"), ("date", "2010"))
    found = _expected(_taken("2009"), released, _taken("1/3/2017"), _sentenced("2018", "7 years"))
    assert found is not None
    assert found["low"] == "2024-03-01"


def test_an_unreadable_term_gives_nothing() -> None:
    """A term that the readers could not read is shown elsewhere as said, and no end is computed."""
    assert _expected(_taken("2017"), _sentenced("2018", "a long time")) is None


def test_an_undated_sentence_counts_from_the_taking() -> None:
    """Nobody says when the judgment was; the taking is enough."""
    found = _expected(_taken("1/3/2017"), (("type", "sentenced"), ("term", "7 years")))
    assert found is not None
    assert found["high"] == "2024-03-01"


def test_a_taking_after_the_sentence_is_another_story() -> None:
    """Sentenced 2010, taken again 2017: the taking of 2017 does not belong to the sentence of 2010."""
    found = _expected(_sentenced("2010", "3 years"), _taken("2017"))
    assert found is not None
    assert found["high"] == "2013-12-31"
