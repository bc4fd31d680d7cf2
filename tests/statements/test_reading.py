"""Each kind of value is read in its own way; what was said is never touched, and the same text reads the same."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.packs import reader as packs
from habeas.statements.reading import NOTHING_READ, READER, SEALED, Habits, Reader, Reading

PACK = packs.load("world", "xinjiang")


def reader(**habits: object) -> Reader:
    return Reader(PACK, Habits.of(habits))


PLAIN = reader()


def test_readings_have_a_version() -> None:
    """The ledger keeps the version beside each reading, so that a reread knows what is old."""
    assert READER >= 2


@pytest.mark.parametrize(
    ("order", "text", "value", "flag"),
    [
        ("dmy", "03/04/2017", "2017-04-03", None),
        ("mdy", "03/04/2017", "2017-03-04", None),
        ("", "2017-05-01", "2017-05-01", None),
        ("", "2017", "2017", None),
        ("", "2017年5月", "2017-05", None),
        ("serial", "42856", "2017-05-01", None),
        ("dmy", "31/02/2017", None, "impossible"),
        ("", "some day", None, "unreadable"),
    ],
)
def test_dates_follow_the_habit_of_the_source(order: str, text: str, value: str | None, flag: str | None) -> None:
    """The order of day and month is the source's habit; what no calendar has is flagged."""
    found = reader(date_order=order).read("birth_date", text)
    assert (found.value, found.flag) == (value, flag)


def test_dates_have_bounds() -> None:
    """A date known in part says from when to when it may be."""
    found = PLAIN.read("date", "2017-05")
    assert (found.low, found.high) == (date(2017, 5, 1), date(2017, 5, 31))


@pytest.mark.parametrize(
    ("order", "text", "shown"),
    [
        ("family-first", "EJEMPLO  ANA", "Ana Ejemplo"),
        ("", "EJEMPLO  ANA", "Ejemplo Ana"),
        ("", "Ejemplo, Ana", "Ana Ejemplo"),
    ],
)
def test_names_follow_the_habit_of_the_source(order: str, text: str, shown: str) -> None:
    """The order of names is the source's habit; the script stands beside the name."""
    assert reader(name_order=order).read("name", text) == Reading(shown, reference="Latn")


def test_a_name_of_nothing_is_flagged() -> None:
    """Invisible marks alone are no name."""
    assert PLAIN.read("name", "\u200f").flag == "unreadable"


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("sex", "男", "male"),
        ("sex", "Femenino", "female"),
        ("ethnicity", "维吾尔族", "uyghur"),
        ("ethnicity", "05", "uyghur"),
        ("nationality", "ARGENTINA", "AR"),
        ("nationality", "ARGENTINA (NATURALIZADO)", "AR"),
        ("nationality", "中国（台湾）", "CN"),
        ("custody_status", "已送教培", "held"),
        ("custody_status", "Detenido/a desaparecido/a", "missing"),
        ("marital_status", "Casado/a", "married"),
        ("type", "收押", "taken"),
        ("type", "Sentenced", "sentenced"),
        ("legal_basis", "刑事拘留", "criminal_detention"),
        ("reason_kind", "超生", "birth_quota"),
        ("violation", "desaparición forzada", "disappearance"),
        ("restriction", "Exit ban", "exit_ban"),
    ],
)
def test_words_become_terms(code: str, text: str, value: str) -> None:
    """A word in any listed language reads as the code of its term; a remark in brackets is no part of it."""
    assert PLAIN.read(code, text) == Reading(value)


@pytest.mark.parametrize(
    ("code", "text"),
    [("sex", "?"), ("ethnicity", "Examplish"), ("nationality", "NA"), ("custody_status", "DET"), ("sex", "")],
)
def test_a_word_that_no_list_has_is_flagged(code: str, text: str) -> None:
    """An unknown word is kept as said and shown for what it is."""
    assert PLAIN.read(code, text) == Reading(None, flag="unreadable")


def test_a_source_may_have_its_own_words() -> None:
    """What a source means by its words goes before every list, and for that property only."""
    own = reader(values={"sex": {"M": "female", "H": "male"}})
    assert own.read("sex", " M ") == Reading("female")
    assert own.read("sex", "H") == Reading("male")
    assert PLAIN.read("sex", "M") == Reading("male")
    assert own.read("marital_status", "M").flag == "unreadable"


def test_a_source_may_have_words_for_what_is_no_term() -> None:
    """Own words work for every kind of property, a date too."""
    assert reader(values={"date": {"day X": "2017-05-01"}}).read("date", "day X") == Reading("2017-05-01")


@pytest.mark.parametrize(
    ("text", "value"), [("13 years", "P13Y"), ("无期徒刑", "life"), ("13 años y 6 meses", "P13Y6M"), ("long", None)]
)
def test_sentences_become_lengths(text: str, value: str | None) -> None:
    """A term in words is read as years, months and days, or as life."""
    found = PLAIN.read("term", text)
    assert found.value == value
    assert (found.flag == "unreadable") == (value is None)


def test_identity_numbers_tell_birth_and_region() -> None:
    """The reading carries the day of birth as bounds and the region as reference. The number is made up."""
    found = PLAIN.read("identity_number", "653222190102031231")
    assert found == Reading("653222190102031231", date(1901, 2, 3), date(1901, 2, 3), "653222", None)


