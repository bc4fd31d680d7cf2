"""A large file goes through the worker: queued, looked through, brought in, told on the page as it goes."""

from __future__ import annotations

import asyncio

import pytest

from habeas.intake import jobs
from habeas.intake.models import PREVIEWING, RUNNING, Batch, Progress
from habeas.statements.models import Record
from tests import build, marks
from tests.desk import deliveries
from tests.desk.browser import Browser, account
from tests.desk.deliveries import delivered, figures

LARGE = "id,name,note\n" + "".join(f"{n},Testperson {n},{'x' * 8_000}\n" for n in range(300))


@marks.commits
def test_a_large_file_goes_through_the_queue() -> None:
    """The page does not wait: first the preview, then the import, each made by the worker."""
    browser = Browser(account("pia", "analyst"))
    page = delivered(browser, LARGE, "large.csv")
    page = browser.press(page, "Look at what would change", **deliveries.SOURCE)
    assert "preview is being made" in page.text
    assert page.address == f"/batches/{deliveries.latest().pk}/"
    asyncio.run(jobs.run(wait=False, install_signals=False))
    page = browser.open(page.address)
    preview = browser.open(page.links()["What would change"])
    assert figures(preview)["new"] == 300
    assert not Record.objects.exists()
    page = browser.press(preview, "Bring it in")
    asyncio.run(jobs.run(wait=False, install_signals=False))
    page = browser.open(page.address)
    assert "done" in page.text
    assert figures(page)["new pages"] == 300


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


@pytest.fixture
def running(browser: Browser) -> Batch:
    """A batch in the middle of coming in."""
    batch = build.delivery(by="pia")
    Batch.objects.filter(pk=batch.pk).update(state=RUNNING)
    Progress.objects.filter(batch=batch).update(stage="rows", done=40, total=100)
    return batch


def test_a_running_batch_shows_how_far_it_is(browser: Browser, running: Batch) -> None:
    """With a bar, a part that asks again by itself, and a page that reloads where scripts are off."""
    page = browser.open(f"/batches/{running.pk}/")
    bar = page.main.one("progress")
    assert (bar.attrs["value"], bar.attrs["max"]) == ("40", "100")
    part = page.main.one("div", id="progress")
    assert part.attrs["hx-get"] == f"/batches/{running.pk}/progress/"
    assert page.tree.one("noscript").one("meta").attrs["http-equiv"] == "refresh"
    assert "Rows read: 40" in page.text
    for gone in ("Give up", "Take the whole batch back", "Bring it in"):
        assert gone not in {button.text for button in page.main.all("button")}


def test_the_live_part_tells_when_it_is_over(browser: Browser, running: Batch) -> None:
    """While it runs only the part comes; afterwards the whole page is asked for."""
    address = f"/batches/{running.pk}/progress/"
    answer = browser.client.get(address)
    assert "HX-Refresh" not in answer.headers
    assert b"<html" not in answer.content
    Batch.objects.filter(pk=running.pk).update(state="done")
    assert browser.client.get(address)["HX-Refresh"] == "true"


def test_a_running_batch_is_left_alone(browser: Browser, running: Batch) -> None:
    """No old form of it does anything."""
    token = browser.open("/").forms[-1].data()["csrfmiddlewaretoken"]
    for act in ("undo", "again", "discard"):
        browser.client.post(f"/batches/{running.pk}/{act}/", {"csrfmiddlewaretoken": token, "reason": "x"})
    browser.client.post(f"/import/{running.pk}/commit/", {"csrfmiddlewaretoken": token})
    assert browser.open(f"/import/{running.pk}/map/").address == f"/batches/{running.pk}/"
    running.refresh_from_db()
    assert running.state == RUNNING


def test_a_failed_batch_tells_why_and_can_be_tried_again(browser: Browser) -> None:
    """The reason stands on its page; the way back to the columns is open."""
    page = browser.press(deliveries.previewed(browser), "Bring it in")
    batch = deliveries.latest()
    Batch.objects.filter(pk=batch.pk).update(mapping=batch.mapping.replace('"name"', '"no such column"'))
    deliveries.work()
    page = browser.open(page.address)
    assert "failed" in page.text
    assert "the file has no column 'no such column'" in " ".join(page.errors)
    assert "Say which column is which" in page.links()
    Batch.objects.filter(pk=batch.pk).update(mapping=batch.mapping)
    page = browser.press(browser.open(f"/import/{batch.pk}/map/"), "Look at what would change")
    page = browser.press(page, "Bring it in")
    deliveries.work()
    page = browser.open(page.address)
    assert "done" in page.text
    assert page.errors == []


def test_a_preview_being_made_is_not_brought_in(browser: Browser) -> None:
    """It has to be looked at first."""
    page = deliveries.previewed(browser)
    form = page.form("Bring it in")
    Batch.objects.update(state=PREVIEWING)
    assert browser.send(form).errors == ["This batch is on its way already."]
