"""`habeas person`: the whole page in words, as JSON, at a ceiling."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from habeas.audit.models import Event
from habeas.engine.workspace import Workspace
from habeas.registry import listing, work
from tests import build
from tests.console.terminal import here, make_keys

pytestmark = pytest.mark.django_db

CANARY = "Canary-7719"
_NUMBERS = re.compile(r'"statements":\[[\d,]+\]')


def _code() -> str:
    """One person told of by two lists and a government."""
    first, second = build.source("list-a", tier=0), build.source("list-b", tier=0)
    reply = build.source("reply", kind="government_reply", reliability="E", tier=0)
    one = build.record(
        *(("name", "Testperson Alpha", 0), ("birth_date", "1980", 0), ("sex", "male", 0)),
        *((1, "type", "taken", 0), (1, "date", "2017-04", 0), (1, "place", "Exampletown", 0)),
        *(("health", f"ill, {CANARY}", 3),),
        of=first,
        key="1",
    )
    two = build.record(("name", "Testperson Álpha", 0), ("birth_date", "1981-02", 0), ("sex", "male", 0), of=second)
    three = build.record(("name", "测试人", 0), (1, "type", "released", 0), (1, "date", "2019", 0), of=reply)
    alice = build.user("alice", "analyst", all_sources=True)
    work.judge(by=alice, verdict="same", left=[one.pk], right=[two.pk, three.pk], reason="the same birth year")
    listing.decide_listing(
        by=alice,
        subject=build.subject_of(one),
        decision="listed",
        criterion="wgad",
        category="II",
        reason="no charge",
        tier=0,
    )
    return one.code


def test_the_whole_page_in_words(bare: object) -> None:
    """Name and id, standing, listing, every value with its sources and why it comes first, every event."""
    code = _code()
    found = here("person", code)
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == [
        f"Testperson Alpha  [{code}]",
        "  held, unconfirmed since 2017-04-30  [list-a]; claimed: free",
        "  listed (wgad II): no charge",
        "  birth_date: 1981-02  [list-b · more precise]",
        "  birth_date: 1980  [list-a · less supported]",
        f"  health: ill, {CANARY}  [list-a]",
        "  name: Testperson Alpha  [list-a, list-b · more origins]",
        "  name: 测试人  [reply · less supported]",
        "  sex: male  [list-a, list-b · they agree]",
        "  · taken: date 2017-04; place Exampletown  [list-a]",
        "  · released: date 2019  [reply]",
    ]


def test_a_fresh_sign_is_not_old(bare: object) -> None:
    """Held a month ago is held; only an old "held" is unconfirmed."""
    day = (timezone.localdate() - timedelta(days=30)).isoformat()
    made = build.person("Testperson Alpha", (1, "type", "held"), (1, "date", day))
    assert f"  held as of {day}  [" in here("person", made.code).out


def test_a_disputed_value_says_so(bare: object) -> None:
    """A statement that somebody disputes is marked."""
    made, other = build.person("Testperson Alpha", ("sex", "male")), build.person("Testperson Beta")
    alice = build.user("alice", "analyst", all_sources=True)
    work.take_stance(
        by=alice, record=other, statement=made.statements.get(property="sex"), stance="disputes", note="seen"
    )
    assert "sex: male" in here("person", made.code).out
    assert "· disputed]" in here("person", made.code).out


def test_json_is_the_profile(bare: object) -> None:
    """The same page as one object, with the numbers of the statements behind each value."""
    code = _code()
    found = here("person", code, "--json")
    assert found.json["code"] == code
    assert [one["original"] for one in found.json["values"]["birth_date"]] == ["1981-02", "1980"]
    assert found.json["custody"]["claimed"] == "free"
    assert len(_NUMBERS.findall(found.out)) == 11


def test_a_place_has_a_page_too(bare: object) -> None:
    """Places and organisations are shown in the same way."""
    made = build.record(("name", "Example Camp"), kind="place", role="", of=build.source("list-a"))
    assert here("person", made.code).out == f"Example Camp  [{made.code}]\n  name: Example Camp  [list-a]\n"


@pytest.mark.parametrize("ceiling", ["public", "partner", "internal"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_nothing_above_the_ceiling(bare: object, ceiling: str, form: tuple[str, ...]) -> None:
    """A value above the ceiling leaves no trace, in words or in JSON; at its tier it is there."""
    code = _code()
    found = here("person", code, "--ceiling", ceiling, *form)
    assert found.code == 0
    assert CANARY not in found.out
    assert "health" not in found.out
    assert CANARY in here("person", code, "--ceiling", "restricted", *form).out
    assert CANARY in here("person", code, *form).out, "the default is restricted"


def test_nobody_and_hidden_answer_alike(bare: object) -> None:
    """An unknown id and one above the ceiling give the same answer with 1; nothing on standard output."""
    hidden = build.record(("name", "Testperson Hidden", 3), of=build.source("list-a"))
    for code in (hidden.code, "0000000000", "\udcff"):
        found = here("person", code, "--ceiling", "internal")
        shown = "\\udcff" if code == "\udcff" else code
        told = f"habeas: No {shown} here, or none that may be seen at this ceiling.\n"
        assert (found.code, found.out, found.err) == (1, "", told)


def test_a_sealed_value_stays_sealed(bare: Workspace) -> None:
    """Even at the highest ceiling a sealed value is only named, never its ciphertext in words."""
    public, _files = make_keys(bare.tmp)
    bare.keepers_file.write_text("\n".join(public) + "\n")
    try:
        made = build.record(("name", "Testperson Alpha"), ("testifier_name", CANARY, 4), of=build.source("list-a"))
    finally:
        bare.keepers_file.write_text("")
    assert "(sealed)" in here("person", made.code, "--ceiling", "sealed").out
    for form in ((), ("--json",)):
        assert CANARY not in here("person", made.code, "--ceiling", "sealed", *form).out
        assert "testifier" not in here("person", made.code, *form).out


def test_reading_leaves_a_trace(bare: object) -> None:
    """Whoever looks at a page is noted, with the ceiling."""
    made = build.person("Testperson Alpha")
    here("person", made.code, "--ceiling", "internal")
    event = Event.objects.get(verb="profile.read")
    assert event.actor.startswith("console")
    assert (event.subject, event.detail) == (f"record:{made.code}", {"ceiling": "internal"})


def test_hostile_values_cannot_paint(bare: object) -> None:
    """Whatever a source says, a page is as many lines as it has values, and none of them acts on the terminal."""
    evil = "\x1b[2J\x9b1A\u202e\nfake line\r"
    made = build.person(
        f"Testperson {evil}", ("description", evil), (1, "type", "taken"), (1, "note", evil), of=build.source("list-a")
    )
    found = here("person", made.code)
    assert len(found.out.split("\n")) == 6
    assert not {"\x1b", "\x9b", "\u202e", "\r"} & set(found.out)
    assert "\\x1b[2J" in found.out
