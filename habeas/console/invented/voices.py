"""What invented people and papers say by hand: a relative, a government, a court, former prisoners, a volunteer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from habeas.accounts.models import User
from habeas.registry import work
from habeas.statements import ledger
from habeas.statements.drafting import Draft, Said
from habeas.statements.models import Record, Source

_BY: Final = "demo"
_RESTRICTED: Final = 3
Records = Callable[[str, str], Record]


def speak(users: Mapping[str, User], record: Records) -> None:
    """Let each of them say something about people of the invented lists."""
    analyst, first, third = users["analyst"], record("invented-leak", "L001"), record("invented-leak", "L003")
    _relative(analyst, first)
    _government(analyst, first)
    _court(analyst, third)
    _former_prisoners(analyst, record)
    _volunteer(users["contributor"], record("invented-leak", "L002"))


def _source(code: str, title: str, kind: str, reliability: str = "C") -> Source:
    return ledger.add_source(by=_BY, code=code, title=f"{title} (demonstration)", kind=kind, reliability=reliability)


def _relative(by: User, about: Record) -> None:
    said = [
        Said(None, "name", "Alimtest Exampleov"),
        Said(None, "birth_date", "1955-02"),
        Said(None, "health", "has diabetes and needs insulin", tier=_RESTRICTED),
        Said(None, "relative", "Sanamdemo Exampleova (wife)", tier=_RESTRICTED),
        Said(None, "relative", "Jantest Exampleov (son)", tier=_RESTRICTED),
        Said(1, "type", "taken"),
        Said(1, "date", "late January 2017"),
        Said(1, "place", "Demo County police station"),
        Said(2, "type", "no_news"),
        Said(2, "date", "since May 2018"),
    ]
    draft = Draft(
        *("", "", "detained", said),
        said_by="a relative abroad",
        how_known="heard from a neighbour",
        said_on="2019-04",
    )
    source = _source("invented-testimony", "Invented testimony", "testimony", "B")
    work.state(by=by, source=source, kind="person", draft=draft, same_as=about)


def _government(by: User, about: Record) -> None:
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
        Said(1, "date", "2019-11-20"),
        Said(1, "term", "七年", "zh"),
        Said(1, "court", "Example Intermediate People's Court"),
        Said(1, "charge", "gathering a crowd to disturb public order"),
        Said(1, "contact_allowed", "no visits"),
    ]
    source = _source("invented-court", "Invented court notice", "court_record", "A")
    draft = Draft("", "", "detained", said, said_on="2019-12")
    work.state(by=by, source=source, kind="person", draft=draft, same_as=about)


def _former_prisoners(by: User, record: Records) -> None:
    """A release that the family confirms, a death, somebody seen alive not long ago."""
    source = _source("invented-interviews", "Invented interviews with former prisoners", "testimony", "B")
    for key, events in (
        ("L005", [("released", "2026-02"), ("seen", "March 2026")]),
        ("L007", [("died", "about November 2023")]),
        ("L009", [("held", "2026-09"), ("seen", "2026-10")]),
        ("L011", [("transferred", "spring 2026")]),
    ):
        said = [Said(n, code, text) for n, (kind, when) in enumerate(events, 1) for code, text in _event(kind, when)]
        draft = Draft("", "", "detained", said, said_by="a former prisoner", said_on="2026-11")
        work.state(by=by, source=source, kind="person", draft=draft, same_as=record("invented-leak", key))


def _event(kind: str, when: str) -> list[tuple[str, str]]:
    return [("type", kind), ("date", when)]


def _volunteer(by: User, about: Record) -> None:
    """A proposal, which changes no page before a peer accepts it."""
    said = [Said(None, "occupation", "teacher"), Said(None, "name", "Bekexample Testoghli")]
    draft = Draft("", "", "detained", said, said_by="an invented volunteer")
    source = _source("invented-volunteer", "Invented volunteer's notes", "testimony")
    work.state(by=by, source=source, kind="person", draft=draft, same_as=about)
