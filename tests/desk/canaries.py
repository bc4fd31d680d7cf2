"""A register in which everything above a reader's reach carries a word of its own, so that a leak is found by it.

`Told` builds the same register with or without its hidden parts, so that the two can be compared byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any, Final

from habeas.accounts import approve
from habeas.accounts.models import User
from habeas.registry import erase, listing, merge, secrecy, work
from habeas.registry.models import SavedSearch
from habeas.statements import ledger
from habeas.statements.drafting import Draft
from habeas.statements.models import Record, Source, Statement
from tests import build

SHARED, OURS, SECRET = "shared-list", "our-list", "secret-list"
PARTS: Final = (
    *("shared", "ours", "secret", "sealed-shared", "sealed-ours"),  # above internal
    *("proposed", "held", "delivery", "search"),  # not on any page of the register
)
VISIBLE: Final = "Visibleword"
Said = list[tuple[Any, ...]]


class Told:
    """The register; `parts` are the hidden parts that are told as well."""

    def __init__(self, parts: Collection[str], by: User) -> None:
        self.parts, self.by = set(parts), by
        self.words: dict[str, set[str]] = {part: set() for part in (*PARTS, "erased")}
        self.shared = build.source(SHARED, title=f"{VISIBLE} shared list")
        self.ours = build.source(OURS, title=f"{VISIBLE} our list")
        self.visible: list[Record] = []
        self._secret_source()
        for source, part in ((self.shared, "shared"), (self.ours, "ours")):
            self._people(source, part)
            self._sealed(source, part)
        self._proposals()
        self._batches()
        self._listing()
        self._erased()
        self._others()

    def word(self, part: str, name: str) -> str:
        """The canary of this thing: a word that stands nowhere else, and sounds like no other."""
        drawn = hashlib.sha256(f"{part} {name}".encode()).digest()[:8]
        made = "".join("bdgkmnprst"[number % 10] + "aeiou"[number % 5] for number in drawn) + name.lower()
        self.words[part].add(made)
        return made

    def has(self, part: str) -> bool:
        return part in self.parts

    def _secret_source(self) -> None:
        """A source whose very title is restricted, from which a visible one took its content."""
        upstream = None
        if self.has("secret"):
            upstream = build.source(
                SECRET, title=self.word("secret", "title"), publisher=self.word("secret", "publisher"), tier=3
            )
            build.person(self.word("secret", "name"), ("occupation", self.word("secret", "job")), of=upstream, key="s1")
            build.record(("name", self.word("secret", "place")), kind="place", role="mentioned", of=upstream, key="s2")
        self.copy = build.source("copy-list", title=f"{VISIBLE} copy", upstream=upstream)
        self.child = build.source("child-list", title=f"{VISIBLE} child", parent=upstream)

    def _people(self, source: Source, part: str) -> None:
        """Two visible persons and a place of this source; around them, what is restricted."""
        hidden = self.has(part)
        older = self._hidden_person(source, part, "older") if hidden else None
        first = build.record(
            ("name", f"Testperson {VISIBLE} {part} one", 0),
            ("sex", "male", 1),
            ("birth_date", "1980", 2),
            (1, "type", "taken"),
            (1, "date", "2017-05-01"),
            (1, "place", f"Exampletown {part}"),
            *self._more(part, first=True),
            of=source,
            key="k1",
        )
        second = build.record(
            ("name", f"Testperson {VISIBLE} {part} two"),
            ("sex", "female"),
            *self._more(part, first=False),
            of=source,
            key="k2",
        )
        place = build.record(("name", f"Exampletown {part}"), kind="place", role="mentioned", of=source, key="k3")
        self.visible += [first, second, place]
        if hidden and older is not None:
            self._around(source, part, first, second, older)

    def _more(self, part: str, *, first: bool) -> Said:
        """Restricted statements within a record that is visible itself."""
        if not self.has(part):
            return []
        if first:
            return [
                ("name", f"Testperson {self.word(part, 'othername')}", 3),
                ("alias", self.word(part, "alias"), 3),
                ("document_number", self.word(part, "doc") + "77", 3),
                ("ethnicity", "Uyghur", 3),
                ("father_name", self.word(part, "father"), 3),
                ("relative", f"Testperson {self.word(part, 'relative')} (wife)", 3),
                (2, "type", "released", 3),
                (2, "date", "2020-06-01", 3),
                (2, "place", self.word(part, "where"), 3),
            ]
        return [("birth_date", "1955-03-03", 3), ("occupation", self.word(part, "occupation"), 3)]

    def _hidden_person(self, source: Source, part: str, name: str) -> Record:
        return build.record(
            ("name", f"Testperson {self.word(part, name)}", 3),
            ("sex", "male", 3),
            ("employer", self.word(part, f"{name}employer"), 3),
            (1, "type", "taken", 3),
            (1, "place", self.word(part, f"{name}town"), 3),
            of=source,
            key=self.word(part, f"{name}key"),
        )

    def _around(self, source: Source, part: str, first: Record, second: Record, older: Record) -> None:
        """Hidden records joined to, kept apart from, confirming and linked with the visible ones."""
        by = self.by
        work.judge(by=by, verdict="same", left=[older.pk], right=[first.pk], reason=self.word(part, "samereason"))
        other = self._hidden_person(source, part, "apart")
        work.judge(
            by=by, verdict="different", left=[second.pk], right=[other.pk], reason=self.word(part, "differentreason")
        )
        statement = Statement.objects.get(record=second, property="sex")
        work.take_stance(
            by=by, record=other, statement=statement, stance="disputes", note=self.word(part, "stancenote")
        )
        for name in ("record", "statement"):
            raised = build.person(f"Testperson {self.word(part, f'raised{name}')}", of=source, key=f"raised {name}")
            target: Any = {"record": raised} if name == "record" else {"statement": raised.statements.get()}
            secrecy.raise_tier(by=by, tier=3, reason=self.word(part, f"raised{name}reason"), **target)
        one = first.statements.get(property="relative")
        secrecy.raise_tier(by=by, tier=3, reason=self.word(part, "raisedhiddenreason"), statement=one)
        gone = first.statements.get(property="father_name")
        work.withdraw(by=by, statements=[gone], reason=self.word(part, "withdrawnreason"))
        withdrawn = self._hidden_person(source, part, "gone")
        work.withdraw_record(by=by, record=withdrawn, reason=self.word(part, "gonereason"))
        build.record(("name", self.word(part, "place"), 3), kind="place", role="mentioned", of=source, key="hp")
        build.record(("name", self.word(part, "court"), 3), kind="organisation", role="mentioned", of=source, key="ho")
        listing.decide_listing(
            by=by, subject=build.subject_of(second), decision="listed", criterion="wgad", category="I",
            reason=self.word(part, "listedreason"), tier=3,
        )  # fmt: skip

    def _sealed(self, source: Source, part: str) -> None:
        """Values that were sealed when they were written: their words are in no table."""
        said: Said = [("name", f"Testperson {VISIBLE} {part} three")]
        if self.has(f"sealed-{part}"):
            said += [(code, self.word(f"sealed-{part}", code), 4) for code in ("witness", "phone")]
        draft = Draft("k4", "", "detained", build.said(*said), **self._speaker(part))
        made = ledger.state(by="tests", source=source, kind="person", draft=draft)
        merge.follow([made.pk])
        self.visible.append(made)

    def _speaker(self, part: str) -> dict[str, str]:
        """Who said it and how they know: restricted, beside a visible record."""
        if not self.has(part):
            return {"said_on": "2019-04"}
        return {"said_on": "2019-04", "said_by": self.word(part, "saidby"), "how_known": self.word(part, "howknown")}

    def _proposals(self) -> None:
        """What a contributor proposed about a visible person, and a new person; nothing changes by it."""
        volunteer = build.user("the volunteer", "contributor")
        if not self.has("proposed"):
            return
        for name, same_as in (("about", self.visible[0]), ("new", None)):
            said = build.said(("name", f"Testperson {self.word('proposed', name)}"), ("occupation", "teacher"))
            draft = Draft("", "", "detained", said, said_by=self.word("proposed", f"{name}saidby"))
            made = work.state(by=volunteer, source=self.ours, kind="person", draft=draft, same_as=same_as)
        work.review(by=self.by, record=made, step="returned", note=self.word("proposed", "returnnote"))

    def _batches(self) -> None:
        """A list that came in, with a column without a property; and one whose rows are held."""
        cell = self.word("ours", "cell") if self.has("ours") else "a cell"
        text = f"id,name,extra\n1,Testperson {VISIBLE} import,{cell}\n"
        mapping = _MAPPING.format(code=OURS, stream="main", more="")
        build.imported(text, mapping=mapping, name="visible.csv")
        self.visible.append(Record.objects.get(batch__isnull=False, source=self.ours, key="1"))
        if self.has("held"):
            held = f"id,name,extra\nh1,Testperson {self.word('held', 'name')},{self.word('held', 'cell')}\n"
            mapping = _MAPPING.format(code=OURS, stream="held", more="quarantine = true\n")
            build.imported(held, mapping=mapping, name=f"{self.word('held', 'file')}.csv")

    def _listing(self) -> None:
        """A listing that everybody sees."""
        listing.decide_listing(
            by=self.by, subject=build.subject_of(self.visible[1]), decision="listed", criterion="wgad", category="I",
            reason=f"{VISIBLE} reason",
        )  # fmt: skip

    def _erased(self) -> None:
        """Erased for good: nobody sees it, in any register."""
        made = build.person(
            f"Testperson {self.word('erased', 'name')}", ("note", self.word("erased", "note")), of=self.ours, key="e1"
        )
        ada, kim = build.user("ada", "administrator"), build.user("kim", "keeper")
        approval = erase.ask(record=made, reason="a test", by=ada)
        approve.answer(approval=approval, yes=True, reason="", by=kim)

    def _others(self) -> None:
        """What belongs to somebody else: their saved search, and a delivery that has no source yet."""
        if self.has("search"):
            name = self.word("search", "name")
            SavedSearch.objects.create(owner="somebody else", name=name, query=f"q={name}")
        if self.has("delivery"):
            build.delivery(name=f"{self.word('delivery', 'file')}.csv", mapping="", by="somebody else")


_MAPPING: Final = """
[source]
code = "{code}"
title = "An invented list"
kind = "database"
tier = "internal"

[list]
stream = "{stream}"
subject = "person"
role = "detained"
key = "id"
{more}
[[column]]
name = "name"
property = "name"
"""
