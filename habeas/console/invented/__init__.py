"""The invented register of the demonstration: lists, hand-made records, judgements, decisions, accounts."""

from __future__ import annotations

from pathlib import Path

from habeas.accounts.models import Team, User
from habeas.intake import deliver, load
from habeas.registry import work
from habeas.registry.models import Member, Summary
from habeas.statements import ledger
from habeas.statements.drafting import Draft, Said
from habeas.statements.models import Record, Source

PASSWORD = "demonstration only"  # noqa: S105 - printed on purpose; a real workspace refuses these accounts
ACCOUNTS = {
    "contributor": "contributor",
    "analyst": "analyst",
    "caseworker": "caseworker",
    "publisher": "publisher",
    "keeper": "keeper",
    "administrator": "administrator",
}
_FOLDER = Path(__file__).parent
_BY = "demo"


def fill() -> dict[str, int]:
    """Fill once; later calls change nothing."""
    users = _accounts()
    if not Source.objects.exists():
        for name in ("places", "leak", "ngo"):
            mapping = (_FOLDER / f"{name}.toml").read_text("utf-8")
            load.commit(deliver.receive(path=_FOLDER / f"{name}.csv", mapping=mapping, by=_BY), by=_BY)
        _join_some(users["analyst"])
        _speak(users)
    persons = Summary.objects.filter(kind="person", low__lte=2, high__gte=2).count()
    return {"persons": persons, "records": Record.objects.count(), "sources": Source.objects.count()}


def _accounts() -> dict[str, User]:
    team, _new = Team.objects.get_or_create(name="Everyone", defaults={"all_sources": True})
    found = {}
    for name, role in ACCOUNTS.items():
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User.objects.create_user(username=name, password=PASSWORD, role=role, demo=True)
            team.members.add(user)
        found[name] = user
    return found


def _record(source: str, key: str) -> Record:
    return Record.objects.get(source__code=source, key=key)


def _join_some(analyst: User) -> None:
    """The partner's list and the spreadsheet speak of some of the same people."""
    for number in range(1, 21, 2):
        left, right = _record("invented-ngo", f"N{number}"), _record("invented-leak", f"L{number:03d}")
        reason = "same birth year, month of detention and place"
        work.judge(by=analyst, verdict="same", left=[left.pk], right=[right.pk], reason=reason)
    left, right = _record("invented-ngo", "N21"), _record("invented-leak", "L022")
    work.judge(by=analyst, verdict="different", left=[left.pk], right=[right.pk], reason="other father's name")


def _speak(users: dict[str, User]) -> None:
    """A relative, a government's reply, a court paper; a proposal that waits; listing decisions."""
    first = _record("invented-leak", "L001")
    third = _record("invented-leak", "L003")
    _testimony(users["analyst"], first)
    _reply(users["analyst"], first)
    _court(users["analyst"], third)
    for record in (first, third):
        work.decide_listing(
            by=users["analyst"],
            subject=Member.objects.get(record=record).subject_id,
            decision="listed",
            criterion="wgad",
            category="II",
            reason="Held for the peaceful exercise of religion; no charge was shown.",
        )
    draft = Draft(
        key="",
        about="",
        role="detained",
        said=[Said(None, "occupation", "teacher"), Said(None, "name", "Bekexample Testoghli")],
    )
    work.state(
        by=users["contributor"],
        source=_source("invented-volunteer", "Invented volunteer's notes", "testimony"),
        kind="person",
        draft=draft,
        same_as=_record("invented-leak", "L002"),
    )


def _source(code: str, title: str, kind: str, reliability: str = "C") -> Source:
    return ledger.add_source(by=_BY, code=code, title=f"{title} (demonstration)", kind=kind, reliability=reliability)


def _testimony(by: User, about: Record) -> None:
    said = [
        Said(None, "name", "Alimtest Exampleov"),
        Said(None, "birth_date", "1955-02"),
        Said(None, "health", "has diabetes and needs insulin", tier=3),
        Said(None, "relative", "Sanamdemo Exampleova (wife)", tier=3),
        Said(None, "relative", "Jantest Exampleov (son)", tier=3),
        Said(1, "type", "taken"),
        Said(1, "date", "late March 2017"),
        Said(1, "place", "Demo County police station"),
        Said(2, "type", "no_news"),
        Said(2, "date", "since May 2018"),
    ]
    draft = Draft(
        "",
        "",
        "detained",
        said,
        said_by="a relative abroad",
        how_known="heard from a neighbour",
        said_on="2019-04",
    )
    work.state(
        by=by,
        source=_source("invented-testimony", "Invented testimony", "testimony", "B"),
        kind="person",
        draft=draft,
        same_as=about,
    )


def _reply(by: User, about: Record) -> None:
    said = [
        Said(None, "name", "示例·甲", "zh"),
        Said(1, "type", "released"),
        Said(1, "date", "2019-12"),
        Said(1, "note", "living a normal life in society"),
    ]
    source = _source("invented-reply", "Invented government reply", "government_reply", "E")
    draft = Draft("", "", "detained", said, said_on="2021-04-15")
    work.state(by=by, source=source, kind="person", draft=draft, same_as=about)


def _court(by: User, about: Record) -> None:
    said = [
        Said(None, "name", "示例·丙", "zh"),
        Said(1, "type", "sentenced"),
        Said(1, "date", "2018-11-20"),
        Said(1, "term", "七年", "zh"),
        Said(1, "court", "Example Intermediate People's Court"),
        Said(1, "charge", "gathering a crowd to disturb public order"),
    ]
    source = _source("invented-court", "Invented court notice", "court_record", "A")
    draft = Draft("", "", "detained", said, said_on="2018-12")
    work.state(by=by, source=source, kind="person", draft=draft, same_as=about)
