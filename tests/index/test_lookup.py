"""Looking names up: the same name first, in any order of words, then by words and their beginnings; never higher
than the reader may see, and whatever somebody types."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas import names
from habeas.index import changes
from habeas.index.lookup import candidates, condition
from habeas.index.models import NameKey
from habeas.names.bulk import forms
from habeas.registry.models import Member
from tests import build

pytestmark = pytest.mark.django_db
HOSTILE = [
    "",
    " ",
    "'",
    "''",
    '"',
    "\\",
    "\\'",
    "a\\",
    "'; DROP TABLE index_namekey; --",
    "&",
    "|",
    "!",
    ":*",
    "& | ! ( ) <-> :* :A",
    "ali & !beta",
    "ali:*",
    "!ali",
    "(((",
    "\0",
    "ali\0beta",
    "\ud800",
    "%s %(x)s {0} $1",
    "...---...",
    "'ali' 'beta",
    "🙂🙂",
    "\u202e\u200b\ufeff",
    "__",
    "a" * 3_000,
    "中" * 3_000,
    "ﷺ" * 1_000,
    "ａ" * 2_000,
    "ß" * 1_000,
    "'" * 10_000,
    " ".join(f"w{number}" for number in range(10_000)),
    "a " * 10_000,
    "\t\n\r\v\f",
    "1=1",
    "İ" * 500,
]


def put(subject: int, name: str, tier: int = 2) -> None:
    """A name as the registry keeps it."""
    key = names.key(name)[:250]
    parts = " ".join("'" + part.replace("'", "''") + "'" for part in dict.fromkeys(key.split()))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO index_namekey (subject, tier, name, key, parts, sounds) "
            "VALUES (%s, %s, %s, %s, %s::tsvector, %s)",
            [subject, tier, name, key, parts, forms.packed(name)],
        )
    changes.note([subject])


def _found(query: str, ceiling: int = 2) -> list[int]:
    return [one.subject for one in candidates(query, ceiling=ceiling)]


@pytest.fixture
def register(db: None) -> None:
    """A handful of invented names."""
    for subject, name in enumerate(
        (
            "Testperson Alpha",
            "Alpha Testperson",
            "Testperson Alpha Gamma",
            "Testpersona Alphard",
            "Beta Testperson",
            "Adil Memet",
        ),
        start=1,
    ):
        put(subject, name)


def test_the_same_name_comes_first(register: None) -> None:
    """In any order of words; then names that hold all words; then those whose words begin so."""
    found = candidates("testperson ALPHA", ceiling=2)
    assert [one.subject for one in found] == [1, 2, 3, 4]
    assert [one.how for one in found] == ["same", "same", "words", "beginnings"]
    assert {one.rank > found[3].rank for one in found[:3]} == {True}
    assert (found[0].name, found[0].bits) == ("Testperson Alpha", pytest.approx(28.0, abs=0.5))
    assert [(match.asked, match.met) for match in found[1].matches] == [
        ("testperson", "testperson"),
        ("alpha", "alpha"),
    ]


@pytest.mark.parametrize("query", ["alpha testperson", "Testperson, Alpha", "  TESTPERSON\talpha ", "Testpérson-Álpha"])
def test_order_case_accents_and_commas_do_not_matter(register: None, query: str) -> None:
    """All of these are the same name."""
    assert sorted(one.subject for one in candidates(query, ceiling=2) if one.how == "same") == [1, 2]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("José Ñandú", "jose nandu"),
        ("Jose Nandu", "JOSÉ ÑANDÚ"),
        ("Ömer Şahin", "omer sahin"),
        ("Łukasz Ø", "lukasz o"),
        ("O'Testperson", "o’testperson"),
        ("测试 人", "测试 人"),
        ("نەبىجان", "نەبىجان"),
        ("Ｗｉｄｅ", "wide"),
        ("Straße", "strasse"),
        ("İbrahim", "ibrahim"),
        ("Ali Ali", "ali ali"),
        ("a'b", "ab"),
    ],
)
def test_spellings_meet(kept: str, asked: str) -> None:
    """Accents, case, wide letters and apostrophes are dress; what is left is the same name."""
    put(1, kept)
    [found] = candidates(asked, ceiling=2)
    assert (found.subject, found.how) == (1, "same")


def test_a_word_twice_is_not_a_word_once() -> None:
    """Who is called "Ali Ali" is found by "Ali", and by the whole name first of all."""
    put(1, "Ali Ali")
    put(2, "Ali")
    assert [(one.subject, one.how) for one in candidates("Ali", ceiling=2)] == [(2, "same"), (1, "words")]
    assert [(one.subject, one.how) for one in candidates("Ali Ali", ceiling=2)] == [(1, "same"), (2, "words")]


def test_a_beginning_is_enough(register: None) -> None:
    """Three letters of a word find it; all words of the query have to meet."""
    assert _found("mem") == [6]
    assert _found("adi mem") == [6]
    assert _found("adi testperson") == []
    assert _found("xyz") == []


def test_short_words_are_taken_whole(register: None) -> None:
    """One Latin letter would meet half the register as a beginning: it counts as a word."""
    put(7, "Li Wei")
    assert _found("li") == [7]
    assert _found("l") == []


def test_one_sign_of_another_script_is_a_beginning() -> None:
    """A single character of Chinese is a name's beginning."""
    put(1, "测试人")
    assert _found("测") == [1]


