"""A profile is a pure function of what may be seen."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.registry import rows
from habeas.registry.facts import Decision, Fact
from habeas.registry.profile import assemble, profiles
from tests.told import Story

_PUBLIC, _PARTNER, _INTERNAL, _RESTRICTED, _SEALED = range(5)


def _decided(decision: str, at: str, tier: int = 2) -> Decision:
    return Decision(decision, "wgad", "I", "a reason", at, tier)


def test_a_profile_says_who_says_what() -> None:
    """Values with their statements, events, records, sources, roles, origins."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"), (1, "type", "taken"), (1, "date", "2017"))
    story.record(2, ("name", "Testperson Alpha"), role="mentioned")
    made = assemble(story.evidence, story.lore)
    assert made["name"] == "Testperson Alpha"
    assert made["records"] == ["code000001", "code000002"]
    assert made["sources"] == ["source-1", "source-2"]
    assert made["roles"] == ["detained", "mentioned"]
    assert made["origins"] == 2
    assert made["custody"]["code"] == "held"


def test_the_id_is_the_code_of_the_oldest_record() -> None:
    """Of the oldest that may be seen: a hidden older record is not given away by its code."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha", _RESTRICTED))
    story.record(2, ("name", "Testperson Alpha"))
    ids = {
        ceiling: made["code"]
        for low, high, made in profiles(story.evidence, story.lore)
        for ceiling in range(low, high + 1)
    }
    assert ids == {2: "code000002", 3: "code000001", 4: "code000001"}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ([("name", "Testperson Alpha"), ("alias", "Al")], "Testperson Alpha"),
        ([("family_name", "Testperson"), ("given_names", "Alpha Beta")], "Alpha Beta Testperson"),
        ([("family_name", "Testperson")], "Testperson"),
        ([("alias", "Al")], "Al"),
        ([("sex", "male")], "code000001"),
        ([("name", "", _SEALED)], "code000001"),
    ],
)
def test_a_page_always_has_a_name(said: list[tuple[str, ...]], name: str) -> None:
    """The name, else family and given names, else an alias, else the id; never a sealed value."""
    story = Story()
    story.record(1, *said)
    assert assemble(story.evidence, story.lore)["name"] == name


def test_a_profile_is_kept_once_where_it_is_the_same() -> None:
    """One row for each stretch of ceilings, without a gap up to the top; nothing below the lowest tier."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha", _PARTNER), ("health", "ill", _RESTRICTED))
    spans = [(low, high) for low, high, _made in profiles(story.evidence, story.lore)]
    assert spans == [(1, 2), (3, 4)]


def test_somebody_of_whom_nothing_may_be_seen_does_not_exist() -> None:
    """A subject with nothing at or below a ceiling has no profile there."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha", _RESTRICTED))
    assert [low for low, _high, _made in profiles(story.evidence, story.lore)] == [3]


def test_the_latest_visible_listing_decision_counts() -> None:
    """Listed, then removed above a reader's ceiling: that reader still sees the listing."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"))
    story.evidence.decisions += [_decided("listed", "2020-01-01"), _decided("removed", "2021-01-01", _RESTRICTED)]
    seen = {low: made["listing"] for low, _high, made in profiles(story.evidence, story.lore)}
    assert seen[2]["listed"] is True
    assert (seen[3]["listed"], seen[3]["decision"]) == (False, "removed")


def test_places_have_no_status() -> None:
    """Custody and listing belong to persons."""
    story = Story(kind="place")
    story.record(1, ("name", "Exampletown prison"), role="mentioned")
    made = assemble(story.evidence, story.lore)
    assert "custody" not in made
    assert "listing" not in made


