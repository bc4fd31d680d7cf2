"""Sealed values: written for all keepers, opened by any one of them, and by nobody else."""

from __future__ import annotations

import base64
import logging
import pickle
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from habeas.audit.models import Event
from habeas.engine.workspace import Workspace, WorkspaceError
from habeas.statements import keepers
from habeas.statements.keepers import Locked, Sealer
from habeas.statements.models import Statement
from tests import build

pytestmark = pytest.mark.django_db
WORDS = "Testperson Witness"


def _sealed() -> Statement:
    return build.record(("witness", WORDS, 4), follow=False).statements.get()


def test_without_keys_nothing_can_be_sealed(workspace: Workspace) -> None:
    """A new workspace has no keeper: there is no way to seal, and callers have to refuse."""
    assert keepers.keys() == []
    assert keepers.sealer() is None


def test_every_keeper_can_open(two_keepers: list[x25519.Identity]) -> None:
    """A value is sealed to all keys that stand in the workspace."""
    one = _sealed()
    assert keepers.keys() == [str(pair.to_public()) for pair in two_keepers]
    for pair in two_keepers:
        assert keepers.unseal(by="carol", statement=one, identity=str(pair)) == WORDS


def test_what_is_stored_is_age(two_keepers: list[x25519.Identity]) -> None:
    """Any age program opens it, without this one."""
    stored = base64.b64decode(_sealed().original)
    assert stored.startswith(b"age-encryption.org/v1\n")
    assert pyrage.decrypt(stored, [two_keepers[1]]).decode() == WORDS


def test_the_same_words_never_look_the_same(two_keepers: list[x25519.Identity]) -> None:
    """Equal values cannot be told from their ciphertext."""
    assert _sealed().original != _sealed().original


def test_another_key_opens_nothing(two_keepers: list[x25519.Identity]) -> None:
    """A key that is no keeper's is refused, and no event says that anything was opened."""
    one = _sealed()
    with pytest.raises(Locked, match="does not open"):
        keepers.unseal(by="carol", statement=one, identity=str(x25519.Identity.generate()))
    assert not Event.objects.filter(verb="statement.unsealed").exists()


def test_a_public_key_opens_nothing(two_keepers: list[x25519.Identity]) -> None:
    """What stands in the workspace is no secret and opens nothing."""
    with pytest.raises(Locked):
        keepers.unseal(by="carol", statement=_sealed(), identity=keepers.keys()[0])


@pytest.mark.parametrize("key", ["", " ", "age1", "AGE-SECRET-KEY-1", "\0", "ключ", "x" * 100_000])
def test_what_is_no_key_opens_nothing(two_keepers: list[x25519.Identity], key: str) -> None:
    """Any text at all is answered the same way."""
    with pytest.raises(Locked):
        keepers.unseal(by="carol", statement=_sealed(), identity=key)


def test_spaces_around_a_key_do_not_matter(two_keepers: list[x25519.Identity]) -> None:
    """A key pasted with a line end works."""
    assert keepers.unseal(by="carol", statement=_sealed(), identity=f"\n {two_keepers[0]} \r\n") == WORDS


def test_what_is_not_sealed_is_not_opened(two_keepers: list[x25519.Identity]) -> None:
    """A plain value is no ciphertext."""
    plain = build.record(("name", "Testperson Alpha"), follow=False).statements.get()
    with pytest.raises(Locked):
        keepers.unseal(by="carol", statement=plain, identity=str(two_keepers[0]))


def test_altered_ciphertext_is_refused(two_keepers: list[x25519.Identity]) -> None:
    """One changed byte, and nothing is shown."""
    one = _sealed()
    raw = bytearray(base64.b64decode(one.original))
    raw[-1] ^= 1
    one.original = base64.b64encode(bytes(raw)).decode()
    with pytest.raises(Locked):
        keepers.unseal(by="carol", statement=one, identity=str(two_keepers[0]))


