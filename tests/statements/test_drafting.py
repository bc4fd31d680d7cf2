"""From what a source said to the lines of the ledger: codes, digests, escapes."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.statements import copying, drafting
from habeas.statements.drafting import Draft, Said, content, digest, escape, new_code, unescape
from habeas.statements.models import PROPOSED, Record, Statement
from tests import build
from tests.statements import deliveries

# Any text that PostgreSQL can hold: no NUL, no half letters.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
NASTY = (
    "\\N",
    "\\.",
    "\\",
    "\\\\",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "\b\f\v",
    "\\t",
    "\\x41",
    "\\101",
    "",
    " ",
    "'; DROP TABLE x; --",
    '{"a": "\\u0041"}',
    "\u2028\u2029\x85",
    "نەبىجان",
    "测试人",
    "\x7f\x1f",
)
SAID = Said(None, "name", "Testperson Alpha")


def test_a_code_is_ten_letters_that_cannot_be_mistaken() -> None:
    """Codes are written in Crockford's base 32: no i, l, o or u, all lower case."""
    for _time in range(200):
        code = new_code()
        assert len(code) == 10
        assert set(code) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_codes_are_drawn_by_lot() -> None:
    """Ten thousand codes are all different, and every letter comes up in every place."""
    codes = {new_code() for _time in range(10_000)}
    assert len(codes) == 10_000
    assert all(len({code[place] for code in codes}) == 32 for place in range(10))


@given(TEXTS)
def test_escaping_can_be_taken_back(text: str) -> None:
    """Any text comes back from its escaped form, which holds no raw separator."""
    cell = escape(text)
    assert unescape(cell) == text
    assert not {"\t", "\n", "\r"} & set(cell)


@pytest.mark.parametrize("text", NASTY)
def test_awkward_texts_survive_escaping(text: str) -> None:
    """Among them those that look like COPY's own signs."""
    assert unescape(escape(text)) == text
    assert escape(text) not in {"\\N", "\\."}


