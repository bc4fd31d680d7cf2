"""Who may open what: every address of the project, every role, GET and POST. What is not in the table fails."""

from __future__ import annotations

from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import OPEN, declared
from tests import build
from tests.desk.addresses import Register, named
from tests.desk.browser import account

pytestmark = pytest.mark.django_db

ROLES: Final = ("contributor", "analyst", "caseworker", "publisher", "keeper", "administrator")
_EVERYBODY: Final = "contributor analyst caseworker publisher keeper administrator"
_WRITERS: Final = "contributor analyst caseworker keeper"
_RECORDERS: Final = "analyst caseworker keeper"
_IMPORTERS: Final = "analyst keeper"
_OPEN, _LIBRARY = "open", "library"

# Address -> who may open it. "open": anybody. "library": allauth asks by itself who is there.
TABLE: Final = {
    "home": _EVERYBODY,
    "language": _OPEN,
    "health": _OPEN,
    "robots": _OPEN,
    "search": _EVERYBODY,
    "suggest": _EVERYBODY,
    "save-search": _EVERYBODY,
    "delete-search": _EVERYBODY,
    "persons": _EVERYBODY,
    "persons-counts": _EVERYBODY,
    "persons-export": "analyst publisher",
    "places": _EVERYBODY,
    "organisations": _EVERYBODY,
    "subject": _EVERYBODY,
    "list-person": "analyst publisher",
    "choose-other": _RECORDERS,
    "compare": _EVERYBODY,
    "judge": _RECORDERS,
    "undo-judgement": _RECORDERS,
    "record-new": _WRITERS,
    "record": _EVERYBODY,
    "record-withdraw": _RECORDERS,
    "record-review": _WRITERS,
    "record-raise": _RECORDERS,
    "record-erase": "keeper administrator",
    "statement-withdraw": _RECORDERS,
    "statement-stance": _RECORDERS,
    "statement-raise": _RECORDERS,
    "statement-open": "keeper",
    "retraction-undo": _RECORDERS,
    "show-again": _RECORDERS,
    "sources": _EVERYBODY,
    "source-new": _RECORDERS,
    "source": _EVERYBODY,
    "source-edit": _RECORDERS,
    "import": _IMPORTERS,
    "import-map": _IMPORTERS,
    "import-preview": _IMPORTERS,
    "import-commit": _IMPORTERS,
    "batches": _IMPORTERS,
    "batch": _IMPORTERS,
    "batch-progress": _IMPORTERS,
    "batch-refused": _IMPORTERS,
    "batch-undo": _IMPORTERS,
    "batch-reinstate": _IMPORTERS,
    "batch-discard": _IMPORTERS,
    "batch-promote": _IMPORTERS,
    "batch-raise": _RECORDERS,
    "approvals": "publisher keeper administrator",
    "approval-answer": "publisher keeper administrator",
    "audit": "keeper administrator",
    "accounts": "administrator",
    "account-new": "administrator",
    "account": "administrator",
    "account-reset": "administrator",
    "teams": "administrator",
    "invited": _OPEN,
    "account_login": _OPEN,
    "account_logout": _OPEN,
    "account_inactive": _OPEN,
    "account_reauthenticate": _LIBRARY,
    "account_change_password": _LIBRARY,
    "mfa_index": _LIBRARY,
    "mfa_authenticate": _OPEN,
    "mfa_reauthenticate": _LIBRARY,
    "mfa_activate_totp": _LIBRARY,
    "mfa_deactivate_totp": _LIBRARY,
    "mfa_view_recovery_codes": _LIBRARY,
    "mfa_generate_recovery_codes": _LIBRARY,
    "mfa_download_recovery_codes": _LIBRARY,
}
_CLOSED: Final = sorted(name for name, who in TABLE.items() if who not in {_OPEN, _LIBRARY})


@pytest.fixture
def register(db: None) -> Register:
    return Register(build.user("maker", "keeper", all_sources=True))


def _may(role: str, name: str) -> bool:
    return role in TABLE[name].split() or TABLE[name] in {_OPEN, _LIBRARY}


def test_the_table_names_every_address_and_role() -> None:
    """A new address, or a new role, has to be decided about here."""
    assert set(named()) == set(TABLE)
    assert set(ROLES) == set(roles.ROLES)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says(register: Register, role: str, method: str) -> None:
    """Denied is 403; what a role may open never is."""
    user = account("erin", role)
    wrong = []
    for name, address in register.addresses().items():
        client = Client()
        client.force_login(user)
        answer = getattr(client, method)(address)
        if (answer.status_code != 403) is not _may(role, name):
            wrong.append((name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_sent_to_sign_in(register: Register, method: str) -> None:
    """Everything but the open addresses leads to the page for signing in."""
    for name, address in register.addresses().items():
        answer = getattr(Client(), method)(address)
        sent_off = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
        if TABLE[name] != _OPEN:
            assert sent_off, (name, answer.status_code)
        elif name not in {"mfa_authenticate", "account_logout"}:  # these have nothing to say to a visitor
            assert not sent_off, name


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_without_a_second_factor_nothing_opens(register: Register, role: str, method: str) -> None:
    """In a real workspace every page of the desk first asks for the second factor."""
    client = Client()
    client.force_login(build.user("erin", role, all_sources=True))
    for name in _CLOSED:
        answer = getattr(client, method)(register.address(name))
        if _may(role, name):
            assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/totp/"), name
        else:
            assert answer.status_code == 403, name


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_demo_account_opens_no_real_workspace(register: Register, method: str) -> None:
    """Its password is printed in the manual: every closed page refuses it."""
    user = account("erin", "keeper")
    User.objects.filter(pk=user.pk).update(demo=True)
    client = Client()
    client.force_login(user)
    assert {getattr(client, method)(register.address(name)).status_code for name in _CLOSED} == {403}


def test_a_closed_account_is_a_visitor(register: Register) -> None:
    """The moment an account is closed its session opens nothing more."""
    user = account("erin", "keeper")
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    answers = [client.get(register.address(name)) for name in _CLOSED]
    assert {answer.status_code for answer in answers} == {302}
    assert all(answer["Location"].startswith("/account/login/") for answer in answers)


def test_a_second_factor_turned_off_shuts_the_session(register: Register) -> None:
    """The factor is asked for on every page, not remembered."""
    user = account("erin", "analyst")
    client = Client()
    client.force_login(user)
    assert client.get("/").status_code == 200
    Authenticator.objects.filter(user=user).delete()
    assert client.get("/").status_code == 302


def test_a_page_without_a_policy_is_refused(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the policy of any page of the desk away: it answers nobody."""
    client = Client()
    client.force_login(account("erin", "keeper"))
    views = {one.name: one.callback for one in get_resolver("habeas.desk.urls").url_patterns}
    for name, view in views.items():
        assert declared(view) is not None, name
        with monkeypatch.context() as patch:
            patch.delattr(view, "policy")
            assert client.get(register.address(name)).status_code == 403, name


def test_open_addresses_are_few_and_known() -> None:
    """Of the desk only four pages are open to everybody."""
    views = {one.name: one.callback for one in get_resolver("habeas.desk.urls").url_patterns}
    assert {name for name, view in views.items() if declared(view) == OPEN} == {
        "language",
        "health",
        "robots",
        "invited",
    }
