"""`habeas verify` against somebody who has the database's superuser: whatever is changed is found and named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction

from habeas.audit import chain
from habeas.audit.digests import columns as noted_columns
from habeas.audit.proof import ledger_rows
from habeas.audit.protection import ledger
from habeas.console import leftovers
from habeas.engine import embedded, settings_link
from habeas.engine.workspace import Workspace
from tests.console import scene
from tests.console.terminal import empty_store, here

MODELS = {model._meta.db_table: model for model in apps.get_models()}


@pytest.fixture(scope="module", autouse=True)
def filled(workspace: Workspace, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One filled register for all tests here, in a transaction of the superuser that is rolled back at the end."""
    default = connections["default"]
    kept = dict(default.settings_dict)
    with django_db_blocker.unblock():
        default.close()
        default.settings_dict.update(settings_link.django_entry(embedded.start(workspace), "super"))
        empty_store(workspace)
        with transaction.atomic():
            scene.fill()
            leftovers.tidy(workspace)  # notes the erasure, which waits for a commit
            _sql("SET CONSTRAINTS ALL IMMEDIATE")
            problems = _problems()
            assert problems == [], problems
            yield
            transaction.set_rollback(True)
        default.close()
        default.settings_dict.clear()
        default.settings_dict.update(kept)