def test_opening_leaves_an_event(two_keepers: list[x25519.Identity]) -> None:
    """Who opened a value of which record; neither the words nor the key."""
    one = _sealed()
    keepers.unseal(by="carol", statement=one, identity=str(two_keepers[0]))
    event = Event.objects.get(verb="statement.unsealed")
    assert (event.actor, event.subject) == ("carol", f"record:{one.record.code}")
    told = str([vars(row) for row in Event.objects.all()])
    assert "Witness" not in told
    assert str(two_keepers[0]) not in told


def test_what_cannot_be_noted_is_not_shown(two_keepers: list[x25519.Identity], monkeypatch: pytest.MonkeyPatch) -> None:
    """When the event cannot be written, the words are not given out."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("no event")

    one = _sealed()
    monkeypatch.setattr(keepers.log, "record", refuse)
    with pytest.raises(RuntimeError):
        keepers.unseal(by="carol", statement=one, identity=str(two_keepers[0]))


def test_nothing_of_it_reaches_a_log(two_keepers: list[x25519.Identity], caplog: pytest.LogCaptureFixture) -> None:
    """Sealing, opening and failing to open write no word and no key to any log, even at its most talkative."""
    caplog.set_level(logging.DEBUG)
    one = _sealed()
    stranger = x25519.Identity.generate()
    keepers.unseal(by="carol", statement=one, identity=str(two_keepers[0]))
    with pytest.raises(Locked) as caught:
        keepers.unseal(by="carol", statement=one, identity=str(stranger))
    told = caplog.text + repr(caught.value) + repr(caught.value.__cause__)
    assert "Witness" not in told
    assert "AGE-SECRET-KEY" not in told.upper()


def test_keys_of_today_seal_todays_values(two_keepers: list[x25519.Identity], workspace: Workspace) -> None:
    """A keeper who joins later opens what is sealed from then on, not what was sealed before."""
    early = _sealed()
    third = x25519.Identity.generate()
    with workspace.keepers_file.open("a", encoding="utf-8") as file:
        file.write(f"{third.to_public()}\n")
    late = _sealed()
    assert keepers.unseal(by="carol", statement=late, identity=str(third)) == WORDS
    with pytest.raises(Locked):
        keepers.unseal(by="carol", statement=early, identity=str(third))


def test_a_damaged_list_of_keys_is_an_error(two_keepers: list[x25519.Identity], workspace: Workspace) -> None:
    """A line that is no key is not passed over: somebody would believe that they can open what they cannot."""
    with workspace.keepers_file.open("a", encoding="utf-8") as file:
        file.write("age1nonsense\n")
    with pytest.raises(WorkspaceError, match="not a public age key"):
        keepers.sealer()


def test_no_secret_key_is_kept_anywhere(two_keepers: list[x25519.Identity], workspace: Workspace) -> None:
    """After opening, no file of the workspace holds the key that was used."""
    keepers.unseal(by="carol", statement=_sealed(), identity=str(two_keepers[0]))
    needle = str(two_keepers[0]).encode()
    beside = [place for place in workspace.path.rglob("*") if place.is_file() and "postgres" not in place.parts]
    assert [place for place in beside if _holds(place, needle)] == []


def _holds(place: Path, needle: bytes) -> bool:
    return needle in place.read_bytes()


def test_a_sealer_can_be_sent_to_a_worker(two_keepers: list[x25519.Identity]) -> None:
    """It survives the way to another process, and seals to the same keys there."""
    sent = pickle.loads(pickle.dumps(keepers.sealer()))
    assert pyrage.decrypt(base64.b64decode(sent(WORDS)), [two_keepers[0]]).decode() == WORDS


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_any_text_comes_back(text: str) -> None:
    """Sealing loses nothing, whatever the script."""
    pair = x25519.Identity.generate()
    sealed = Sealer([str(pair.to_public())])(text)
    assert sealed.isascii()
    assert pyrage.decrypt(base64.b64decode(sealed), [pair]).decode() == text
