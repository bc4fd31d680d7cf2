"""What every address keeps to: forms carry a token, looking changes nothing, the wrong method is refused."""

from __future__ import annotations

import re
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from habeas.accounts.models import User
from habeas.statements.models import Record, Statement
from tests import build
from tests.desk import ledger_state
from tests.desk.addresses import Register, named
from tests.desk.browser import account
from tests.desk.test_permissions import ROLES, TABLE

pytestmark = pytest.mark.django_db

_LOOK_ONLY: Final = (
    *(
        "home",
        "health",
        "robots",
        "search",
        "suggest",
        "persons",
        "persons-counts",
        "persons-export",
        "places",
        "organisations",
    ),
    *("subject", "choose-other", "compare", "record", "sources", "source", "import-preview", "batches", "batch"),
    *("batch-progress", "batch-refused", "approvals", "audit", "accounts"),
)
_ACT_ONLY: Final = (
    *("language", "save-search", "delete-search", "list-person", "judge", "undo-judgement", "record-withdraw"),
    *("record-review", "record-raise", "record-erase", "statement-withdraw", "statement-stance", "statement-raise"),
    *("statement-open", "retraction-undo", "show-again", "import-commit", "batch-undo", "batch-reinstate"),
    *("batch-discard", "batch-promote", "batch-raise", "approval-answer", "account-reset"),
)
_LIBRARY: Final = tuple(
    name for name, who in TABLE.items() if who == "library" or name.startswith(("account_", "mfa_"))
)
_BOTH: Final = tuple(set(TABLE) - {*_LOOK_ONLY, *_ACT_ONLY, *_LIBRARY})


@pytest.fixture
def register(db: None) -> Register:
    return Register(build.user("maker", "keeper", all_sources=True))


def _browsers() -> dict[str, Client]:
    """One browser for each role, each with all sources."""
    found = {}
    for role in ROLES:
        found[role] = Client()
        found[role].force_login(account(f"the {role}", role))
    return found


def _for(name: str, browsers: dict[str, Client]) -> Client:
    """A browser that may open this address."""
    who = TABLE[name].split()[0]
    return browsers.get(who, browsers["keeper"])


def test_every_form_is_refused_without_its_token(register: Register) -> None:
    """A POST from another site's page, or without the token of the form, changes nothing and says so."""
    addresses, browsers = register.addresses(), _browsers()
    before = ledger_state.digests()
    for name in named():
        if name in _LOOK_ONLY:
            continue
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = _for(name, browsers).cookies
        answer = strict.post(addresses[name], {"reason": "a test", "step": "accepted", "answer": "yes"})
        assert answer.status_code == 403, (name, answer.status_code)
        assert "Send it again" in answer.content.decode(), name
    assert ledger_state.changed(before) == []


def test_looking_changes_nothing(register: Register) -> None:
    """Opening every address by GET leaves all tables as they are, except for notes of who read what."""
    addresses, browsers = register.addresses(), _browsers()
    before = ledger_state.digests()
    for name in named():
        if name in _LIBRARY:
            continue
        answer = _for(name, browsers).get(addresses[name], {"q": "Testperson", "counts": "yes"})
        if answer.streaming:
            b"".join(answer.streaming_content)
        assert ledger_state.changed(before) == [], name


@pytest.mark.parametrize("name", _ACT_ONLY)
def test_what_acts_is_not_opened_by_a_link(register: Register, name: str) -> None:
    """An address that changes something refuses GET and HEAD."""
    browser, address = _for(name, _browsers()), register.address(name)
    before = ledger_state.digests()
    assert browser.get(address).status_code == 405
    assert browser.head(address).status_code == 405
    assert ledger_state.changed(before) == []


@pytest.mark.parametrize("name", _LOOK_ONLY)
def test_what_only_shows_takes_no_form(register: Register, name: str) -> None:
    """An address that only shows something refuses POST."""
    assert _for(name, _browsers()).post(register.address(name)).status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(register: Register, method: str) -> None:
    """Browsers have no use for them, and neither have we."""
    browsers = _browsers()
    for name, address in register.addresses().items():
        if name not in _LIBRARY:
            assert getattr(_for(name, browsers), method)(address).status_code == 405, name


def test_pages_for_both_methods_are_known() -> None:
    """Each address either shows, or acts, or holds a form that it takes itself."""
    assert set(_BOTH) == {
        *("record-new", "source-new", "source-edit", "import", "import-map", "account-new", "account", "teams"),
        "invited",
    }


