"""A profile as a page shows it: labels, words and the statements behind each value. Nothing above its ceiling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from habeas import names
from habeas.accounts.reach import Reach
from habeas.desk import family, labels, phrasing, quoting, reading, sentences, standing, words
from habeas.registry import marks
from habeas.statements.reading import KEY

_FIRST: Final = ("name", "alias", "family_name", "given_names", "sex", "birth_date", "ethnicity")
_IN_EVENTS: Final = ("date", "date_end", "place", "type", "organisation", "charge", "reason", "term", "court")
_PLACED: Final = {"place": ("place", marks.of_place), "organisation": ("organisation", marks.of_organisation)}
Said = dict[str, Any]


class Page:
    """Everything that the template of a subject's page needs, worked out with a few queries."""

    def __init__(self, profile: Mapping[str, Any], reach: Reach, today: date) -> None:
        self._behind = quoting.statements(list(_numbers(profile)), reach)
        self._pages = {
            kind: reading.places(_marks(profile, kind), kind=kind, ceiling=reach.base)
            for kind in ("place", "organisation")
        }
        self._persons = reading.persons(self._linked(profile), ceiling=reach.base)
        self.names = _names(profile)
        self.traits = [self.trait(code, said) for code, said in _ordered(profile["values"])]
        self.events = [self._event(one) for one in profile["events"]]
        self.status = standing.custody(profile, today)
        self.axes = [standing.axis(code, said) for code, said in (profile.get("axes") or {}).items()]
        self.sentence = sentences.term(profile, today)
        self.born = sentences.born(profile.get("born"))
        self.listing = standing.listed(profile.get("listing"))
        self.roles = [words.term_label("subject_role", role) for role in profile["roles"]]
        linked = [one for trait in self.traits for one in trait["values"] if one["page"]]
        self.family = family.graph(profile, {names.key(one["text"]): one["page"] for one in linked})

    def _linked(self, profile: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The keys under which sources tell of other persons that this page speaks of."""
        for _code, one in _values(profile):
            yield from self._keys(one)

    def _keys(self, one: Said) -> list[tuple[str, str]]:
        key = str(one.get("reference") or "")
        if not key.startswith(KEY):
            return []
        behind = [self._behind[number] for number in one["statements"] if number in self._behind]
        return [(said["source"], key.removeprefix(KEY)) for said in behind]

    def trait(self, code: str, said: list[Said]) -> Said:
        """One property with all its values, best supported first."""
        found = words.spec(code)
        single = found is not None and found.single
        return {
            "code": code,
            "label": words.property_label(code),
            "values": [self._value(code, one, single) for one in said],
            "disagree": len(said) > 1 and single,
        }

    def _value(self, code: str, one: Said, single: bool) -> Said:
        """One value; why it stands above or below others is only told where people have one."""
        statements = [self._behind[number] for number in one["statements"] if number in self._behind]
        return {
            "text": phrasing.value(code, one),
            "code": str(one.get("value") or "").replace("_", " "),
            "why": labels.WHY.get(one["why"], "") if single and one["why"] != "only" else "",
            "origins": one["origins"],
            "flag": labels.FLAGS.get(one.get("flag", ""), ""),
            "sealed": one.get("flag") == "sealed",
            "disputed": [labels.STANCES[stance] for stance in one.get("disputed", []) if stance in labels.STANCES],
            "statements": statements,
            "tier": max((said["tier"] for said in statements), default=0),
            "page": self._page_of(code, one),
            "area": phrasing.area(one["reference"]) if _is_area(code, one) else "",
        }

    def _page_of(self, code: str, one: Said) -> str:
        found = words.spec(code)
        if found is not None and found.type == "link":
            return next((self._persons[key] for key in self._keys(one) if key in self._persons), "")
        if found is None or found.type not in _PLACED:
            return ""
        kind, mark = _PLACED[found.type]
        return self._pages[kind].get(mark(one)) or self._pages[kind].get(mark({**one, "reference": None}), "")

    def _event(self, event: Mapping[str, Any]) -> Said:
        told = {code: self.trait(code, event["values"][code]) for code in _in_order(event["values"])}
        if "type" in told:  # our own word for it stands above; the source's is shown where it says more
            told["type"]["values"] = [one for one in told["type"]["values"] if _adds(one)]
        return {
            "type": event["type"],
            "label": words.event_label(event["type"]),
            "when": told["date"]["values"] if "date" in told else [],
            "place": told["place"]["values"] if "place" in told else [],
            "told": [one for one in told.values() if one["values"]],
        }


def _in_order(values: Mapping[str, Any]) -> list[str]:
    return sorted(values, key=lambda code: _IN_EVENTS.index(code) if code in _IN_EVENTS else len(_IN_EVENTS))


def _adds(one: Said) -> bool:
    """Whether the source's own word for what happened says more than our word for it."""
    ours = {one["text"].casefold(), one["code"]}
    return any(said["original"].casefold().replace("_", " ") not in ours for said in one["statements"])


def _is_area(code: str, one: Said) -> bool:
    found = words.spec(code)
    return found is not None and found.type == "place" and bool(one.get("reference"))


def _values(profile: Mapping[str, Any]) -> Iterator[tuple[str, Said]]:
    """Every value on the page with its property."""
    groups = [*profile["values"].items(), *(pair for event in profile["events"] for pair in event["values"].items())]
    return ((code, one) for code, said in groups for one in said)


def _numbers(profile: Mapping[str, Any]) -> Iterable[int]:
    return (number for _code, one in _values(profile) for number in one["statements"])


def _marks(profile: Mapping[str, Any], kind: str) -> Iterable[str]:
    """The marks of every place (or organisation) that the page speaks of."""
    for code, one in _values(profile):
        found = words.spec(code)
        if found is not None and found.type == kind:
            yield _PLACED[kind][1](one)
            yield _PLACED[kind][1]({**one, "reference": None})


def _ordered(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    rank = {code: place for place, code in enumerate(_FIRST)}
    return sorted(values.items(), key=lambda item: (rank.get(item[0], 99), words.property_label(item[0])))


def _names(profile: Mapping[str, Any]) -> list[dict[str, str]]:
    """The best name of each script, the shown one left out."""
    found: dict[str, dict[str, str]] = {}
    for one in profile["values"].get("name", []):
        text = one["value"] or one["original"]
        found.setdefault(one.get("reference") or names.script(text), {"text": text})
    return [one for one in found.values() if one["text"] not in ("", profile["name"])]
