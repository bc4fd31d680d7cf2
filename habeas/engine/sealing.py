"""Seal a text to keepers' public keys. Pure, so that worker processes can do it: no Django, no database."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import pyrage


@dataclass(frozen=True, slots=True)
class Seal:
    """Turns a text into age ciphertext to all of these keys, as base64."""

    keys: tuple[str, ...]

    def __call__(self, text: str) -> str:
        recipients = [pyrage.x25519.Recipient.from_str(key) for key in self.keys]
        return base64.b64encode(pyrage.encrypt(text.encode(), recipients)).decode()