@pytest.mark.parametrize(
    ("text", "flag"), [("653222190102031232", "invalid"), ("653222********1231", "partial"), ("none", "unreadable")]
)
def test_flags_of_identity_numbers_are_kept(text: str, flag: str) -> None:
    """A wrong check digit, hidden digits and a word instead of a number are told."""
    assert PLAIN.read("identity_number", text).flag == flag


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"),
        ("3 hijos", "3"),
        ("about 2,5", "2.5"),
        ("-1", "-1"),
        ("٣", "3"),
        ("３", "3"),
        ("no", None),
        ("", None),
    ],
)
def test_numbers_are_the_first_in_the_text(text: str, value: str | None) -> None:
    """Digits of every script count; a text without one is flagged."""
    assert PLAIN.read("children", text) == Reading(value, flag=None if value else "unreadable")


@pytest.mark.parametrize(
    ("text", "code", "flag"),
    [
        ("新疆墨玉县", "653222", None),
        ("Qaraqash county, Hotan", "653222", None),
        ("伊宁", None, "ambiguous"),
        ("Exampletown", None, None),
    ],
)
def test_places_point_to_areas(text: str, code: str | None, flag: str | None) -> None:
    """The text stays, tidied; the area's code stands beside it when one fits."""
    assert PLAIN.read("place", text) == Reading(text, reference=code, flag=flag)


@pytest.mark.parametrize("code", ["court", "police_station", "organisation"])
def test_organisations_are_tidied(code: str) -> None:
    """Gaps go, nothing else."""
    assert PLAIN.read(code, "  People's   Court ") == Reading("People's Court")


@pytest.mark.parametrize("code", ["occupation", "note", "charge", "phone", "testifier_name", "reason"])
def test_free_text_is_not_read(code: str) -> None:
    """Text has no canonical form."""
    assert PLAIN.read(code, "anything at all") == NOTHING_READ


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Testperson Beta (brother)", "Testperson Beta", "sibling"),
        ("Testperson Beta (Brother)", "Testperson Beta", "sibling"),
        ("阿依夏（妻子）", "阿依夏", "spouse"),
        ("Ejemplo, Ana (hermana)", "Ana Ejemplo", "sibling"),
        ("Тестов Бета (сын)", "Тестов Бета", "child"),
        ("Testperson Beta (younger brother, detained)", "Testperson Beta", "sibling"),
        ("Testperson Beta (detained; sister)", "Testperson Beta", "sibling"),
        ("Testperson Beta (-)", "Testperson Beta", None),
        ("Testperson Beta (2018)", "Testperson Beta", None),
        ("Testperson Beta", "Testperson Beta", None),
        ("wife: Testperson Beta", "Testperson Beta", "spouse"),
        ("妻子：阿依夏", "阿依夏", "spouse"),
        ("Padre: Ejemplo", "Ejemplo", "parent"),
        ("Note: Testperson Beta", "Note: Testperson Beta", None),
        ("at 12:30", "at 12:30", None),
        ("Testperson Beta (ex esposa)", "Testperson Beta", "former_spouse"),
    ],
)
def test_links_have_a_name_and_a_relation(text: str, name: str, relation: str | None) -> None:
    """The relation stands in brackets, or before a colon when it is a known one."""
    assert PLAIN.read("relative", text) == Reading(name, reference=relation)


def test_a_link_follows_the_order_of_names() -> None:
    """A relative's name is read with the same habit as the person's own."""
    found = reader(name_order="family-first").read("relative", "EJEMPLO  ANA (hermana)")
    assert found == Reading("Ana Ejemplo", reference="sibling")


def test_every_property_is_read_with_its_kind() -> None:
    """No property's kind is forgotten: a plain text reads without error for each of them."""
    for spec in PACK.properties:
        assert isinstance(PLAIN.read(spec.code, "Example 1"), Reading)


def test_a_property_that_no_pack_declares_is_refused() -> None:
    """A reading without a property would have no tier: the caller hears of it."""
    with pytest.raises(KeyError):
        PLAIN.read("shoe_size", "43")


def test_a_sealed_value_has_an_empty_reading() -> None:
    """What is sealed is flagged so, and nothing of it is read."""
    assert Reading(None, None, None, None, "sealed") == SEALED


def test_habits_go_into_a_usage_and_come_back() -> None:
    """Habits are stored with the source's usage as plain content, words in a fixed order."""
    habits = Habits("dmy", "family-first", {"sex": {"M": "female"}, "age": {"x": "1"}})
    assert list(habits.content()["values"]) == ["age", "sex"]
    assert Habits.of(habits.content()) == habits
    assert Habits.of({}) == Habits()


def test_readings_are_remembered() -> None:
    """The same value of the same property is read once: most values of a list repeat."""
    one = reader()
    assert one.read("place", "新疆墨玉县") is one.read("place", "新疆墨玉县")


def test_a_hostile_value_costs_little() -> None:
    """A value of a hundred thousand brackets or blanks is read in no time, whatever its property."""
    started = time.perf_counter()
    for text in ("(" * 100_000, " " * 100_000 + "(", "a (" + " " * 100_000, "1" * 100_000, "年" * 100_000):
        for code in ("relative", "nationality", "name", "place", "identity_number", "children", "date", "term"):
            PLAIN.read(code, text)
    assert time.perf_counter() - started < 2


CODES = sorted(one.code for one in PACK.properties)


@given(st.sampled_from(CODES), st.text(max_size=200))
def test_any_text_is_read_without_error_and_always_alike(code: str, text: str) -> None:
    """A reader with an empty memory reads the same as one with a full memory."""
    assert PLAIN.read(code, text) == reader().read(code, text)


@given(st.sampled_from(CODES), st.text(alphabet="0123456789年月日/-. ()（）年abc男妻子,", max_size=40))
def test_anything_like_a_value_is_read_without_error(code: str, text: str) -> None:
    """Texts close to dates, numbers, names and links never fail, and bounds are in order."""
    found = PLAIN.read(code, text)
    assert found.low is None or found.high is None or found.low <= found.high
