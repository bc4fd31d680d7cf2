"""Making things more secret, showing them again, erasing for good, opening what is sealed: through the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from habeas.accounts.models import Approval
from habeas.audit.models import Event
from habeas.engine.workspace import Workspace
from habeas.intake.models import Batch
from habeas.registry import check
from habeas.statements.models import Erasure, Raising, Record
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Form, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(db: None) -> Browser:
    return Browser(account("kim", "keeper"))


@pytest.fixture
def publisher(db: None) -> Browser:
    return Browser(account("otto", "publisher"))


@pytest.fixture
def reader(db: None) -> Browser:
    """Somebody who sees up to internal."""
    return Browser(account("carl", "contributor"))


@pytest.fixture
def record(db: None) -> Record:
    return build.person("Testperson Alpha", ("occupation", "teacher"))


def _raise_statement(page: Page, label: str) -> Form:
    [row] = [one for one in page.main.all("tr") if one.all("th") and one.all("th")[0].text == label]
    return next(one for one in page.forms_of(row) if one.action.endswith("/raise/"))


def _raise_record(browser: Browser, record: Record) -> Form:
    return browser.open(f"/records/{record.code}/").form_to(f"{record.code}/raise/")


def test_one_statement_is_made_more_secret(keeper: Browser, reader: Browser, record: Record) -> None:
    """Gone for readers below on the next page, still there for those who may see it, with the reason."""
    form = _raise_statement(keeper.open(f"/records/{record.code}/"), "Occupation")
    assert form.choices("tier") == ["3"]
    page = keeper.send(form, tier="3", reason="tells who spoke")
    assert page.messages == ["Done."]
    assert "made more secret" in page.text
    assert "tells who spoke" in page.text
    assert "teacher" in page.text
    for address in (f"/is/{record.code}/", f"/records/{record.code}/"):
        assert "teacher" not in reader.open(address).text
        assert "tells who spoke" not in reader.open(address).text


def test_a_whole_record_is_made_more_secret(keeper: Browser, reader: Browser, record: Record) -> None:
    """Person, record, list and search know nothing of it any more."""
    form = _raise_record(keeper, record)
    assert form.choices("tier") == ["1", "2", "3"]
    keeper.send(form, tier="3", reason="the family asked")
    reader.open(f"/is/{record.code}/", status=404)
    reader.open(f"/records/{record.code}/", status=404)
    assert "Testperson" not in reader.open("/persons/").main.text
    assert "Nothing found that you may see." in reader.open("/search/?q=Alpha").text


def test_who_raises_beyond_their_own_sight_is_led_away(record: Record) -> None:
    """An analyst without the source makes a record restricted: it is done, and they land on the list of persons."""
    ann = Browser(account("ann", "analyst", sources=[]))
    form = _raise_record(ann, record)
    page = ann.send(form, tier="3", reason="the family asked")
    assert page.address == "/persons/"
    assert page.messages == ["Done."]


def test_a_batch_is_made_more_secret(keeper: Browser, reader: Browser) -> None:
    """Everything that it brought, at once."""
    batch = build.imported()
    page = keeper.open(f"/batches/{batch.pk}/")
    page = keeper.press(page, "Raise", tier="3", reason="the list leaked names")
    assert page.messages == ["Everything that this batch brought is more secret now."]
    assert "Testperson" not in reader.open("/persons/").main.text
    assert "Testperson Alpha" in keeper.open("/persons/").main.text


def test_showing_again_needs_a_second_person(
    keeper: Browser, publisher: Browser, reader: Browser, record: Record
) -> None:
    """Asked for on the record's page, agreed to by another, then everybody sees it as before."""
    form = _raise_record(keeper, record)
    page = keeper.send(form, tier="3", reason="be careful")
    page = keeper.press(page, "ask to show it again", reason="the danger is over")
    assert page.messages == ["Done."]
    reader.open(f"/is/{record.code}/", status=404)
    assert "I agree: do it" not in keeper.open("/approvals/").text
    waiting = publisher.open("/approvals/")
    assert "the danger is over" in waiting.text
    assert waiting.links()[record.code] == f"/records/{record.code}/"
    page = publisher.press(waiting, "I agree: do it")
    assert page.messages == ["Approved and carried out."]
    assert "Testperson Alpha" in reader.open(f"/is/{record.code}/").text
    assert list(check.problems()) == []


def test_a_second_person_says_no(keeper: Browser, publisher: Browser, reader: Browser, record: Record) -> None:
    """It stays as it is, with the answer among those decided."""
    form = _raise_record(keeper, record)
    page = keeper.send(form, tier="3", reason="be careful")
    keeper.press(page, "ask to show it again", reason="the danger is over")
    waiting = publisher.open("/approvals/")
    page = publisher.press(waiting, "No", reason="not yet")
    assert page.messages == ["Your answer is kept."]
    assert "otto ✗" in page.text
    reader.open(f"/is/{record.code}/", status=404)
    answered = publisher.send(waiting.form_to(f"/approvals/{Approval.objects.get().pk}/"), "I agree: do it")
    assert answered.errors == ["This was decided already."]


def test_asking_is_for_those_who_may_answer(record: Record) -> None:
    """An analyst raises; to show again, somebody who may approve has to ask."""
    browser = Browser(account("pia", "analyst"))
    form = _raise_record(browser, record)
    page = browser.send(form, tier="3", reason="be careful")
    assert "be careful" in page.text
    assert "ask to show it again" not in page.text