def test_longer_names_come_later() -> None:
    """The more words a name has beyond those asked for, the further down it stands."""
    for subject, name in ((1, "Alpha Beta Gamma Delta"), (2, "Alpha Beta Gamma"), (3, "Alpha Beta")):
        put(subject, name)
    assert _found("alpha") == [3, 2, 1]


def test_a_subject_is_found_once_by_its_best_name() -> None:
    """Of several spellings the one that meets best counts."""
    put(1, "Testperson Alphard")
    put(1, "Testperson Alpha")
    [found] = candidates("testperson alpha", ceiling=2)
    assert (found.name, found.how) == ("Testperson Alpha", "same")


@pytest.mark.parametrize(("ceiling", "expected"), [(0, [1]), (1, [1]), (2, [1, 2]), (3, [1, 2, 3]), (-1, [])])
def test_nothing_above_the_ceiling_is_found(ceiling: int, expected: list[int]) -> None:
    """Neither by the whole name nor by a beginning."""
    for subject, tier in ((1, 0), (2, 2), (3, 3)):
        put(subject, "Testperson Alpha", tier)
    assert _found("testperson alpha", ceiling) == expected
    assert _found("alp", ceiling) == expected


def test_a_secret_alias_does_not_show_through() -> None:
    """Whoever may not see an alias finds the person by the name only, and is never shown the alias."""
    put(1, "Testperson Alpha", 2)
    put(1, "Secret Alias", 3)
    assert candidates("secret", ceiling=2) == []
    assert [one.name for one in candidates("secret", ceiling=3)] == ["Secret Alias"]
    assert [one.name for one in candidates("testperson", ceiling=3)] == ["Testperson Alpha"]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_answered(register: None, query: str) -> None:
    """Signs of query languages, broken letters, endless words, ten thousand words: an answer, and the table stays."""
    assert isinstance(candidates(query, ceiling=2), list)
    asked = condition(query)
    if asked is not None:
        assert NameKey.objects.extra(where=["parts @@ %s::tsquery"], params=[asked]).count() >= 0
    assert NameKey.objects.count() == 6


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200))
def test_any_text_is_answered(query: str) -> None:
    """No text at all raises."""
    assert candidates(query, ceiling=4) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=12), min_size=1, max_size=4))
def test_every_name_is_found_by_itself(words: list[str]) -> None:
    """Any name of any script is found first by its own words, in reverse order and in capitals."""
    if not names.tokens(" ".join(words)):
        return
    NameKey.objects.all().delete()
    put(1, " ".join(words))
    assert candidates(" ".join(words), ceiling=2)[0].how == "same"
    assert candidates(" ".join(reversed(words)), ceiling=2)[0].how == "same"


@pytest.mark.parametrize("query", ["", "  ", "...", "'\"\\", "&|!:*()", "\0", "\u200b", "_-_"])
def test_without_a_word_nobody_is_found(register: None, query: str) -> None:
    """Signs alone are no query: nobody is found, and there is no condition."""
    assert candidates(query, ceiling=2) == []
    assert condition(query) is None


def test_operators_are_words_like_others(register: None) -> None:
    """Nobody is excluded or added by signs: "!" does not mean "not", "&" parts words."""
    assert _found("testperson & !alpha") == _found("testperson alpha")
    assert _found("adil & beta") == _found("adil beta") == []


def test_a_very_long_name_is_found() -> None:
    """Longer than what is kept of it, and with a word longer than the database takes."""
    put(1, "Alpha " + "x" * 400)
    put(2, " ".join(f"word{number}" for number in range(100)))
    assert _found("Alpha " + "x" * 400) == [1]
    assert _found(" ".join(f"word{number}" for number in range(100))) == [2]


def test_only_so_many_are_looked_at() -> None:
    """However common a name is, the answer stays short, and the same names come before all others."""
    for subject in range(1, 21):
        put(subject, "Testperson Alpha" if subject > 15 else "Testperson Alpha Beta")
    found = candidates("testperson alpha", ceiling=2, most=5)
    assert len(found) == 5
    assert {one.how for one in found} == {"same"}


def test_the_same_question_has_the_same_answer(register: None) -> None:
    """Hits of equal weight stand in the order of their names, longer names and other spellings after them."""
    assert candidates("testperson", ceiling=2) == candidates("testperson", ceiling=2)
    assert [one.name for one in candidates("testperson", ceiling=2)] == [
        *("Alpha Testperson", "Beta Testperson", "Testperson Alpha", "Testperson Alpha Gamma", "Testpersona Alphard"),
    ]


def test_a_condition_asks_for_all_words() -> None:
    """As a tsquery: every word once, long ones as beginnings."""
    assert condition("Ali  testperson ali") == "'ali':* & 'testperson':*"
    assert condition("li wei") == "'li' & 'wei':*"


def test_names_of_the_register_are_found() -> None:
    """What the registry keeps is what is looked up here: a person is found by name, alias and part."""
    made = build.person("TESTPERSON Ömer Ali Ali", ("alias", "The Invented"))
    subject = Member.objects.get(record=made).subject_id
    for query in ("ali omer testperson ali", "invented the", "oemer", "test"):
        assert _found(query) == [subject]
    assert candidates("Ali Ali Ömer Testperson", ceiling=2)[0].how == "same"
