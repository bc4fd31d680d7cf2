"""A register with at least one row in every table of the ledger, each written by its own verb."""

from __future__ import annotations

import io

from habeas.accounts import approve, change, invite
from habeas.accounts.models import User
from habeas.evidence import store
from habeas.intake import load, undo
from habeas.registry import erase, listing, secrecy, work
from habeas.statements import ledger
from habeas.statements.drafting import Draft
from habeas.statements.models import Record, Retraction, Statement
from tests import build

CANARY = "Canary-4471"


def person(name: str, role: str) -> User:
    """Somebody whom the audit trail knows."""
    team = change.all_sources_team(by="tests", name="everything")
    made = invite.invite(by="tests", username=name, role=role, teams=[team])
    made.set_password(build.PASSWORD)
    made.save(update_fields=["password"])
    return made


def fill() -> dict[str, User]:
    """Lists, words by hand, decisions, a return, an erasure, a sealed file; `verify` finds nothing to say."""
    people = {name: person(name, role) for name, role in _ROLES.items()}
    alice, carol, dora = people["alice"], people["carol"], people["dora"]
    build.imported()
    wrong = build.imported(build.CSV.replace("Testperson Beta", "Testperson Betty"))
    undo.undo(batch=wrong, by="alice", reason="planted")
    source = ledger.add_source(by="alice", code="hand", title="By hand", kind="testimony")
    made = [_by_hand(alice, source, name) for name in ("Testperson One", "Testperson Two", "Testperson Gone")]
    _judge_and_decide(alice, made)
    for one in made[:2]:
        work.withdraw(by=alice, statements=[one.statements.get(property="occupation")], reason="misread")
    work.undo_retraction(by=alice, retraction=Retraction.objects.latest("pk"), reason="read right")
    secrecy.raise_tier(by=alice, record=made[1], tier=3, reason="careful")
    proposal = _by_hand(people["bob"], source, "Testperson Proposed")
    work.review(by=alice, record=proposal, step="returned", note="which year?")
    asked = erase.ask(record=made[2], reason="the family asked", by=carol)
    assert approve.answer(approval=asked, yes=True, reason="agreed", by=dora)
    store.seal(io.BytesIO(b"an invented file"), filename="letter.txt", by="alice", why="received")
    load.commit(build.delivery("id,name\n", name="empty.csv", mapping=_SMALL), by="alice")
    return people


_ROLES = {"alice": "analyst", "bob": "contributor", "carol": "keeper", "dora": "keeper"}
_SMALL = build.MAPPING.partition('[[column]]\nname = "sex"')[0]


def _by_hand(by: User, source: object, name: str) -> Record:
    said = build.said(("name", name), ("occupation", "teacher"), ("health", CANARY, 3), (1, "type", "taken"))
    return work.state(by=by, source=source, kind="person", draft=Draft("", "", "detained", said))  # type: ignore[arg-type]


def _judge_and_decide(by: User, made: list[Record]) -> None:
    first, second, third = (one.pk for one in made)
    work.judge(by=by, verdict="different", left=[first], right=[third], reason="another father")
    work.judge(by=by, verdict="same", left=[first], right=[second], reason="the same village")
    statement = Statement.objects.filter(record=made[0]).first()
    assert statement is not None
    work.take_stance(by=by, record=made[1], statement=statement, stance="confirms", note="knows the person")
    listing.decide_listing(
        by=by, subject=build.subject_of(made[0]), decision="listed", criterion="wgad", category="II", reason="no charge"
    )