@pytest.mark.django_db
@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=30))
def test_any_text_survives_the_database(texts: list[str]) -> None:
    """COPY in, SELECT, and COPY out again give back every text to the letter."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS said (place int, text text)")
        cursor.execute("TRUNCATE said")
        copying.send("COPY said FROM STDIN", "".join(f"{n}\t{escape(text)}\n" for n, text in enumerate(texts)))
        cursor.execute("SELECT text FROM said ORDER BY place")
        assert [row[0] for row in cursor.fetchall()] == texts
        with cursor.cursor.copy("COPY (SELECT text FROM said ORDER BY place) TO STDOUT") as copy:
            lines = b"".join(bytes(part) for part in copy).decode().removesuffix("\n").split("\n")
        assert [unescape(line) for line in lines] == texts


@pytest.mark.django_db
@settings(deadline=None, max_examples=25)
@given(TEXTS, TEXTS, TEXTS)
def test_any_text_is_kept_word_for_word(original: str, row: str, said_by: str) -> None:
    """A record's own texts and its statements' stand in the ledger as they were said."""
    made = Draft("k", "a", "detained", [Said(None, "name", original)], row=row, said_by=said_by, how_known=original)
    shared = deliveries.frame(build.source("one"))
    [number] = copying.numbers(1)
    copying.write([deliveries.rendered(made, shared, number)])
    held = Record.objects.get(pk=number)
    assert (held.row, held.said_by, held.how_known) == (row, said_by, original)
    assert held.statements.get().original == original


@pytest.mark.django_db
def test_every_column_lands_in_its_place() -> None:
    """Each field of a draft is found in the column of its name."""
    source = build.source("one")
    shared = deliveries.frame(source, batch=7, arrived=PROPOSED)
    made = Draft(
        *("the key", "the subject", "sought", [Said(3, "date", "1/2/2017", "es", 3, 4)]),
        row='["1"]',
        locator="row 1",
        said_by="a neighbour",
        how_known="saw it",
        said_on="2019",
    )
    [number] = copying.numbers(1)
    sent = deliveries.rendered(made, shared, number)
    copying.write([sent])
    held = Record.objects.get(pk=number)
    assert (held.key, held.about, held.role, held.row, held.locator) == (
        *("the key", "the subject", "sought", '["1"]', "row 1"),
    )
    assert (held.said_by, held.how_known, held.said_on) == ("a neighbour", "saw it", "2019")
    assert (held.source_id, held.stream, held.usage_id, held.kind, held.batch) == (
        *(source.pk, "main", shared.usage, "person", 7),
    )
    assert (held.arrived, held.standing) == (PROPOSED, PROPOSED)
    assert bytes(held.content) == content(made, shared)
    assert (bytes(held.digest), held.code) == (sent.digest, sent.code)
    assert len(bytes(held.salt)) == 16
    assert held.added_at.isoformat() == shared.added_at
    one = held.statements.get()
    assert (one.event, one.property, one.original, one.language) == (3, "date", "1/2/2017", "es")
    assert (one.said_tier, one.tier, one.credibility, one.standing) == (3, 3, 4, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["property", "language"])
def test_no_field_can_smuggle_in_a_statement(field: str) -> None:
    """A tab or a line end in a property or language stays in its column and makes no further column or row."""
    smuggled = "x\t\\N\t0\t0\n1\t"
    said = Said(None, "name", "sealed words", "", 4)._replace(**{field: smuggled})
    shared = deliveries.frame(build.source("one"), seal=lambda text: "ciphertext")
    [number] = copying.numbers(1)
    copying.write([deliveries.rendered(deliveries.draft(said), shared, number)])
    held = Statement.objects.get(record=number)
    assert getattr(held, field) == smuggled
    assert (held.said_tier, held.tier, held.original) == (4, 4, "ciphertext")


def _changed(**fields: Any) -> bytes:
    return content(replace(deliveries.draft(SAID), **fields), deliveries.frame())


SAME = _changed()


@pytest.mark.parametrize(
    "fields",
    [
        {"about": "another"},
        {"role": "relative"},
        {"row": "another"},
        {"said_by": "another"},
        {"said_on": "2019"},
        {"how_known": "heard it"},
        {"said": []},
        {"said": [SAID, SAID]},
        {"said": [SAID._replace(original="Testperson alpha")]},
        {"said": [SAID._replace(property="alias")]},
        {"said": [SAID._replace(event=1)]},
        {"said": [SAID._replace(language="ug")]},
        {"said": [SAID._replace(tier=3)]},
        {"said": [SAID._replace(credibility=2)]},
    ],
)
def test_whatever_is_said_changes_the_content(fields: dict[str, Any]) -> None:
    """A delivery that says anything else about a row is seen to bring something new."""
    assert _changed(**fields) != SAME


@pytest.mark.parametrize("fields", [{"key": "2"}, {"locator": "row 99"}])
def test_where_it_stands_does_not_change_the_content(fields: dict[str, Any]) -> None:
    """The same row further down in a newer file says the same."""
    assert _changed(**fields) == SAME


def test_how_it_is_read_changes_the_content() -> None:
    """Another usage, or another kind of subject, makes another content; the batch does not."""
    made = deliveries.draft(SAID)
    assert content(made, deliveries.frame(usage=2)) != SAME
    assert content(made, deliveries.frame(kind="organisation")) != SAME
    assert content(made, deliveries.frame(batch=5)) == SAME


def test_the_order_of_what_is_said_counts() -> None:
    """Swapping two values is a change; moving text from one value to the next is one too."""
    one, two = SAID, Said(None, "alias", "Beta")
    assert _changed(said=[one, two]) != _changed(said=[two, one])
    assert _changed(said=[Said(None, "name", "ab"), Said(None, "name", "c")]) != _changed(
        said=[Said(None, "name", "a"), Said(None, "name", "bc")]
    )


def test_contents_cannot_be_guessed_without_the_key() -> None:
    """The digest is keyed: who holds the database alone cannot try names against it."""
    made = deliveries.draft(SAID)
    other = replace(deliveries.frame(), content_key=b"another key")
    assert content(made, other) != SAME
    assert len(SAME) == 16


def test_a_salt_keeps_digests_from_being_guessed() -> None:
    """The same record with another salt has another digest."""
    assert digest(b"a", ["x"], [("y",)]) != digest(b"b", ["x"], [("y",)])
    made, shared = deliveries.draft(SAID), deliveries.frame()
    assert deliveries.rendered(made, shared).digest != deliveries.rendered(made, shared).digest


def test_the_digest_is_the_one_that_is_described() -> None:
    """SHA-256 over salt and a JSON list, so that others can check it without this program."""
    made, shared = deliveries.draft(SAID), deliveries.frame(batch=7)
    sent = deliveries.rendered(made, shared, 12)
    cells = dict(zip(drafting.RECORD_COLUMNS, map(unescape, sent.record.rstrip("\n").split("\t")), strict=True))
    fields = [
        *(12, sent.code, 1, "main", 1, "person", "detained", "1", "1", "", "", 7, "", "", ""),
        *(cells["content"].removeprefix("\\x"), 0, shared.added_at),
    ]
    told = [[None, "name", "Testperson Alpha", "", None, 2]]
    body = json.dumps([fields, told], separators=(",", ":")).encode()
    salt = bytes.fromhex(cells["salt"].removeprefix("\\x"))
    assert drafting.hashlib.sha256(salt + body).digest() == sent.digest
    assert cells["digest"].removeprefix("\\x") == sent.digest.hex()


def test_a_sealed_value_never_stands_in_the_lines() -> None:
    """Only the ciphertext is sent, its reading says nothing, and the digest covers the ciphertext."""
    said = Said(None, "informant_name", "Testperson Witness", "", 4)
    shared = deliveries.frame(seal=lambda text: base64.b64encode(text[::-1].encode()).decode())
    sent = deliveries.rendered(deliveries.draft(said), shared)
    assert "Witness" not in sent.record + sent.statements
    cells = dict(zip(drafting.STATEMENT_COLUMNS, sent.statements.rstrip("\n").split("\t"), strict=True))
    assert (cells["value"], cells["low"], cells["reference"], cells["flag"]) == ("\\N", "\\N", "\\N", "sealed")
    assert (cells["said_tier"], cells["tier"]) == ("4", "4")


def test_nothing_sealed_is_written_without_a_key() -> None:
    """Without keepers' keys a sealed value raises; it does not fall back to plain text."""
    said = Said(None, "informant_name", "Testperson Witness", "", 4)
    with pytest.raises(ValueError, match="keeper's key"):
        deliveries.rendered(deliveries.draft(said), deliveries.frame())


def test_other_tiers_are_not_sealed() -> None:
    """Restricted is plain in the ledger, and read."""
    said = Said(None, "name", "TESTPERSON ALPHA", "", 3)
    sent = deliveries.rendered(deliveries.draft(said), deliveries.frame(seal=lambda text: "ciphertext"))
    assert "TESTPERSON ALPHA\t\t\\N\t3\t3\tTestperson Alpha" in sent.statements
    assert sent.said == 1
