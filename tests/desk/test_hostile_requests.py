"""No input makes the program break: every page, every form field, every query and address gets what it must not get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import build
from tests.desk import hostile
from tests.desk.addresses import Register, named
from tests.desk.browser import account
from tests.desk.pages import Form, Page
from tests.desk.test_permissions import ROLES, TABLE

pytestmark = pytest.mark.django_db

_LISTS: Final = (
    *("q", "after", "counts", "custody", "listed", "role", "ethnicity", "sex", "age", "place", "source", "origins"),
    *("sentence", "held_from", "held_to", "nobody-knows-this"),
)
QUERIES: Final = {
    "search": ("q",),
    "suggest": ("q",),
    "persons": _LISTS,
    "persons-counts": _LISTS,
    "persons-export": _LISTS,
    "places": ("q", "after", "source"),
    "organisations": ("q", "after"),
    "choose-other": ("other",),
    "record-new": ("about", "answers", "replaces", "kind", "role", "property_0"),
    "source": ("after",),
    "import-map": ("sheet",),
    "batches": ("before",),
    "batch": ("rows",),
    "audit": ("actor", "verb", "subject", "before", "readings"),
    "account_login": ("next",),
}


@pytest.fixture
def register(db: None) -> Register:
    made = Register(build.user("maker", "keeper", all_sources=True))
    build.record(("name", "Exampletown"), kind="place", role="mentioned")
    return made


@pytest.fixture
def browsers(db: None) -> dict[str, Client]:
    found = {}
    for role in ROLES:
        found[role] = Client(raise_request_exception=False)
        found[role].force_login(account(f"the {role}", role))
    return found


def _for(name: str, browsers: dict[str, Client]) -> Client:
    return browsers.get(TABLE[name].split()[0], browsers["keeper"])


class Broken(list[object]):
    """What broke the program: all of it is told at once."""

    def look(self, answer: Any, *what: object) -> None:
        if answer.streaming:
            b"".join(answer.streaming_content)
        if answer.status_code >= 500:
            self.append(what)


@pytest.fixture
def broken() -> Iterator[Broken]:
    """Empty when the test ends."""
    found = Broken()
    yield found
    assert not found, "\n".join(str(what) for what in found)


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_breaks_a_page(register: Register, browsers: dict[str, Client], broken: Broken, name: str) -> None:
    """Whatever stands behind the question mark, once or twice, the answer is a page."""
    browser, address = _for(name, browsers), register.address(name)
    for parameter in QUERIES[name]:
        for title, text in hostile.ALL.items():
            broken.look(browser.get(address, {parameter: text}), parameter, title)
        broken.look(browser.get(address, {parameter: ["1", "a\0b"]}), parameter, "twice")
        broken.look(browser.get(f"{address}?{parameter}=%ED%A0%80&{parameter}&=&%00=%ff"), parameter, "broken escapes")


def test_no_number_or_code_in_an_address_breaks_a_page(
    register: Register, browsers: dict[str, Client], broken: Broken
) -> None:
    """Huge numbers, odd codes, odd tokens: not found, and nothing worse."""
    numbers, codes = ("0", "2147483648", "9" * 30), ("-", "_", "a" * 500, "0", "con")
    for name, pattern in named().items():
        wanted = {
            part.partition(":")[2].rstrip(">"): part
            for part in pattern.split("<")[1:]
            for part in [part[: part.index(">")]]
        }
        for value in numbers if "number" in wanted else codes:
            if wanted:
                address = reverse(name, kwargs=dict.fromkeys(wanted, value))
                for method in ("get", "post"):
                    broken.look(getattr(_for(name, browsers), method)(address), name, value)
    for address in ("/is/²/", "/is/%00/", "/batches/²/", "/batches/-1/", "/invited/%00:x/", "/invited/::/", "/%ff/"):
        for browser in browsers.values():
            broken.look(browser.get(address), address)


def _pages(register: Register, browsers: dict[str, Client]) -> Iterator[tuple[Client, Page]]:
    """Every page that has forms, for a reader who may use them."""
    more = {"proposed": ("record", reverse("record", args=[register.proposed.code]))}
    more["quarantine"] = ("batch", reverse("batch", args=[register.held.pk]))
    more["answer"] = ("record-new", f"/records/new/?answers={register.statement.pk}")
    more["replace"] = ("record-new", f"/records/new/?replaces={register.proposed.code}")
    shown = {name: (name, register.address(name)) for name in named() if TABLE[name] != "library"}
    for name, address in {**shown, **more}.values():
        for role in dict.fromkeys([TABLE[name].split()[0], "keeper"]):
            browser = browsers.get(role, browsers["keeper"])
            answer = browser.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield browser, Page(answer, address)


def _forms(register: Register, browsers: dict[str, Client]) -> dict[tuple[str, ...], tuple[Client, Form]]:
    """Every form that posts, once for each shape."""
    found: dict[tuple[str, ...], tuple[Client, Form]] = {}
    for browser, page in _pages(register, browsers):
        for form in page.forms:
            if form.method == "post":
                shape = tuple(sorted({one.attrs.get("name", "") for one in form.controls}))
                ending = form.action.rstrip("/").rpartition("/")[2]
                found.setdefault((ending, *shape), (browser, form))
    return found


def _fields(form: Form) -> list[str]:
    """The names of its fields; of many alike (`property_0`, `property_1`, …) only the first."""
    names = [one.attrs.get("name", "") for one in [*form.controls, *form.buttons]]
    return list(dict.fromkeys([n for n in names if n and (not n[-1].isdigit() or n.endswith(("_0", "_1")))]))


def _post(broken: Broken, browser: Client, form: Form, data: dict[str, list[str]], *what: object) -> None:
    """Send it, look at the answer, and take everything back."""
    with transaction.atomic():
        broken.look(browser.post(form.action, data), *what)
        transaction.set_rollback(True)


def test_no_form_field_breaks_anything(register: Register, browsers: dict[str, Client], broken: Broken) -> None:
    """Each form of each page, each field in turn: hostile text and numbers are refused or kept, never a breakdown."""
    forms = _forms(register, browsers)
    assert len(forms) > 25
    for place, (browser, form) in forms.items():
        for button in form.buttons:
            data = hostile.filled(form, button.text)
            _post(broken, browser, form, data, place[0], button.text)
            for field in _fields(form):
                for title, text in hostile.SHARPEST.items():
                    _post(broken, browser, form, {**data, field: [text]}, place[0], field, title)


def test_a_form_without_its_fields_breaks_nothing(
    register: Register, browsers: dict[str, Client], broken: Broken
) -> None:
    """Nothing at all, one field missing, a field twice, fields nobody knows."""
    for place, (browser, form) in _forms(register, browsers).items():
        data = hostile.filled(form)
        for field in _fields(form):
            _post(
                broken, browser, form, {name: value for name, value in data.items() if name != field}, place[0], field
            )
            _post(broken, browser, form, {**data, field: ["", "a\0b", *data.get(field, [])]}, place[0], field, "many")
        _post(broken, browser, form, {}, place[0])
        _post(broken, browser, form, {"nobody": ["knows"], "lines": ["300"], "more": ["yes"]}, place[0])


def test_a_megabyte_in_a_field_breaks_nothing(register: Register, browsers: dict[str, Client], broken: Broken) -> None:
    """A million letters in every field of every form."""
    for place, (browser, form) in _forms(register, browsers).items():
        data = hostile.filled(form)
        for field in _fields(form):
            if field not in {"csrfmiddlewaretoken"}:
                _post(broken, browser, form, {**data, field: ["x" * (1 << 20)]}, place[0], field)


def test_more_than_the_program_takes_is_refused(browsers: dict[str, Client]) -> None:
    """A form larger than the limit, or with more fields, is answered with a page that says so."""
    for data in ({"reason": "x" * (3 << 20)}, {f"f{n}": "1" for n in range(12_100)}):
        answer = browsers["keeper"].post("/sources/new/", data)
        assert answer.status_code in {400, 413}
        assert "Not understood" in answer.content.decode()
