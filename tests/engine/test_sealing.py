"""Values are sealed to every keeper, also in worker processes that know nothing of the database."""

from __future__ import annotations

import base64

import pyrage

from habeas.engine import archive, workers
from habeas.engine.sealing import Seal

TEXT = "Testperson Witness · 证人"


def _opened(sealed: str, secret: str) -> str:
    key = pyrage.x25519.Identity.from_str(secret)
    return bytes(pyrage.decrypt(base64.b64decode(sealed), [key])).decode()


def test_each_keeper_opens_it() -> None:
    """Each of the keys alone opens the value, and the same text is sealed differently each time."""
    first, second = archive.make_key(), archive.make_key()
    seal = Seal((first[0], second[0]))
    assert seal(TEXT) != seal(TEXT)
    assert {_opened(seal(TEXT), secret) for _public, secret in (first, second)} == {TEXT}


def test_a_worker_seals_too() -> None:
    """It goes to a process without Django and works there."""
    public, secret = archive.make_key()
    with workers.pool(1) as pool:
        assert _opened(pool.submit(Seal((public,)), TEXT).result(), secret) == TEXT
