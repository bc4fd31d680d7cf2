"""`habeas erase`: two people, each with their own password; then it is gone for good."""

from __future__ import annotations

import pytest

from habeas.accounts.models import Approval, User
from habeas.engine.workspace import Workspace
from habeas.evidence import store
from habeas.evidence.models import Item
from habeas.statements.models import Record
from tests import build
from tests.console.terminal import Answer, here

pytestmark = pytest.mark.django_db

ASKED = "Asked for. A second person has to run the same command.\n"


@pytest.fixture
def keepers(bare: Workspace) -> tuple[User, User]:
    """Two people who may erase."""
    return build.user("carol", "keeper", all_sources=True), build.user("dave", "administrator")


def _erase(code: str, name: str, *words: str, password: str = build.PASSWORD) -> Answer:
    reason = () if "--reason" in words else ("--reason", "the family asked")
    return here("erase", code, "--as", name, *reason, *words, stdin=f"{password}\n")


def test_two_people_erase(keepers: object) -> None:
    """The first asks, the second approves with the same command; exact answers of both, and it is gone."""
    made = build.person("Testperson Alpha")
    assert _erase(made.code, "carol").out == ASKED
    assert Record.objects.filter(pk=made.pk).exists()
    assert _erase(made.code, "dave").out == "Erased for good.\n"
    assert not Record.objects.filter(pk=made.pk).exists()
    assert here("person", made.code).code == 1


def test_json_for_machines(keepers: object) -> None:
    """Machines are told whether it was done; the question for the password goes to standard error."""
    made = build.person("Testperson Alpha")
    first = _erase(made.code, "carol", "--json")
    assert first.json == {"record": made.code, "erased": False}
    assert "Password of carol" in first.err
    assert _erase(made.code, "dave", "--json").json == {"record": made.code, "erased": True}


def test_the_same_person_twice(keepers: object) -> None:
    """Nobody approves what they asked for."""
    made = build.person("Testperson Alpha")
    _erase(made.code, "carol")
    found = _erase(made.code, "carol")
    told = "habeas: A second person has to decide: you have answered already.\n"
    assert (found.code, found.out) == (2, "")
    assert found.err.endswith(told)
    assert Record.objects.filter(pk=made.pk).exists()


def test_a_role_that_may_not(keepers: object) -> None:
    """An analyst can neither ask nor approve."""
    made = build.person("Testperson Alpha")
    build.user("alice", "analyst", all_sources=True)
    assert "Your role may not ask for this." in _erase(made.code, "alice").err
    _erase(made.code, "carol")
    found = _erase(made.code, "alice")
    assert found.code == 2
    assert "Your role may not decide this." in found.err


@pytest.mark.parametrize(
    ("name", "password"), [("carol", "wrong"), ("nobody", build.PASSWORD), ("eve", build.PASSWORD)]
)
def test_who_cannot_sign_in(keepers: object, name: str, password: str) -> None:
    """A wrong password, an unknown, a closed, and a demonstration's account get one and the same answer."""
    eve = build.user("eve", "keeper")
    made = build.person("Testperson Alpha")
    for change in ({"is_active": False}, {"is_active": True, "demo": True}):
        User.objects.filter(pk=eve.pk).update(**change)
        found = _erase(made.code, name, password=password)
        assert (found.code, found.out) == (2, "")
        assert found.err == f"Password of {name}: \nhabeas: Unknown account or wrong password.\n"
    assert not Approval.objects.exists()


def test_an_unknown_record(keepers: object) -> None:
    """A record that is not there is named; nothing is asked for."""
    found = _erase("nothere", "carol")
    assert found.code == 2
    assert found.err.endswith("habeas: No record nothere here.\n")
    assert not Approval.objects.exists()


def test_a_reason_is_needed(keepers: object) -> None:
    """The second person decides on the reason, so there must be one."""
    found = _erase(build.person("Testperson Alpha").code, "carol", "--reason", " ")
    assert found.code == 2
    assert "Say why" in found.err


def test_the_file_can_go_with_it(keepers: object, django_capture_on_commit_callbacks: object) -> None:
    """Asked for with --with-file, the sealed delivery is destroyed when the second person agrees; its entry stays."""
    build.imported()
    made, item = Record.objects.order_by("pk")[0], Item.objects.get()
    _erase(made.code, "carol", "--with-file")
    assert store.path_of(item).exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        _erase(made.code, "dave")
    assert not store.path_of(item).exists()
    state = store.state(item)
    assert state is not None
    assert (state.what, state.by) == ("destroyed", "dave")


def test_without_the_option_the_file_stays(keepers: object) -> None:
    """The delivery that holds others too is kept unless somebody asks for its end."""
    build.imported()
    made = Record.objects.order_by("pk")[0]
    _erase(made.code, "carol")
    _erase(made.code, "dave")
    assert store.path_of(Item.objects.get()).exists()
