"""Which value is best supported, and why."""

from __future__ import annotations

from itertools import permutations

import pytest

from habeas.registry.values import group_key
from tests.told import Story, origin, texts


def test_a_single_value_needs_no_reason() -> None:
    """One statement: its value, one origin, the only one."""
    story = Story()
    facts = story.record(1, ("name", "Testperson Alpha"))
    [value] = story.weigher.best_first(facts)
    assert (value["value"], value["origins"], value["why"]) == ("Testperson Alpha", 1, "only")


def test_agreeing_sources_are_one_value() -> None:
    """Two sources that say the same make one value with both statements behind it."""
    story = Story()
    facts = [*story.record(1, ("sex", "male")), *story.record(2, ("sex", "male"))]
    [value] = story.weigher.best_first(facts)
    assert value["origins"] == 2
    assert value["why"] == "agreed"
    assert value["statements"] == [1, 2]


def test_names_agree_in_any_order_of_words() -> None:
    """The father's name first or last, with or without accents: one name."""
    story = Story()
    facts = [*story.record(1, ("name", "Alpha Testperson")), *story.record(2, ("name", "TESTPERSON, Álpha"))]
    assert len(story.weigher.best_first(facts)) == 1


def test_more_independent_origins_win() -> None:
    """What two independent sources say stands before what a more reliable single one says."""
    story = Story(origin(1), origin(2), origin(3, reliability="A"))
    facts = [
        fact for source, sex in ((3, "female"), (1, "male"), (2, "male")) for fact in story.record(source, ("sex", sex))
    ]
    best, other = story.weigher.best_first(facts)
    assert (best["value"], best["why"]) == ("male", "origins")
    assert (other["value"], other["why"]) == ("female", "less")


def test_copies_of_one_origin_corroborate_nothing() -> None:
    """A hundred lists that took it from one source are one origin."""
    story = Story(origin(1), origin(2, root=1), origin(3, root=1), origin(4))
    facts = [fact for source in (1, 2, 3) for fact in story.record(source, ("sex", "male"))]
    facts += story.record(4, ("sex", "female"))
    values = story.weigher.best_first(facts)
    assert {value["value"]: value["origins"] for value in values} == {"male": 1, "female": 1}


def test_reliability_decides_between_equal_origins() -> None:
    """One against one: the better source first, and the page says that this was why."""
    story = Story(origin(1, reliability="D"), origin(2, reliability="B"))
    facts = [*story.record(1, ("sex", "male")), *story.record(2, ("sex", "female"))]
    best = story.weigher.best_first(facts)[0]
    assert (best["value"], best["why"]) == ("female", "reliability")


def test_an_ungraded_source_ranks_last() -> None:
    """No grade is worse than the worst grade."""
    story = Story(origin(1, reliability=""), origin(2, reliability="F"))
    facts = [*story.record(1, ("sex", "male")), *story.record(2, ("sex", "female"))]
    assert texts(story.weigher.best_first(facts)) == ["female", "male"]


def test_credibility_belongs_to_the_statement() -> None:
    """Between equal sources the more credible statement stands first."""
    story = Story()
    first, second = story.record(1, ("sex", "male"))[0], story.record(2, ("sex", "female"))[0]
    best = story.weigher.best_first([first._replace(credibility=4), second._replace(credibility=2)])[0]
    assert (best["value"], best["why"]) == ("female", "credibility")


def test_the_more_precise_date_stands_first() -> None:
    """A day before a year when nothing else tells them apart, and the year supports the day that it contains."""
    story = Story()
    facts = [*story.record(1, ("birth_date", "1980")), *story.record(2, ("birth_date", "3/2/1980"))]
    best, other = story.weigher.best_first(facts)
    assert best["value"] == "1980-02-03"
    assert best["origins"] == 2
    assert other["value"] == "1980"
    assert best["why"] == "origins"


def test_a_contradicting_date_supports_nothing() -> None:
    """1979 does not support a day in 1980."""
    story = Story()
    facts = [*story.record(1, ("birth_date", "1979")), *story.record(2, ("birth_date", "3/2/1980"))]
    best = story.weigher.best_first(facts)[0]
    assert (best["value"], best["origins"], best["why"]) == ("1980-02-03", 1, "precision")


def test_confirmation_by_another_source_counts_as_an_origin() -> None:
    """A court record that confirms a statement makes it two origins; the source's own confirmation does not."""
    story = Story()
    [fact] = story.record(1, ("sex", "male"))
    story.confirm(fact, 2)
    assert story.weigher.best_first([fact])[0]["origins"] == 2
    again = Story()
    [fact] = again.record(1, ("sex", "male"))
    again.confirm(fact, 1)
    assert again.weigher.best_first([fact])[0]["origins"] == 1


def test_a_dispute_stays_visible() -> None:
    """A disputed value says so and loses nothing of its own support."""
    story = Story()
    [fact] = story.record(1, ("sex", "male"))
    story.confirm(fact, 2, "disputes")
    [value] = story.weigher.best_first([fact])
    assert value["disputed"] == ["disputes"]
    assert value["origins"] == 1


def test_the_order_of_reading_never_matters() -> None:
    """However the statements come in, the same value is first and the groups are the same."""
    story = Story()
    facts = [fact for source in (1, 2, 3) for fact in story.record(source, ("sex", "male" if source < 3 else "female"))]
    results = [
        [(value["value"], value["why"], sorted(value["statements"])) for value in story.weigher.best_first(list(order))]
        for order in permutations(facts)
    ]
    assert all(result == results[0] for result in results)


def test_sealed_values_are_never_said_to_agree() -> None:
    """Nobody here can compare what only keepers can read."""
    story = Story()
    [first], [second] = story.record(1, ("contact", "", 4)), story.record(2, ("contact", "", 4))
    facts = [one._replace(flag="sealed", value=None) for one in (first, second)]
    assert len(story.weigher.best_first(facts)) == 2


@pytest.mark.parametrize(("code", "same"), [("name", True), ("occupation", False)])
def test_only_names_are_compared_without_order(code: str, same: bool) -> None:
    """Two occupations with the same words in another order are two."""
    story = Story()
    [first], [second] = story.record(1, (code, "teacher Alpha")), story.record(1, (code, "Alpha teacher"))
    assert (group_key(first) == group_key(second)) is same


def test_when_a_record_was_made_is_read_from_its_own_words() -> None:
    """ "2019-04" in a record's head bounds what it tells."""
    story = Story()
    [fact] = story.record(1, ("sex", "male"), said_on="2019-04")
    assert str(story.weigher.said_on(fact).high) == "2019-04-30"
