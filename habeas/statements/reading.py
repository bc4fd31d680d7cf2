"""How a value as said is read. Pure: the same text, habits and pack always give the same reading.

A reading never replaces what was said. `READER` grows when a reader gets better; `habeas reread` then
reads the ledger again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from habeas import dates, names
from habeas.dates import terms
from habeas.packs.reader import Pack
from habeas.packs.vocabulary import Property
from habeas.statements import identity, places

READER: Final = 4
_LONGEST = 500  # signs of a word or a name beside its relation; hostile text may be longer
KEY: Final = "key:"  # before a reference that is a source's own number
_KEYED: Final = re.compile(r"(?P<name>[^|\"]+)\|(?P<key>[\w./-]{1,60})")
_KEPT = 200_000  # readings remembered per reader: most values repeat


class Reading(NamedTuple):
    """`value` is the canonical form; `low` and `high` bound a date; `reference` points out of the text."""

    value: str | None = None
    low: date | None = None
    high: date | None = None
    reference: str | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How one source writes. `values` maps property -> this source's word -> our term code."""

    date_order: str = ""
    name_order: str = ""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hemisphere: str = "north"  # whose seasons "spring" and "summer" are

    def content(self) -> dict[str, Any]:
        return {
            "date_order": self.date_order,
            "name_order": self.name_order,
            "hemisphere": self.hemisphere,
            "values": {key: dict(words) for key, words in sorted(self.values.items())},
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Habits:
        return cls(content.get("date_order", ""), content.get("name_order", ""), content.get("values", {}))


NOTHING_READ: Final = Reading()
SEALED: Final = Reading(flag="sealed")
_RELATION = re.compile(r"^(?P<name>.+?)\s*[(（](?P<relation>[^()（）]{1,60})[)）]\s*$")
_RELATION_FIRST = re.compile(r"^(?P<relation>[^\W\d_][^:：()（）,]{0,30})[:：]\s*(?P<name>.+)$")
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_WORDS_PART = re.compile(r"\s*[,，;；/、]\s*")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


class Reader:
    """Reads values for one pack and one source's habits, remembering what it has read."""

    def __init__(self, pack: Pack, habits: Habits) -> None:
        self._pack = pack
        self._habits = habits
        self._areas = places.gazetteer(pack)
        self._seen: dict[tuple[str, str], Reading] = {}
        self._readers: dict[str, Callable[[Property, str], Reading]] = {
            "date": self._date,
            "name": self._name,
            "term": self._term,
            "duration": self._duration,
            "identity": self._identity,
            "number": self._number,
            "place": self._place,
            "organisation": self._name_like,
            "link": self._link,
        }

    def read(self, code: str, original: str) -> Reading:
        found = self._seen.get((code, original))
        if found is None:
            found = self._read(code, original)
            if len(self._seen) < _KEPT:
                self._seen[code, original] = found
        return found

    def _read(self, code: str, original: str) -> Reading:
        spec = self._pack.property(code)
        own = self._habits.values.get(code)
        if own is not None and (meant := own.get(original.strip())) is not None:
            return Reading(value=meant)
        reader = self._readers.get(spec.type)
        return reader(spec, original) if reader else NOTHING_READ

    def _date(self, spec: Property, text: str) -> Reading:
        found = dates.read(text, order=self._habits.date_order, hemisphere=self._habits.hemisphere)
        return Reading(found.edtf, found.low, found.high, None, found.flag)

    def _name(self, spec: Property, text: str) -> Reading:
        found = names.read_name(text, order=self._habits.name_order)
        return Reading(found.display, reference=found.script, flag=found.flag)

    def _name_like(self, spec: Property, text: str) -> Reading:
        return Reading(" ".join(text.split()))

    def _term(self, spec: Property, text: str) -> Reading:
        code = self._term_code(spec.thesaurus, text)
        return Reading(code, flag=None if code else "unreadable")

    def _term_code(self, thesaurus: str, text: str) -> str | None:
        """The code of the word, also when a remark in brackets follows: "ARGENTINA (NATURALIZADO)"."""
        code = self._pack.read_term(thesaurus, text)
        if code is None and len(text) <= _LONGEST and ("(" in text or "（" in text):
            code = self._pack.read_term(thesaurus, _REMARK.sub("", text))
        return code

    def _duration(self, spec: Property, text: str) -> Reading:
        term, flag = terms.read_term(text)
        return Reading(terms.term_code(term) if term else None, flag=flag)

    def _identity(self, spec: Property, text: str) -> Reading:
        found = identity.read_identity(spec.code, text)
        return Reading(found.value, found.birth, found.birth, found.region, found.flag)

    def _number(self, spec: Property, text: str) -> Reading:
        found = _NUMBER.search(text[:200])
        if found is None:
            return Reading(flag="unreadable")
        return Reading("".join([str(unicodedata.decimal(sign, sign)) for sign in found.group()]).replace(",", "."))

    def _place(self, spec: Property, text: str) -> Reading:
        code, flag = self._areas.resolve(text)
        return Reading(" ".join(text.split()), reference=code, flag=flag)

    def _link(self, spec: Property, text: str) -> Reading:
        """A name with the relation in brackets, or before a colon when it is a known one; or a name and the key under
        which the same source tells of them, "Name|123"."""
        if "|" in text:
            found = _KEYED.fullmatch(text.strip()[:_LONGEST])
            if found is None:
                return Reading(flag="unreadable")
            named = names.read_name(found["name"], order=self._habits.name_order)
            return Reading(named.display, reference=f"{KEY}{found['key']}", flag=named.flag)
        found = _RELATION.match(text[:_LONGEST])
        relation = self._relation(found["relation"]) if found else None
        if found is None and (first := _RELATION_FIRST.match(text[:_LONGEST])):
            relation = self._relation(first["relation"])
            found = first if relation else None
        name = names.read_name(found["name"] if found else text, order=self._habits.name_order)
        return Reading(name.display, reference=relation, flag=name.flag)

    def _relation(self, text: str) -> str | None:
        """ "brother, detained since 2018" is a brother: the first piece that is a relation counts."""
        pieces = (text, *_WORDS_PART.split(text))
        return next((code for piece in pieces if (code := self._term_code("relation", piece))), None)
