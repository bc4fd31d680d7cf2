"""Checks a mapping against the columns of a file and the vocabulary of the packs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from habeas.intake.mapping.model import Column, Mapping
from habeas.packs.reader import Pack

_ESCAPED: Final = re.compile(r"\\.")
_CLASS: Final = re.compile(r"\[[^\]]*\]")
_REPEATED_GROUP: Final = re.compile(r"\)[*+?{]")


def validate(mapping: Mapping, columns: Sequence[str], pack: Pack) -> list[str]:
    """Why the mapping does not fit the file; an empty list when it does."""
    return [
        *_column_problems(mapping, set(columns), pack),
        *_event_problems(mapping, pack),
        *_word_problems(mapping, pack),
        *_twice(mapping),
    ]


def _word_problems(mapping: Mapping, pack: Pack) -> Iterator[str]:
    """Roles and terms that no pack knows."""
    if pack.term("subject_role", mapping.role) is None:
        yield f"no role {mapping.role!r}"
    known = {one.code: one for one in pack.properties}
    for one in mapping.columns:
        spec = known.get(one.property)
        if spec is not None and spec.type == "term" and spec.thesaurus != "event_type":
            for code in one.values.values():
                if pack.term(spec.thesaurus, code) is None:
                    yield f"column {one.names[0]!r}: no term {code!r}"


def _column_problems(mapping: Mapping, columns: set[str], pack: Pack) -> Iterator[str]:
    known = {one.code: one for one in pack.properties}
    for one in mapping.columns:
        for name in one.names:
            if name not in columns and not one.optional:
                yield f"the file has no column {name!r}"
        if not one.ignore and one.property not in known:
            yield f"column {one.names[0]!r}: no property {one.property!r}"
        elif not one.ignore and known[one.property].scope == "event" and one.event is None:
            yield f"column {one.names[0]!r}: {one.property!r} belongs to an event; give its number"
        elif not one.ignore and known[one.property].scope == "trait" and one.event is not None:
            yield f"column {one.names[0]!r}: {one.property!r} does not belong to an event"
        if one.split_pattern:
            yield from _pattern_problem(one)
    for name in (*mapping.key, *mapping.about):
        if name not in columns:
            yield f"the file has no column {name!r}, which the mapping calls the key"


def _pattern_problem(one: Column) -> Iterator[str]:
    """A repeated group can take for ever on a long cell, and mappings may come from strangers."""
    try:
        re.compile(one.split_pattern)
    except re.error as error:
        yield f"column {one.names[0]!r}: split_pattern is not a pattern: {error}"
    if _REPEATED_GROUP.search(_CLASS.sub("", _ESCAPED.sub("", one.split_pattern))):
        yield f"column {one.names[0]!r}: split_pattern may not repeat a group in brackets"


def _event_problems(mapping: Mapping, pack: Pack) -> Iterator[str]:
    declared = {event.number for event in mapping.events}
    types = {event.code for event in pack.event_types}
    for event in mapping.events:
        for code in (event.type, *event.types.values()):
            if code and code not in types:
                yield f"event {event.number}: no event type {code!r}"
    used = {one.event for one in mapping.columns} | {one.event for one in mapping.constants}
    for number in used - declared - {None}:
        yield f"event {number} is used but not declared with [[event]]"
    for one in mapping.constants:
        if one.property not in {spec.code for spec in pack.properties}:
            yield f"constant: no property {one.property!r}"


def _twice(mapping: Mapping) -> Iterator[str]:
    used = Counter((name, one.property, one.event) for one in mapping.columns if not one.ignore for name in one.names)
    for (name, code, _event), count in used.items():
        if count > 1:
            yield f"column {name!r} is mapped twice to {code!r}"