def test_an_erasure_needs_two_people(keeper: Browser, record: Record, workspace: Workspace) -> None:
    """Asked for by an administrator, agreed to by a keeper: nothing is left on any page."""
    dora = Browser(account("dora", "administrator"))
    page = dora.press(dora.open(f"/records/{record.code}/"), "Ask for erasure", reason="the person asked")
    assert "Its erasure was asked for and waits for a second person." in page.text
    assert "Ask for erasure" not in page.text
    waiting = keeper.open("/approvals/")
    assert "Erase a record for good" in waiting.text
    assert waiting.links()[record.code] == f"/records/{record.code}/"
    page = keeper.press(waiting, "I agree: do it", reason="agreed")
    assert page.messages == ["Approved and carried out."]
    assert Erasure.objects.get().record_code == record.code
    keeper.open(f"/records/{record.code}/", status=404)
    keeper.open(f"/is/{record.code}/", status=404)
    assert "Testperson" not in keeper.open("/persons/").main.text
    assert list(check.problems()) == []


def test_an_erasure_asked_for_twice_is_told(keeper: Browser, record: Record) -> None:
    """Two requests for one record: the second cannot be carried out any more."""
    dora, dirk = (Browser(account(name, "administrator")) for name in ("dora", "dirk"))
    pages = [browser.open(f"/records/{record.code}/") for browser in (dora, dirk)]
    for browser, page in zip((dora, dirk), pages, strict=True):
        browser.press(page, "Ask for erasure", reason="the person asked")
    for number, said in ((0, "Approved and carried out."), (1, f"Record {record.code} is gone already.")):
        waiting = keeper.open("/approvals/")
        form = next(one for one in waiting.forms if one.action.startswith("/approvals/"))
        page = keeper.send(form, "I agree: do it")
        assert page.messages == [said], number
    page = keeper.send(form, "No", reason="done already")
    assert page.messages == ["Your answer is kept."]


def test_the_sealed_file_goes_with_it_when_wanted(
    keeper: Browser, workspace: Workspace, django_capture_on_commit_callbacks: Any
) -> None:
    """The box names the file; what is destroyed is told to the second person."""
    batch = build.imported(name="one.csv")
    record = Record.objects.get(key="1")
    dora = Browser(account("dora", "administrator"))
    page = dora.open(f"/records/{record.code}/")
    assert "one.csv" in page.form("Ask for erasure").node.text
    dora.press(page, "Ask for erasure", reason="the person asked", file="yes")
    waiting = keeper.open("/approvals/")
    assert batch.item.sha256 in waiting.text
    with django_capture_on_commit_callbacks(execute=True):
        keeper.press(waiting, "I agree: do it")
    stored = workspace.store / batch.item.sha256[:2] / batch.item.sha256
    assert not Path(stored).exists()
    assert Batch.objects.get(pk=batch.pk).state == "done"
    keeper.open(f"/batches/{batch.pk}/")


def test_a_sealed_value_is_opened_with_a_keepers_key(keeper: Browser, two_keepers: list[x25519.Identity]) -> None:
    """Shown once, on a page of its own, and noted; never on the record."""
    record = build.person("Testperson Beta", ("witness", "Invented Witness", 4))
    page = keeper.open(f"/records/{record.code}/")
    assert "Invented Witness" not in page.text
    assert "AGE" not in page.text
    opened = keeper.press(page, "Open", key=str(two_keepers[1]))
    assert "Invented Witness" in opened.text
    assert opened.answer["Cache-Control"] == "no-store"
    assert opened.links()["Back to the record"] == f"/records/{record.code}/"
    assert Event.objects.filter(verb="statement.unsealed", actor="kim", subject=f"record:{record.code}").count() == 1
    assert "Invented Witness" not in keeper.open(f"/records/{record.code}/").text
    assert "Invented Witness" not in keeper.open("/audit/?readings=yes").text


@pytest.mark.parametrize("key", ["", "not a key", "AGE-SECRET-KEY-1", "ключ", "\ufffd" * 200])
def test_a_wrong_key_opens_nothing(keeper: Browser, two_keepers: list[x25519.Identity], key: str) -> None:
    """Nor does the key of somebody else; and no event says that anything was read."""
    record = build.person("Testperson Alpha", ("witness", "Invented Witness", 4))
    page = keeper.open(f"/records/{record.code}/")
    form = page.form("Open")
    for one in (key or " ", str(x25519.Identity.generate())):
        answer = keeper.send(form, key=one)
        assert answer.errors == ["This key does not open the value."]
        assert one.strip() == "" or one not in answer.body
    assert not Event.objects.filter(verb="statement.unsealed").exists()


def test_nobody_but_a_keeper_learns_of_a_sealed_value(two_keepers: list[x25519.Identity]) -> None:
    """An analyst of the source does not see that there is one."""
    record = build.person("Testperson Alpha", ("witness", "Invented Witness", 4))
    page = Browser(account("pia", "analyst")).open(f"/records/{record.code}/")
    assert "sealed" not in page.main.text
    assert "Witness" not in page.main.text


def test_raising_is_told_only_to_who_sees_what_was_raised(keeper: Browser, reader: Browser) -> None:
    """A hidden statement is made no more visible by a decision about it."""
    record = build.person("Testperson Alpha", ("health", "an illness", 3))
    keeper.send(_raise_record(keeper, record), tier="2", reason="the name was public")
    assert "the name was public" in reader.open(f"/records/{record.code}/").text
    assert Raising.objects.count() == 1
