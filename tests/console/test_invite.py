"""`habeas invite` makes accounts from the console: the first administrator comes in this way."""

from __future__ import annotations

import pytest

from habeas.accounts import invite
from habeas.accounts.models import Team, User
from habeas.audit.models import Event
from tests import build
from tests.console.terminal import here

pytestmark = pytest.mark.django_db


def test_exact_answers(bare: object) -> None:
    """The path works once for that person, and is printed for people and for machines."""
    found = here("invite", "ada", "--role", "administrator")
    ada = User.objects.get(username="ada")
    path = found.out.removeprefix("Open this path at the desk's address: ").strip()
    assert (found.code, found.err, found.out) == (0, "", f"Open this path at the desk's address: {path}\n")
    assert invite.invited(path.removeprefix("/invited/").removesuffix("/")) == ada
    assert (ada.role, ada.has_usable_password(), ada.demo) == ("administrator", False, False)
    assert not ada.teams.exists()
    answer = here("invite", "bea", "--role", "analyst", "--json").json
    assert set(answer) == {"account", "path"}
    assert answer["account"] == "bea"
    assert answer["path"].startswith("/invited/")


def test_the_team_that_sees_everything(bare: object) -> None:
    """With --all-sources the person joins one team for all; it is made once, and the trail tells."""
    for name in ("ada", "bea"):
        assert here("invite", name, "--role", "keeper", "--all-sources").code == 0
    team = Team.objects.get()
    assert (team.name, team.all_sources) == ("all sources", True)
    assert set(team.members.values_list("username", flat=True)) == {"ada", "bea"}
    verbs = Event.objects.order_by("pk").values_list("verb", "actor")
    assert [verb for verb, _actor in verbs] == ["team.all_sources", "account.invited", "account.invited"]
    assert all(actor.startswith("console") for _verb, actor in verbs)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ada", "There is an account of this name already."),
        ("ADA", "There is an account of this name already."),
        ("console", "The program itself goes by this name. Choose another."),
        ("a b", "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
        (
            "\x1b[31mred",
            "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.",
        ),
    ],
)
def test_a_name_that_cannot_be(bare: object, name: str, told: str) -> None:
    """Taken, reserved and unreadable names are refused with 2, and nothing is made beside."""
    build.user("ada")
    found = here("invite", name, "--role", "analyst", "--all-sources")
    shown = name.replace("\x1b", "\\x1b")
    assert (found.code, found.out, found.err) == (2, "", f"habeas: {shown}: {told}\n")
    assert User.objects.count() == 1
    assert not Team.objects.exists()


@pytest.mark.parametrize("words", [("ada",), ("ada", "--role", "king"), ("--role", "analyst")])
def test_wrong_use(bare: object, words: tuple[str, ...]) -> None:
    """Without a role, with one that does not exist, or without a name: 2, and nothing is made."""
    found = here("invite", *words)
    assert (found.code, found.out) == (2, "")
    assert not User.objects.exists()
