"""Search by name, id, source key and document number; and reading one subject."""

from __future__ import annotations

import pytest

from habeas.accounts.models import User
from habeas.registry import find, work
from habeas.registry.search import search
from tests import build

pytestmark = pytest.mark.django_db


def _names(query: str, ceiling: int = 2, **more: object) -> list[str]:
    return [hit.name for hit in search(query, ceiling=ceiling, **more)]  # type: ignore[arg-type]


@pytest.fixture
def people() -> None:
    source = build.source("main")
    build.person("Testperson Alpha", ("alias", "Álvaro"), ("document_number", "T 100", 2), of=source, key="88")
    build.person("Alpha Testperson Junior", of=source, key="89")
    build.person("Testperson Beta", ("alias", "Secretname", 3), ("document_number", "T 200", 3), of=source, key="90")
    build.record(("name", "Exampletown prison"), kind="place", role="mentioned", of=source, key="p1")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Testperson Alpha", "Testperson Alpha"),
        ("ALPHA   testperson", "Testperson Alpha"),
        ("alvaro", "Testperson Alpha"),
        ("ÁLVARO", "Testperson Alpha"),
        ("beta", "Testperson Beta"),
        ("testp bet", "Testperson Beta"),
        ("junior", "Alpha Testperson Junior"),
        ("exampletown", "Exampletown prison"),
        ("main:88", "Testperson Alpha"),
        ("main: 90", "Testperson Beta"),
        ("T 100", "Testperson Alpha"),
        ("t-100", "Testperson Alpha"),
    ],
)
def test_what_people_type_finds_whom_they_mean(people: None, query: str, first: str) -> None:
    """Exact, any order of words, prefix, accents, source key, document number: the one meant comes first."""
    assert _names(query)[0] == first


def test_the_same_name_stands_before_longer_ones(people: None) -> None:
    """The exact name first, then those with more words; each says why."""
    hits = search("alpha testperson", ceiling=2)
    assert [hit.name for hit in hits] == ["Testperson Alpha", "Alpha Testperson Junior"]
    assert [(match.asked, match.met) for match in hits[0].matches] == [("alpha", "alpha"), ("testperson", "testperson")]
    assert hits[0].why == ("same", "Testperson Alpha")
    assert hits[1].why == ("words", "Alpha Testperson Junior")


@pytest.mark.parametrize("query", ["Secretname", "T 200", "secretn"])
def test_nothing_above_the_ceiling_finds_anybody(people: None, query: str) -> None:
    """A restricted alias or number finds nobody below its tier, and its owner above."""
    assert _names(query) == []
    assert _names(query, ceiling=3) == ["Testperson Beta"]


def test_reasons_and_keys_come_from_below_the_ceiling(people: None) -> None:
    """Found by the open name: neither the reason nor the keys name anything hidden."""
    hidden = build.record(("name", "Testperson Beta", 3), of=build.source("secret-list"), key="hidden-key")
    assert build.subject_of(hidden)
    [hit] = search("beta", ceiling=2)
    assert hit.why == ("words", "Testperson Beta")
    assert hit.source_keys == ["main:90"]


def test_ids_follow_the_person(people: None, alice: User) -> None:
    """An id that a judgement made to lead elsewhere still finds the page."""
    first, second = build.person("Testperson Delta"), build.person("Testperson Epsilon")
    work.judge(by=alice, verdict="same", left=[first.pk], right=[second.pk], reason="one")
    [hit] = search(second.code, ceiling=2)
    assert (hit.person, hit.why) == (first.code, ("id", second.code))
    assert search(second.code.upper(), ceiling=2)[0].person == first.code


def test_a_source_key_by_hand_is_not_shown(people: None) -> None:
    """Rows without a number of their own have a made-up one, which is nobody's business."""
    build.person("Testperson Delta", of=build.source("main"))
    [hit] = search("delta", ceiling=2)
    assert hit.source_keys == []


def test_the_kind_and_the_limit_hold(people: None) -> None:
    """Only persons, only so many."""
    assert _names("exampletown", kind="person") == []
    assert len(_names("testperson", limit=2)) == 2


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "\0",
        "''",
        "a' | b:*",
        "\\",
        ":",
        "main:",
        ":88",
        "!" * 400,
        "x" * 10_000,
        "(" * 50,
        "&&&",
        "<->",
        "%",
        "示",
    ],
)
def test_hostile_queries_never_break(people: None, query: str) -> None:
    """Operators, quotes, NUL, endless text: an answer, mostly empty, never an error."""
    assert isinstance(search(query, ceiling=2), list)


def test_withdrawn_people_are_not_found(people: None, alice: User) -> None:
    """After a withdrawal neither name, id nor key finds anything."""
    made = build.person("Testperson Zeta", of=build.source("main"), key="99")
    work.withdraw_record(by=alice, record=made, reason="forged")
    for query in ("zeta", made.code, "main:99"):
        assert _names(query) == []


def test_a_page_is_read_at_the_readers_ceiling(people: None) -> None:
    """The profile of the ceiling, and nothing at all below the lowest tier."""
    made = build.person("Testperson Delta", ("health", "ill", 3))
    assert "health" not in find.subject(made.code, ceiling=2).profile["values"]
    assert "health" in find.subject(made.code, ceiling=3).profile["values"]
    with pytest.raises(find.NotFound):
        find.subject(made.code, ceiling=1)
    with pytest.raises(find.NotFound):
        find.subject("nobody", ceiling=4)


def test_a_hidden_records_id_leads_nowhere(people: None, alice: User) -> None:
    """The code of a record that a reader may not see answers like one that never was."""
    open_one, hidden = build.person("Testperson Delta"), build.record(("name", "Testperson Delta", 3))
    work.judge(by=alice, verdict="same", left=[open_one.pk], right=[hidden.pk], reason="one")
    with pytest.raises(find.NotFound):
        find.subject(hidden.code, ceiling=2)
    assert find.subject(hidden.code, ceiling=3).profile["code"] == open_one.code


def test_a_reader_of_some_sources_reads_them_higher(people: None) -> None:
    """Restricted values of one's own sources, internal ones of the others."""
    mine, theirs = build.source("mine"), build.source("theirs")
    first = build.person("Testperson Delta", ("health", "ill", 3), of=mine, key="a")
    second = build.record(("name", "Testperson Delta"), ("religion", "private", 3), of=theirs, key="b")
    from_both = find.subject_for(first.code, base=2, top=3, sources={"mine"})
    assert "health" in from_both.profile["values"]
    seen = find.subject_for(second.code, base=2, top=3, sources={"mine"})
    assert "religion" not in seen.profile["values"]
    with pytest.raises(find.NotFound):
        find.subject_for("nobody", base=2, top=3, sources=set())


def test_such_a_page_equals_the_stored_one_where_both_see_the_same(people: None) -> None:
    """For a reader of every source the page that is worked out is the page that is kept."""
    made = build.person("Testperson Delta", ("health", "ill", 3), (1, "type", "taken"), (1, "date", "2017"))
    source = build.source("x")
    stored = find.subject(made.code, ceiling=3).profile
    every = {source.code, *stored["sources"]}
    assert find.subject_for(made.code, base=2, top=3, sources=every).profile == stored
