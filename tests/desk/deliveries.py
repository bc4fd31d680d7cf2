"""Bringing a list in through the pages, as somebody at a browser does, with the worker beside them."""

from __future__ import annotations

from procrastinate.contrib.django.models import ProcrastinateJob

from habeas.intake import jobs
from habeas.intake.models import Batch
from tests.desk.browser import Browser
from tests.desk.pages import Page, Values

CSV = (
    "id,name,sex,born,taken,where\n"
    "1,Testperson Alpha,male,1980-02-01,2017-04-03,Exampletown\n"
    "2,Testperson Beta,female,1981,2017-05,Exampleville\n"
)
# What has to be said about a file like this one, beyond what is guessed.
SOURCE: dict[str, Values] = {"code": "invented", "title": "An invented list", "stream": "main", "key": "id"}


def delivered(browser: Browser, content: str | bytes = CSV, name: str = "list.csv") -> Page:
    """Upload a file; ends on the page that asks which column is which."""
    page = browser.open("/import/")
    form = page.form("Deliver")
    form.files["file"] = (name, content if isinstance(content, bytes) else content.encode())
    return browser.send(form, "Deliver")


def previewed(browser: Browser, content: str | bytes = CSV, name: str = "list.csv", **more: Values) -> Page:
    """Say which column is which; ends on the preview, or on the same page when something does not fit."""
    page = delivered(browser, content, name)
    return browser.press(page, "Look at what would change", **{**SOURCE, **more})


def brought_in(browser: Browser, content: str | bytes = CSV, name: str = "list.csv", **more: Values) -> Page:
    """All the way; ends on the batch's page after the worker did its part."""
    page = browser.press(previewed(browser, content, name, **more), "Bring it in")
    work()
    return browser.open(page.address)


def work() -> int:
    """What the worker does with everything that is queued; returns how many jobs there were."""
    waiting = list(ProcrastinateJob.objects.filter(status="todo").order_by("pk"))
    tasks = {task.name: task for task in (jobs.commit_batch, jobs.preview_batch)}
    for job in waiting:
        tasks[job.task_name].func(**job.args)
    return len(waiting)


def figures(page: Page) -> dict[str, int]:
    """What the page counts: "rows read" -> 2."""
    [box] = [one for one in page.main.all("div") if one.attrs.get("class") == "figures"]
    found = {}
    for one in box.all("div"):
        number = one.one("strong").text
        found[one.text.removeprefix(number).strip()] = int(number)
    return found


def latest() -> Batch:
    return Batch.objects.latest("pk")
