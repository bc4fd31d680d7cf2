"""From profiles to the lines that the database keeps."""

from __future__ import annotations

import pytest
from django.db import connection

from habeas.registry import rows
from habeas.registry.rows import KEY_COLUMNS, PROFILE_COLUMNS, SUMMARY_COLUMNS
from tests.told import Story


def _summary(story: Story) -> dict[str, str]:
    made = rows.lines([story.evidence], story.lore)
    return dict(zip(SUMMARY_COLUMNS, made.summaries.splitlines()[-1].split("\t"), strict=True))


def test_a_summary_holds_what_lists_filter_by() -> None:
    """Status, dates, age when taken, place, role, origins."""
    story = Story()
    story.record(
        1,
        ("name", "Testperson Alpha"),
        ("sex", "female"),
        ("birth_date", "3/2/1980"),
        (1, "type", "taken"),
        (1, "date", "3/2017"),
        (1, "place", "Exampletown"),
    )
    found = _summary(story)
    assert (found["custody"], found["as_of"], found["told"]) == ("held", "2017-03-31", "2017-03")
    assert (found["sort"], found["sex"], found["age"]) == ("testperson alpha", "female", "37")
    assert (found["held_low"], found["held_high"]) == ("2017-03-01", "2017-03-31")
    assert (found["place"], found["place_text"], found["role"]) == ("exampletown", "Exampletown", "detained")
    assert (found["sources"], found["marks"]) == ("{1}", "{exampletown}")


def test_unknowns_are_null() -> None:
    """What nobody says is not there; it is not zero, empty or today."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"))
    found = _summary(story)
    for name in ("custody", "as_of", "sex", "birth_low", "held_low", "age", "place", "ends"):
        assert found[name] == "\\N", name


def test_a_birth_worked_out_from_an_age_serves_the_filters() -> None:
    """Without a birth date the span from the age is used, and the age itself."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"), (1, "type", "taken"), (1, "date", "3/2/2017"), (1, "age_then", "26"))
    found = _summary(story)
    assert (found["birth_low"], found["birth_high"], found["age"]) == ("1990-02-04", "1991-02-03", "26")


def test_dates_that_contradict_each_other_give_no_age() -> None:
    """Born after the taking: no age rather than a negative one."""
    story = Story()
    story.record(1, ("birth_date", "2020"), (1, "type", "taken"), (1, "date", "2017"))
    assert _summary(story)["age"] == "\\N"


def test_the_strongest_role_counts() -> None:
    """Detained in one record and a relative in another: detained."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha"), role="relative")
    story.record(2, ("name", "Testperson Alpha"), role="detained")
    assert _summary(story)["role"] == "detained"


def test_each_spelling_is_kept_at_the_lowest_tier_that_says_it() -> None:
    """A name that is restricted in one record and internal in another is found by internal readers."""
    story = Story()
    story.record(1, ("name", "Testperson Alpha", 3), ("alias", "Secretname", 3))
    story.record(2, ("name", "TESTPERSON ALPHA", 2))
    lines = [line.split("\t") for line in rows.lines([story.evidence], story.lore).keys.splitlines()]
    assert {(line[3], line[1]) for line in lines} == {("alpha testperson", "2"), ("secretname", "3")}


def test_sealed_names_make_no_key() -> None:
    """What only keepers may read is never looked up by anybody."""
    story = Story()
    story.record(1, ("name", "", 4))
    assert rows.lines([story.evidence], story.lore).keys == ""


HOSTILE = [
    "tab\there",
    "line\nbreak",
    "back\\slash",
    "carriage\rreturn",
    "quote ' and \" and {brace}, comma",
    "null",
    "\\N",
    "\x0b\x0c\x08",
    "‮ reversed",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ئالىم 示例",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_goes_through_the_database_unchanged(text: str) -> None:
    """What COPY takes in, COPY gives out again, byte for byte: so `verify` can compare."""
    story = Story()
    story.record(1, ("name", text), ("occupation", text), (1, "type", "taken"), (1, "place", text), (1, "court", text))
    made = rows.lines([story.evidence], story.lore)
    tables = (
        ("registry_profile", PROFILE_COLUMNS, made.profiles),
        ("registry_summary", SUMMARY_COLUMNS, made.summaries),
        ("index_namekey", KEY_COLUMNS, made.keys),
    )
    for table, columns, lines in tables:
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                copy.write(lines)
            with cursor.copy(f"COPY (SELECT {', '.join(columns)} FROM {table}) TO STDOUT") as copy:
                back = b"".join(bytes(part) for part in copy).decode()
        assert sorted(back.split("\n")) == sorted(lines.split("\n")), table