def _sql(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def _behind() -> Iterator[None]:
    """Whatever is done here goes around every trigger, and is forgotten afterwards."""
    with transaction.atomic():
        _sql("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def _problems(*words: str) -> list[str]:
    found = here("verify", "--json", *words)
    answer = found.json
    assert found.code == (0 if answer["ok"] else 1)
    assert answer["ok"] == (answer["problems"] == [])
    assert scene.CANARY not in found.out
    assert "Testperson" not in found.out
    return list(answer["problems"])


def _covered() -> list[tuple[str, str]]:
    """Every column that may not change: of the ledger's tables, and of accounts what an event vouches for."""
    found = []
    for table, free in ledger().items():
        names = [field.column for field in MODELS[table]._meta.concrete_fields]
        found += [(table, name) for name in names if name not in free]
    for table, model in ledger_rows().items():
        if table not in ledger():
            found += [(table, name) for name in noted_columns(model)]
    return found


# By which words verify names what is wrong in a table; the others by the table's own name.
WORDS = {
    "audit_event": ("audit chain: event", "event"),
    "audit_link": ("audit chain: ",),
    "statements_record": ("record ", "batch "),
    "statements_statement": ("record ", "statements of record"),
    "statements_usage": ("usage ", "how its source writes"),
}


def _named(table: str) -> bool:
    """Does verify name what is wrong, by its table or in words?"""
    found = _problems()
    return any(word in one for one in found for word in WORDS.get(table, (f"{table} ",)))


# Other values that a column may hold, where a constraint allows few.
OTHER = {"stance": "disputes", "verdict": "different", "decision": "revised"}


def _changed(value: Any) -> Any:
    """Another value of the same kind, as near as can be."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1_000_000
    if isinstance(value, bytes | memoryview):
        content = bytes(value)
        return bytes([content[0] ^ 1]) + content[1:] if content else b"x"
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value[:-1] + ("y" if value.endswith("x") else "x") if isinstance(value, str) and value else "x"


def _key(table: str) -> str:
    return str(MODELS[table]._meta.pk.column)


def _spoil(table: str, column: str) -> bool:
    """Change one value of one row; False when there is no row."""
    query = "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s"
    [(kind,)] = _sql(query, table, column)
    shown = f'"{column}"::text' if kind == "jsonb" else f'"{column}"'
    rows = _sql(f'SELECT "{_key(table)}", {shown} FROM {table} ORDER BY ("{column}" IS NULL), 1 LIMIT 1')
    if not rows:
        return False
    number, value = rows[0]
    if column in OTHER:
        new: Any = OTHER[column]
    elif kind == "jsonb":
        new = json.dumps({**json.loads(value), "x": [1]})
    elif kind == "smallint" and value is not None:
        new = value + 1
    elif value is None:
        new = {"bigint": 1, "integer": 1, "smallint": 1, "text": "x", "character varying": "x"}[kind]
    else:
        new = _changed(value)
    _sql(f'UPDATE {table} SET "{column}" = %s WHERE "{_key(table)}" = %s', new, number)
    return True


@pytest.mark.parametrize(("table", "column"), _covered())
def test_one_changed_value(table: str, column: str) -> None:
    """One value of one row of a protected column is changed behind every trigger: verify says what does not hold."""
    with _behind():
        assert _spoil(table, column), f"no row in {table}: the scene is not complete"
        assert _named(table)


TABLES = sorted({table for table, _column in _covered()})


@pytest.mark.parametrize("table", TABLES)
def test_one_deleted_row(table: str) -> None:
    """The oldest row of a protected table is deleted: verify misses it. (The end of the chain: see the noted head.)"""
    with _behind():
        _sql(f'DELETE FROM {table} WHERE "{_key(table)}" = (SELECT min("{_key(table)}") FROM {table})')
        assert _named(table)


# What no two rows may share, in SQL.
FRESH: dict[str, dict[str, str]] = {
    "accounts_user": {"username": "'eve'"},
    "accounts_voice": {"by": "'eve'"},
    "audit_link": {"event": "event + 1000"},
    "evidence_item": {"sha256": "repeat('ab', 32)"},
    "linkage_judgement": {"undoes_id": "NULL"},
    "statements_erasure": {"record_code": "'eve'"},
    "statements_raising": {"undoes_id": "NULL"},
    "statements_record": {"code": "'eve'"},
    "statements_source": {"code": "'eve'"},
}


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"statements_usage"}))
def test_one_added_row(table: str) -> None:
    """A row that no verb wrote is added: verify knows that no event tells of it. (A usage alone says nothing.)"""
    with _behind():
        model = MODELS[table]
        names = [field.column for field in model._meta.concrete_fields]
        fresh = {_key(table): f'"{_key(table)}" + 1000', **FRESH.get(table, {})}
        taken = ", ".join([fresh.get(name, f'"{name}"') for name in names])
        listed = ", ".join([f'"{name}"' for name in names])
        last = f'SELECT max("{_key(table)}") FROM {table}'
        _sql(f'INSERT INTO {table} ({listed}) SELECT {taken} FROM {table} WHERE "{_key(table)}" = ({last})')
        assert _named(table)


DERIVED = {
    "a standing": "UPDATE statements_record SET standing = 2 WHERE id = (SELECT min(id) FROM statements_record)",
    "a statement's standing": "UPDATE statements_statement SET standing = 2 WHERE id = "
    "(SELECT min(id) FROM statements_statement)",
    "a tier": "UPDATE statements_statement SET tier = 0 WHERE tier = 3",
    "a reading": "UPDATE statements_statement SET value = 'female' WHERE property = 'sex' AND value = 'male'",
    "a member": "UPDATE registry_member SET subject_id = (SELECT max(subject_id) FROM registry_member) "
    "WHERE record_id = (SELECT min(record_id) FROM registry_member)",
    "a missing member": "DELETE FROM registry_member WHERE record_id = (SELECT min(record_id) FROM registry_member)",
    "a profile": "UPDATE registry_profile SET data = replace(data, 'Alpha', 'Alpho')",
    "a missing profile": "DELETE FROM registry_profile WHERE id = (SELECT min(id) FROM registry_profile)",
    "a summary": "UPDATE registry_summary SET custody = 'free' WHERE custody = 'held'",
    "a name key": "UPDATE index_namekey SET tier = 0 WHERE id = (SELECT max(id) FROM index_namekey)",
    "a planted name key": "INSERT INTO index_namekey (subject, tier, name, key, parts, sounds) "
    "SELECT subject, tier, 'Planted', 'planted', 'planted', '' FROM index_namekey LIMIT 1",
    "a profile of nobody": "INSERT INTO registry_profile (subject_id, low, high, data) VALUES (999999, 0, 4, '{}')",
}


@pytest.mark.parametrize("what", DERIVED)
@pytest.mark.parametrize("rebuilt", [False, True])
def test_what_is_derived(what: str, rebuilt: bool) -> None:
    """What the program's own role may change is found as well, also when pages were rebuilt upon it - unless the
    rebuild itself has mended it."""
    with _behind():
        before = _pages()
        _sql(DERIVED[what].replace("%", "%%"))
        if rebuilt:
            assert here("rebuild").code == 0
        assert _problems() != [] or (rebuilt and _pages() == before)


def _pages() -> list[tuple[Any, ...]]:
    """What people read; the inner number of a subject is nothing that anybody sees."""
    return _sql("SELECT low, high, data FROM registry_profile ORDER BY 3, 1")


GUARDS = {
    "a dropped trigger": "DROP TRIGGER {trigger} ON statements_record",
    "a disabled trigger": "ALTER TABLE statements_record DISABLE TRIGGER {trigger}",
    "a trigger for replicas only": "ALTER TABLE statements_record ENABLE REPLICA TRIGGER {trigger}",
    "an emptied trigger": "CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN coalesce(NEW, OLD); END $$",
    "a right to change": "GRANT UPDATE ON statements_statement TO habeas_app",
    "a right to change one column": "GRANT UPDATE (original) ON statements_statement TO habeas_app",
    "a right to delete": "GRANT DELETE ON audit_event TO PUBLIC",
    "a right to truncate": "GRANT TRUNCATE ON audit_link TO habeas_app",
    "a right that is missing": "REVOKE INSERT ON statements_record FROM habeas_app",
    "a power": "ALTER ROLE habeas_app CREATEROLE",
    "a membership": "GRANT habeas_owner TO habeas_app",
    "an owner": "ALTER TABLE audit_event OWNER TO habeas_app",
    "a right to the schema": "GRANT CREATE ON SCHEMA public TO habeas_app",
}
NAMED = {
    **dict.fromkeys([what for what in GUARDS if "trigger" in what], "table statements_record: its protecting trigger"),
    **dict.fromkeys([what for what in GUARDS if "trigger" not in what], "role habeas_app"),
}


@pytest.mark.parametrize("what", GUARDS)
def test_a_guard_that_is_gone(what: str) -> None:
    """A trigger, a right or a power of the program's role that is not as it should be is named."""
    [(trigger, function)] = _sql(
        "SELECT t.tgname, p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = 'statements_record'::regclass AND NOT t.tgisinternal"
    )
    with _behind():
        _sql("SET LOCAL client_min_messages = error")
        _sql(GUARDS[what].format(trigger=trigger, function=function))
        assert any(one.startswith(NAMED[what]) for one in _problems())


def _rehash() -> None:
    """What somebody with the owner's password would do: hash the whole chain anew over what is there now."""
    _sql("DELETE FROM audit_link")
    _sql("INSERT INTO audit_waiting (event) SELECT id FROM audit_event")
    chain.seal()


def test_a_chain_that_was_hashed_anew() -> None:
    """A false event with a new chain over it holds in itself; only the head that was noted elsewhere tells."""
    number, last = chain.head()
    noted = ("--head", f"{number}:{last}")
    assert _problems(*noted) == []
    with _behind():
        _sql("UPDATE audit_event SET actor = 'somebody else' WHERE verb = 'listing.listed'")
        assert any(one.startswith("audit chain: event") for one in _problems())
        _rehash()
        assert _problems() == []
        assert _problems(*noted) == [f"audit chain: link {number} is not the one that was noted elsewhere"]


def test_a_chain_that_was_cut() -> None:
    """Without its last events and their links a chain holds in itself; the noted head tells that it was longer."""
    number, last = chain.head()
    with _behind():
        _sql("DELETE FROM audit_event WHERE id = (SELECT event FROM audit_link ORDER BY number DESC LIMIT 1)")
        _sql("DELETE FROM audit_link WHERE number = %s", number)
        found = _problems("--head", f"{number}:{last}")
        assert f"audit chain: it ends before link {number}, which was noted elsewhere" in found


@pytest.mark.parametrize("swap", ["two links", "a link's event"])
def test_a_chain_in_another_order(swap: str) -> None:
    """Events that change places in the chain are found."""
    with _behind():
        if swap == "two links":
            _sql("UPDATE audit_link SET hash = (SELECT hash FROM audit_link WHERE number = 5) WHERE number = 4")
        else:
            _sql("UPDATE audit_link SET event = event + 100000 WHERE number = 4")
        assert any(one.startswith("audit chain: ") for one in _problems())


def test_rows_that_blind_the_check() -> None:
    """An event that names a table which does not exist stops one check, not the others; verify says so."""
    with _behind():
        _sql("UPDATE audit_event SET detail = '{\"rows\": {\"no_such_table\": [1]}}' WHERE verb = 'listing.listed'")
        _sql("UPDATE statements_record SET key = 'other' WHERE id = (SELECT min(id) FROM statements_record)")
        found = _problems()
        assert any(one.startswith("record ") and "not what was sealed" in one for one in found)
        assert any("rows in the log" in one or "event" in one for one in found)


FILES = {
    "changed": ("was altered", lambda place: place.write_bytes(b"x" + place.read_bytes()[1:])),
    "shortened": ("was altered", lambda place: place.write_bytes(place.read_bytes()[:-1])),
    "missing": ("is missing", lambda place: place.unlink()),
    "planted": ("no entry knows", lambda place: place.with_name("f" * 64).write_bytes(b"planted")),
}


@pytest.mark.parametrize("what", FILES)
def test_sealed_files(workspace: Workspace, what: str) -> None:
    """A sealed file that was changed, shortened or removed, and one that was planted, is named by its digest."""
    place = min(workspace.store.glob("??/*"))
    content = place.read_bytes()
    told, act = FILES[what]
    place.chmod(0o600)
    try:
        act(place)
        [found] = _problems()
        assert told in found
        assert place.name[:16] in found or what == "planted"
    finally:
        place.with_name("f" * 64).unlink(missing_ok=True)
        place.write_bytes(content)
        place.chmod(0o400)


def test_an_erased_record_that_came_back(workspace: Workspace) -> None:
    """A record that stands on the list of erasures and is here all the same is named."""
    code = _sql("SELECT min(code) FROM statements_record")[0][0]
    listed = workspace.path / "erasures.jsonl"
    kept = listed.read_text()
    try:
        listed.write_text(kept + json.dumps({"code": code, "approval": 1, "reason": "r", "at": "2026-01-01"}) + "\n")
        assert _problems() == [f"record {code} is on the list erasures.jsonl and is here"]
        listed.write_text(kept + "not an entry\n")
        assert "erasures.jsonl, line 2 is not an entry" in _problems()[0]
        listed.unlink()
        assert "was erased and is not on the list" in _problems()[0]
    finally:
        listed.write_text(kept)


def test_what_a_terminal_shows() -> None:
    """Words show the first fifty problems and how many there are; the exit code is 1; nothing hidden is among them."""
    with _behind():
        _sql("UPDATE statements_statement SET original = original || 'x'")
        _sql("UPDATE registry_profile SET data = '{}'")
        found = here("verify")
        assert (found.code, found.err) == (1, "")
        lines = found.out.splitlines()
        assert lines[-1].startswith("Head of the audit chain, to note elsewhere: ")
        assert len(lines) <= 52
        assert "Testperson" not in found.out
        assert scene.CANARY not in found.out


@pytest.mark.parametrize("head", ["", "7", "7:abc", f"0:{'a' * 64}", f"x:{'a' * 64}"])
def test_a_head_that_is_none(head: str) -> None:
    """A head that is not NUMBER:HASH is wrong use."""
    found = here("verify", "--head", head)
    assert (found.code, found.out) == (2, "")
    assert "write NUMBER:HASH" in found.err
