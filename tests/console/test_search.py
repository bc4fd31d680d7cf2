"""`habeas search`: exact answers, for people and for machines, and nothing above the ceiling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import build
from tests.console.terminal import here

pytestmark = pytest.mark.django_db

CANARY = "Testperson Hiddenname"


@pytest.fixture
def list_a(bare: object) -> dict[str, str]:
    """Three persons of the list `a`, by their own key: their codes."""
    source = build.source("a", title="Invented list A")
    said = {"1": "Testperson Alpha", "2": "测试人 示例", "3": "ئالىم سىناق"}
    return {key: build.person(name, of=source, key=key).code for key, name in said.items()}


def test_words_for_people(list_a: dict[str, str]) -> None:
    """One line a hit: id, name, why it was found, and where it stands in its sources."""
    found = here("search", "testperson alp")
    assert found.out == f"{list_a['1']}  Testperson Alpha  (beginnings: Testperson Alpha)  a:1\n"
    assert (found.code, found.err) == (0, "")


def test_json_for_machines(list_a: dict[str, str]) -> None:
    """One object: the hits, each with person, name, score, why and source keys; and the milliseconds."""
    found = here("search", "Testperson Alpha", "--json").json
    assert found.pop("milliseconds") >= 0
    [hit] = found["hits"]
    assert (hit["person"], hit["name"], hit["why"]) == (list_a["1"], "Testperson Alpha", ["same", "Testperson Alpha"])
    assert hit["score"] == pytest.approx(28.0, abs=0.5)
    assert [one["asked"] for one in hit["matches"]] == ["testperson", "alpha"]
    assert hit["source_keys"] == ["a:1"]


def test_nothing_found(list_a: dict[str, str]) -> None:
    """No hit is an answer, not an error."""
    assert here("search", "nobody").out == "Nothing found.\n"
    assert here("search", "nobody", "--json").json["hits"] == []
    assert here("search", "").out == "Nothing found.\n"


@pytest.mark.parametrize(
    ("query", "key"), [("a:2", "2"), ("示例 测试人", "2"), ("ئالىم", "3"), ("TESTPERSON ÁLPHA", "1")]
)
def test_any_script_and_any_key(list_a: dict[str, str], query: str, key: str) -> None:
    """By the source's own key, in any script, in any word order, whatever the accents."""
    assert [hit["person"] for hit in here("search", query, "--json").json["hits"]] == [list_a[key]]


def test_by_its_own_id(list_a: dict[str, str]) -> None:
    """An id finds its person."""
    assert here("search", list_a["3"]).out == f"{list_a['3']}  ئالىم سىناق  (id: {list_a['3']})  a:3\n"


def test_no_more_than_asked_for(bare: object) -> None:
    """`--limit` cuts the list, best first; a limit out of its range is refused."""
    for number in range(3):
        build.person(f"Testperson Alpha{'x' * number}")
    found = here("search", "testperson alph", "--limit", "2", "--json").json["hits"]
    assert len(found) == 2
    for limit in ("0", "1001", "many"):
        assert here("search", "alpha", "--limit", limit).code == 2


def test_one_object_a_line_for_a_file_of_queries(list_a: dict[str, str], tmp_path: Path) -> None:
    """Each line of the file gets one JSON object in its place, also an empty one and one without a hit."""
    queries = tmp_path / "queries.txt"
    queries.write_text("\ufeffa:1\n\nnobody\r\n示例\n", "utf-8")
    found = here("search", "--queries", str(queries), "--limit", "1")
    lines = [json.loads(line) for line in found.out.splitlines()]
    assert [[hit["person"] for hit in line["hits"]] for line in lines] == [[list_a["1"]], [], [], [list_a["2"]]]
    assert here("search", "--queries", "-", stdin="a:1\n").out.count(list_a["1"]) == 1


def test_queries_in_another_encoding(bare: object, tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused by its name."""
    queries = tmp_path / "queries.txt"
    queries.write_bytes(b"\xff\xfe\n")
    found = here("search", "--queries", str(queries))
    assert (found.code, found.out) == (2, "")
    assert found.err == f"habeas: {queries} is not a text in UTF-8. Save it as one.\n"


@pytest.mark.parametrize("words", [(), ("alpha", "--queries", "-")])
def test_one_of_the_two(bare: object, words: tuple[str, ...]) -> None:
    """Neither a query nor a file, or both, is wrong use."""
    found = here("search", *words)
    assert (found.code, found.out, found.err) == (2, "", "habeas: Give a query, or --queries FILE.\n")


@pytest.mark.parametrize(
    ("tier", "visible"),
    [(0, {"public", "partner", "internal", "restricted", "sealed"}), (3, {"restricted", "sealed"})],
)
def test_nothing_above_the_ceiling(bare: object, tier: int, visible: set[str]) -> None:
    """A name above the ceiling is neither found nor counted nor shown as a reason; the default is restricted."""
    source = build.source("a", tier=0)
    build.person("Testperson Alpha", of=source, key="1")
    build.record(("name", CANARY, tier), ("name", "Testperson Alpha", 0), of=source, key="2")
    for ceiling in ("public", "partner", "internal", "restricted", "sealed"):
        found = here("search", "hiddenname", "--ceiling", ceiling)
        assert ("Hiddenname" in found.out) == (ceiling in visible), ceiling
        assert ("Nothing found" in found.out) == (ceiling not in visible), ceiling
    assert "Hiddenname" in here("search", "hiddenname").out


def test_hostile_names_cannot_paint(bare: object) -> None:
    """Escapes, directions and line ends in a name, a key or the query are shown, not obeyed."""
    key = "7\x1b[31m\n8"
    build.person("Testperson \x1b]0;gone\x07\u202eevil\nHit", of=build.source("a"), key=key)
    for words in (["search", "evil"], ["search", f"a:{key}"], ["search", "evil", "--json"]):
        found = here(*words)
        assert found.out.count("\n") == 1, words
        assert not {"\x1b", "\x07", "\u202e"} & set(found.out), words
        assert "a:7" in found.out, words


def test_half_a_letter_in_the_query(bare: object) -> None:
    """What a terminal of another encoding hands over is no crash."""
    assert here("search", "\udcff alpha").out == "Nothing found.\n"
