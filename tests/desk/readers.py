"""Readers of every kind, and which parts of the canary register each of them may see."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.test import Client

from habeas.accounts.models import User
from tests.desk import canaries
from tests.desk.browser import account


class Reader(NamedTuple):
    """A role with the sources that its team works with (None: all), and the parts within reach."""

    role: str
    sources: tuple[str, ...] | None
    sees: tuple[str, ...] = ()

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(part for part in canaries.PARTS if part not in self.sees)

    def account(self) -> User:
        return account("the reader", self.role, sources=None if self.sources is None else list(self.sources))


_OURS: Final = (canaries.OURS,)
_ALL_RESTRICTED: Final = ("shared", "ours", "secret", "proposed", "held")
READERS: Final = {
    "a contributor": Reader("contributor", ()),
    "a contributor with a source": Reader("contributor", _OURS, ("proposed", "held")),
    "a contributor with all sources": Reader("contributor", None, ("proposed", "held")),
    "an analyst": Reader("analyst", ()),
    "an analyst with a source": Reader("analyst", _OURS, ("ours", "proposed", "held")),
    "an analyst with all sources": Reader("analyst", None, (*_ALL_RESTRICTED, "delivery")),
    "a caseworker with a source": Reader("caseworker", _OURS, ("ours", "proposed", "held")),
    "a publisher": Reader("publisher", ()),
    "a publisher with all sources": Reader("publisher", None, _ALL_RESTRICTED),
    "a keeper": Reader("keeper", ()),
    "a keeper with a source": Reader("keeper", _OURS, ("ours", "sealed-ours", "proposed", "held")),
    "an administrator": Reader("administrator", ()),
    "an administrator with all sources": Reader("administrator", None, ("proposed", "held")),
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
