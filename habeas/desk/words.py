"""Labels of the desk: codes from the vocabulary and the pure modules become words in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from habeas import names
from habeas.packs import reader as packs
from habeas.packs.reader import Pack
from habeas.packs.vocabulary import Property


def pack() -> Pack:
    return packs.load(*settings.PACKS)


@lru_cache(maxsize=512)
def spec(code: str) -> Property | None:
    """The property, or None for one that no pack in use declares (any more)."""
    try:
        return pack().property(code)
    except KeyError:
        return None


def property_label(code: str) -> str:
    found = spec(code)
    return _translated(found.label if found else code.replace("_", " "))


def event_label(code: str) -> str:
    return _translated(_events().get(code, code.replace("_", " ")))


@lru_cache(maxsize=1)
def _events() -> dict[str, str]:
    return {one.code: one.label for one in pack().event_types}


def term_label(thesaurus: str, code: str) -> str:
    found = pack().term(thesaurus, code) if thesaurus else None
    return _translated(found.label) if found is not None else code


def terms(thesaurus: str) -> list[tuple[str, str]]:
    """(code, label) of every term, for a choice."""
    return [(one.code, term_label(thesaurus, one.code)) for one in pack().thesauri.get(thesaurus, {}).values()]


def properties() -> list[tuple[str, list[tuple[str, str]]]]:
    """(code, label) of every property by label, in groups for a choice: of the subject, of an event, of either."""
    found = [(one.scope, one.code, property_label(one.code)) for one in pack().properties]
    groups = (
        ("trait", _("What is said of them")),
        ("event", _("What is said of an event")),
        ("both", _("What is said of them or of an event")),
    )
    return [
        (title, sorted([(code, label) for of, code, label in found if of == scope], key=lambda one: names.fold(one[1])))
        for scope, title in groups
    ]


def event_types() -> list[tuple[str, str]]:
    """(code, label) of every event type in the usual order of things, for a choice."""
    return [(one.code, event_label(one.code)) for one in pack().event_types]


def _translated(text: str) -> str:
    return str(_(text)) if text else ""
