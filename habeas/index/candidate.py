"""A subject that a search may answer with."""

from __future__ import annotations

from typing import NamedTuple


class Candidate(NamedTuple):
    """A subject with the spelling that met the query; `score` is 100 for the same name, less for parts and sounds."""

    subject: int
    name: str
    score: int
    how: str
