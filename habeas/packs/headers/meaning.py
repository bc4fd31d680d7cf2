"""From the parts of a header to the property that it means, and the event that it is said of."""

from __future__ import annotations

from typing import Final, NamedTuple

from habeas.packs.headers.parts import Parts

COMPOSED, LOOSE = 0.85, 0.6  # confidence when every word is known, and when some are not
Meant = tuple[str, str] | None  # property, event
SEALED: Final = frozenset(
    ("testifier_name", "testifier_contact", "testifier_relation", "testifier_how_known", "witness", "contact", "phone")
)
_REACH: Final = ("phone", "email", "contact", "address")
# What an aspect of an event says of it; "place" of an "arrest" is where it happened.
_OF_EVENT: Final = {
    "date": "date",
    "date_end": "date_end",
    "time": "time",
    "place": "place",
    "address": "place",
    "reason": "reason",
    "organisation": "organisation",
    "ordered": "ordered_by",
    "age": "age_then",
    "number": "case_number",
    "note": "note",
    "type": "measure",
    "term": "held_for",
}
# Whose or what, and which aspect of it; "" stands for no aspect.
_OF_OWNER: Final = {
    ("birth", "date"): "birth_date",
    ("birth", "place"): "birth_place",
    ("birth", ""): "birth_date",
    ("birth", "address"): "birth_place",
    ("birth", "name"): "previous_name",
    ("document", "type"): "document_type",
    ("document", "date"): "document_date",
    ("document", "organisation"): "document_issuer",
    ("document", "place"): "document_issuer",
    ("document", ""): "document_number",
    ("identity", ""): "identity_number",
    ("passport", ""): "passport_number",
    ("passport", "date"): "document_date",
    ("father", ""): "father_name",
    ("mother", ""): "mother_name",
    ("lawyer", ""): "legal_counsel",
    ("relative", ""): "relative",
    ("related", ""): "related_person",
}
_ALONE: Final = {  # the more telling first: the name of an address is an address
    "age": "age",
    "status": "custody_status",
    "whereabouts": "whereabouts",
    "source": "original_source",
    "address": "residence",
    "term": "term",
    "reason": "reason",
    "ordered": "ordered_by",
    "organisation": "organisation",
    "date_end": "date_end",
    "time": "time",
    "date": "date",
    "place": "place",
    "type": "category",
    "note": "note",
    "name": "name",
    "number": "_key",
}
_USUAL_EVENT: Final = {
    "court": "sentenced",
    "term": "sentenced",
    "release_expected": "sentenced",
    "additional_penalty": "sentenced",
    "charge": "charged",
    "legislation": "charged",
    "cause_of_death": "died",
    "findings": "remains_found",
}
_WHOLE: Final = {"sentenced": "term", "held": "place", "seen": "date", "appeal": "note"}  # an event word alone
_PART_OF_OTHER: Final = {"fine": "additional_penalty", "facility": "place"}


class Meaning(NamedTuple):
    """`why`: header (listed), parts (composed), or close header. `language` is that of the words that told it."""

    property: str
    event: str
    confidence: float
    why: str
    language: str


def meant(parts: Parts, scopes: dict[str, str]) -> Meaning | None:
    """The first rule that knows the parts: sealed things, owners, events, properties, aspects alone."""
    found = _sealed(parts) or _owned(parts) or _happened(parts, scopes) or _plain_property(parts)
    found = found or _aspect_alone(parts)
    if found is None:
        return None
    code, event = found
    if scopes.get(code, "trait") == "event":
        event = usual_event(code, event)
    elif scopes.get(code) != "both":
        event = ""
    confidence = COMPOSED if not parts.unknown or code in SEALED else LOOSE
    return Meaning(code, event, confidence, "parts", parts.language)


def usual_event(code: str, event: str = "") -> str:
    """The event that an event's property most likely belongs to."""
    return event or _USUAL_EVENT.get(code, "taken")


def _sealed(parts: Parts) -> Meant:
    """Who testified, who saw it, and how to reach anybody."""
    owners, aspects = parts.of("owner"), parts.of("aspect")
    told = "testifier" in owners or "witness" in owners
    if told and (any(one in aspects for one in _REACH) or "contact" in owners):
        return "testifier_contact", ""
    if "relation" in aspects and "related" not in owners:
        return "testifier_relation", ""
    if told and "how" in aspects:
        return "testifier_how_known", ""
    if told:
        return ("testifier_name" if "testifier" in owners else "witness"), ""
    if "contact" in owners and "contact_allowed" not in parts.of("property"):
        return "contact", ""
    if "phone" in aspects:
        return ("contact" if owners else "phone"), ""
    return ("contact", "") if "email" in aspects or "contact" in aspects else None


def _owned(parts: Parts) -> Meant:
    for owner in parts.of("owner"):
        for aspect in (*parts.of("aspect"), ""):
            if code := _OF_OWNER.get((owner, aspect)):
                return code, ""
    return None


def _happened(parts: Parts, scopes: dict[str, str]) -> Meant:
    """An event and what of it: date, place, reason, a court."""
    events, aspects, properties = parts.of("event"), parts.of("aspect"), parts.of("property")
    if not events:
        return None
    event = events[0] if events[0] != "sentenced" or len(events) == 1 else events[1]
    if event == "died" and "reason" in aspects:
        return "cause_of_death", event
    if "facility" in properties and "type" in aspects:
        return "facility_kind", ""
    if event == "sentenced" and ("term" in aspects or not (aspects or properties)):
        return "term", event
    for aspect in sorted(set(aspects) & set(_OF_EVENT), key=aspects.index):
        if aspect != "number" or not properties:
            return _OF_EVENT[aspect], event
    for code in properties:
        if code == "facility":
            return "place", "held" if event in {"taken", "sentenced"} else event
        if scopes.get(_PART_OF_OTHER.get(code, code)) == "event":
            return _PART_OF_OTHER.get(code, code), event
    if properties or "status" in aspects:
        return None
    return _WHOLE.get(event, "date"), event


def _plain_property(parts: Parts) -> Meant:
    properties, aspects = parts.of("property"), parts.of("aspect")
    if not properties:
        return None
    code = properties[0]
    if code in {"court", "charge"} and "date" in aspects:
        return "date", usual_event(code)
    if code == "facility":
        return ("facility_kind", "") if "type" in aspects else ("place", "held")
    return _PART_OF_OTHER.get(code, code), ""


def _aspect_alone(parts: Parts) -> Meant:
    """ "Name", "No.", "Reason": only when nothing else stands there that might change it."""
    aspects = parts.of("aspect")
    if parts.of("event") and "status" in aspects:
        return "custody_status", ""
    if parts.unknown or parts.of("event") or parts.of("owner"):
        return None
    if parts.of("key"):
        return ("_key", "") if set(aspects) <= {"number", "name"} else None
    meant = [aspect for aspect in aspects if aspect in _ALONE]
    if not meant:
        return None
    if "now" in aspects and "place" in aspects:
        return "place", "held"
    return _ALONE[min(meant, key=list(_ALONE).index)], ""