def test_a_reader_of_some_sources_sees_more_of_those_only() -> None:
    """Restricted values of assigned sources, internal ones of all: statement by statement."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"), ("health", "ill", _RESTRICTED))
    story.record(2, ("name", "Testperson Alpha"), ("relative", "Testperson Beta", _RESTRICTED))
    story.record(3, ("name", "Testperson Gamma", _RESTRICTED))
    seen = story.evidence.within(base=_INTERNAL, top=_RESTRICTED, sources={1})
    made = assemble(seen, story.lore)
    assert sorted(made["values"]) == ["health", "name"]
    assert made["sources"] == ["source-1", "source-2"]


def test_a_hidden_voice_confirms_nothing_below_its_tier() -> None:
    """A restricted record that confirms an internal statement adds an origin only where it may be seen."""
    story = Story()
    [fact] = story.record(1, ("name", "Testperson Alpha"))
    story.confirm(fact, 2, tier=_RESTRICTED)
    seen = {low: made["values"]["name"][0]["origins"] for low, _high, made in profiles(story.evidence, story.lore)}
    assert seen == {2: 1, 3: 2}


_CODES = st.sampled_from(["name", "sex", "birth_date", "health", "custody_status", "contact_allowed", "relative"])
_IN_EVENTS = st.sampled_from(["type", "date", "place", "term", "charge", "age_then", "contact_allowed"])
_TEXTS = st.sampled_from(
    [
        "Testperson Alpha",
        "Testperson Beta",
        "male",
        "taken",
        "released",
        "died",
        "2017",
        "3/2017",
        "5 years",
        "30",
        "free",
    ]
)
_TIERS = st.integers(0, 4)
_SAID = st.one_of(st.tuples(_CODES, _TEXTS, _TIERS), st.tuples(st.integers(1, 2), _IN_EVENTS, _TEXTS, _TIERS))
_RECORDS = st.lists(st.tuples(st.integers(1, 3), st.lists(_SAID, min_size=1, max_size=5)), min_size=1, max_size=4)


def _changed(fact: Fact) -> Fact:
    return fact._replace(
        original="something else",
        value="something else",
        low="1950-01-01",
        high="1999-12-31",
        reference="653222",
        flag="ambiguous",
        credibility=1,
    )


@given(told=_RECORDS, ceiling=st.integers(0, 3))
def test_what_is_hidden_changes_no_byte_below_its_tier(
    told: list[tuple[int, list[tuple[object, ...]]]], ceiling: int
) -> None:
    """Change every statement above a ceiling in every way, or take it away: profile, list row, id, status and
    reasons at and below that ceiling stay the same byte for byte."""
    story = Story()
    for source, said in told:
        story.record(source, *said)
    for place, fact in enumerate(story.evidence.facts):
        if place % 3 == 0:
            story.confirm(fact, 1 + place % 2, ("confirms", "disputes")[place % 2], tier=max(fact.tier, place % 5))
    facts = story.evidence.facts

    def lines(replaced: list[Fact]) -> list[str]:
        """Everything derived that a reader at or below the ceiling can reach."""
        story.evidence.facts = replaced
        made = rows.lines([story.evidence], story.lore)
        profile = [line for line in made.profiles.splitlines() if int(line.split("\t")[1]) <= ceiling]
        summary = [line for line in made.summaries.splitlines() if int(line.split("\t")[1]) <= ceiling]
        keys = [line for line in made.keys.splitlines() if int(line.split("\t")[1]) <= ceiling]
        # where the stretch ends tells only that something higher exists; readers never see it
        cut = ["\t".join([*line.split("\t")[:2], *line.split("\t")[3:]]) for line in profile + summary]
        return cut + keys

    before = lines(facts)
    assert lines([fact if fact.tier <= ceiling else _changed(fact) for fact in facts]) == before
    assert lines([fact for fact in facts if fact.tier <= ceiling]) == before


@given(told=_RECORDS)
def test_the_same_evidence_gives_the_same_bytes(told: list[tuple[int, list[tuple[object, ...]]]]) -> None:
    """A profile depends on nothing but the statements: twice the same, and it survives JSON."""
    made = []
    for _time in range(2):
        story = Story()
        for source, said in told:
            story.record(source, *said)
        made.append([(low, high, orjson.dumps(one)) for low, high, one in profiles(story.evidence, story.lore)])
    assert made[0] == made[1]
