"""Keepers of sources: sealed values are age ciphertext to all of their public keys, from the first write."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pyrage
from django.conf import settings
from django.db import transaction

from habeas.audit import log
from habeas.engine.workspace import Workspace
from habeas.statements.models import Statement


class Locked(ValueError):
    """The given key does not open this value."""


def keys() -> list[str]:
    """The keepers' public keys; empty while there is none."""
    return Workspace.open(settings.WORKSPACE).keepers


def sealer() -> Callable[[str], str] | None:
    """A function that seals a text, or None while no keeper's key exists."""
    return Sealer(found) if (found := keys()) else None


class Sealer:
    """Seals texts to public keys; can be sent to worker processes."""

    def __init__(self, to: list[str]) -> None:
        self.keys = to

    def __call__(self, text: str) -> str:
        recipients = [pyrage.x25519.Recipient.from_str(key) for key in self.keys]
        return base64.b64encode(pyrage.encrypt(text.encode(), recipients)).decode()


@transaction.atomic
def unseal(*, by: str, statement: Statement, identity: str) -> str:
    """Open one sealed value with a keeper's secret key (kept in memory only); leaves an audit event."""
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
        text = pyrage.decrypt(base64.b64decode(statement.original), [key]).decode()
    except Exception as error:
        raise Locked("This key does not open the value.") from error
    log.record("statement.unsealed", by=by, subject=f"record:{statement.record.code}")
    return str(text)
