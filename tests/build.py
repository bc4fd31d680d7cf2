"""Small builders. Every person here is invented, and plainly so."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

from habeas.accounts.models import Approval, Team, User, Voice
from habeas.audit import chain
from habeas.evidence import store
from habeas.intake import deliver, load
from habeas.intake.models import Batch
from habeas.linkage import decide
from habeas.registry import merge
from habeas.registry.models import Listing, Member
from habeas.statements import keepers, ledger
from habeas.statements.drafting import Draft, Said
from habeas.statements.models import Erasure, Raising, Record, Retraction, Review, Source, Stance, Statement
from habeas.statements.reading import Habits

PASSWORD = "an invented passphrase"
_count = itertools.count(1)


def user(name: str, role: str = "analyst", *, all_sources: bool = False) -> User:
    made = User.objects.create_user(username=name, password=PASSWORD, role=role)
    if all_sources:
        team, _new = Team.objects.get_or_create(name="everything", defaults={"all_sources": True})
        team.members.add(made)
    return made


def source(code: str = "", **details: Any) -> Source:
    code = code or f"list-{next(_count)}"
    known = Source.objects.filter(code=code).first()
    if known:
        return known
    details = {"title": f"Invented list {code}", "kind": "database", **details}
    return ledger.add_source(by="tests", code=code, **details)


def said(*values: tuple[Any, ...]) -> list[Said]:
    """(property, original), (property, original, tier) or (event, property, original[, tier])."""
    made = []
    for value in values:
        event, rest = (value[0], value[1:]) if isinstance(value[0], int) else (None, value)
        tier = rest[2] if len(rest) > 2 else 2
        made.append(Said(event, rest[0], rest[1], "", tier))
    return made


def record(
    *values: tuple[Any, ...],
    of: Source | None = None,
    key: str = "",
    about: str = "",
    kind: str = "person",
    role: str = "detained",
    habits: Habits | None = None,
    follow: bool = True,
    proposed: bool = False,
    by: str = "tests",
) -> Record:
    """One record with its statements; it gets its person at once."""
    draft = Draft(key=key, about=about, role=role, said=said(*values))
    made = ledger.state(by=by, source=of or source(), kind=kind, draft=draft, habits=habits, proposed=proposed)
    if follow and not proposed:
        merge.follow([made.pk])
    return made


def person(name: str = "Testperson Alpha", *more: tuple[Any, ...], **details: Any) -> Record:
    return record(("name", name), *more, **details)


def subject_of(made: Record) -> int:
    return Member.objects.get(record=made).subject_id


MAPPING = """
[source]
code = "invented"
title = "An invented list"
kind = "database"
tier = "internal"

[list]
stream = "main"
subject = "person"
role = "detained"
key = "id"
date_order = "dmy"

[[column]]
name = "name"
property = "name"

[[column]]
name = "sex"
property = "sex"

[[column]]
name = "born"
property = "birth_date"

[[column]]
name = "taken"
property = "date"
event = 1

[[column]]
name = "where"
property = "place"
event = 1

[[column]]
name = "number"
property = "document_number"

[[event]]
number = 1
type = "taken"
"""
CSV = (
    "id,name,sex,born,taken,where,number\n"
    "1,Testperson Alpha,male,1/2/1980,3/4/2017,Exampletown,T 100\n"
    "2,Testperson Beta,female,1981,5/2017,Exampleville,T 200\n"
    "3,Testperson Gamma,male,31/02/1982,,,\n"
)


def delivery(text: str | bytes = CSV, *, mapping: str = MAPPING, name: str = "list.csv", by: str = "tests") -> Batch:
    """A sealed file with its mapping, not yet committed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return deliver.receive(path=path, mapping=mapping, by=by)


def imported(text: str | bytes = CSV, **details: Any) -> Batch:
    return load.commit(delivery(text, **details), by="tests")


def everything() -> None:
    """At least one row in every table of the ledger."""
    first = person("Testperson Alpha", (1, "type", "taken"), (1, "date", "2017-05-01"))
    second = person("Testperson Alpha")
    statement = Statement.objects.filter(record=first).first()
    Stance.objects.create(record=second, statement=statement, stance="confirms")
    Retraction.objects.create(record=second.pk, reason="test", by="tests")
    Review.objects.create(record=first, step="finalised", by="tests")
    Raising.objects.create(record=first.pk, tier=3, reason="test", by="tests")
    Listing.objects.create(
        record=first, decision="listed", criterion="wgad", category="I", reason="test", assessor="tests"
    )
    decide.judge(by="tests", verdict="different", left=[first.pk], right=[second.pk], reason="test")
    approval = Approval.objects.create(kind="erase", subject="record:none", reason="test", asked_by="tests")
    Voice.objects.create(approval=approval, by="tests", yes=True)
    Erasure.objects.create(record_code="none", record_number=0, digest=b"0", approval=approval.pk, reason="test")
    with tempfile.TemporaryFile() as file:
        file.write(b"an invented file")
        file.seek(0)
        store.seal(file, filename="test.txt", by="tests", why="test")
    chain.seal()


def opened(statement: Statement, identity: str) -> str:
    """What a keeper with this secret key reads in a sealed statement."""
    return keepers.unseal(by="tests", statement=statement, identity=identity)