@pytest.fixture
def hidden(db: None) -> Record:
    """A record that only readers of restricted values of its source may know of."""
    made = build.record(("name", "Hidden Testperson", 3), of=build.source("hidden-list", tier=3), key="h1")
    build.record(("name", "Proposed Testperson"), of=build.source("hidden-list"), proposed=True)
    return made


@pytest.fixture
def outsider(db: None) -> User:
    """An analyst who works with no source."""
    return account("otto", "analyst", sources=[])


def _of_hidden(hidden: Record) -> list[tuple[str, dict[str, object], dict[str, object]]]:
    """Addresses of hidden things, each beside the same address of something that never was."""
    statement = Statement.objects.get(record=hidden).pk
    proposed = Record.objects.get(standing=3).code
    batch = build.imported(build.CSV, mapping=build.MAPPING.replace("invented", "hidden-list")).pk
    never: dict[str, object] = {"code": "zzzzzzzz", "number": 987654321}
    found: list[tuple[str, dict[str, object], dict[str, object]]] = []
    for name, pattern in named().items():
        numbers = {"batch": batch, "import": batch, "statement": statement}
        real: dict[str, object] = {"code": hidden.code, "number": numbers.get(name.partition("-")[0], statement)}
        if name in {"source", "source-edit"}:
            real["code"] = "hidden-list"
        wanted = re.findall(r":(\w+)>", pattern)
        if wanted in (["code"], ["number"]) and not name.startswith(("account", "approval", "delete")):
            found.append((name, {wanted[0]: real[wanted[0]]}, {wanted[0]: never[wanted[0]]}))
            if name.startswith("record"):
                found.append((name, {"code": proposed}, {"code": never["code"]}))
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_may_not_be_seen_answers_as_what_never_was(hidden: Record, outsider: User, method: str) -> None:
    """For each address with a code or number: a hidden thing and none at all give the same bytes and headers."""
    client = Client()
    client.force_login(outsider)
    pairs = _of_hidden(hidden)
    before = ledger_state.digests()
    assert len(pairs) > 25
    for name, real, never in pairs:
        there, nowhere = (getattr(client, method)(reverse(name, kwargs=one)) for one in (real, never))
        assert there.status_code == nowhere.status_code, (name, there.status_code, nowhere.status_code)
        assert there.status_code in {403, 404, 405} or name == "choose-other", (name, there.status_code)
        assert _plain(there, real) == _plain(nowhere, never), name
    assert ledger_state.changed(before) == []


def _plain(answer: object, told: dict[str, object]) -> tuple[str, dict[str, str]]:
    """Body and headers with the asked code, which the page repeats, and the token of its forms taken out."""
    body = answer.content.decode()  # type: ignore[attr-defined]
    for value in told.values():
        body = body.replace(str(value), "…")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    headers = {name: str(value) for name, value in answer.headers.items()}  # type: ignore[attr-defined]
    for value in told.values():
        headers = {name: text.replace(str(value), "…") for name, text in headers.items()}
    return body, {**headers, "Content-Length": ""}


def test_a_merged_away_code_is_found_only_by_who_may_see_it(outsider: User) -> None:
    """The code of a hidden record does not lead to the visible page that it was joined to."""
    shown = build.person("Testperson Alpha")
    kept = build.record(("name", "Hidden Testperson", 3), key="h", about="h", of=build.source("hidden-list"))
    build.decide.judge(by="tests", verdict="same", left=[kept.pk], right=[shown.pk], reason="one")
    build.merge.regroup([kept.pk, shown.pk])
    client = Client()
    client.force_login(outsider)
    assert client.get(f"/is/{shown.code}/").status_code == 200
    assert client.get(f"/is/{kept.code}/").status_code == 404


_CSP: Final = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'"}


def test_every_answer_carries_the_headers_that_protect_it(register: Register) -> None:
    """No framing, no sniffing, no cache, no foreign content: on pages, files, refusals and errors alike."""
    browsers = _browsers()
    addresses = {**register.addresses(), "nothing": "/no-such-page/"}
    for name, address in addresses.items():
        answer = _for(name if name in TABLE else "home", browsers).get(address)
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert "no-store" in answer["Cache-Control"], name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert {one.strip() for one in answer["Content-Security-Policy"].split(";")} >= _CSP, name
        assert "Server" not in answer.headers
