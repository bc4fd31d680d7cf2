"""One demonstration, served by a process of its own, and a headless Chromium to look at it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from habeas.console.invented import PASSWORD

_HABEAS = Path(sys.executable).with_name("habeas")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served demonstration."""
    workspace = tmp_path_factory.mktemp("browser") / "demo"
    words = [str(_HABEAS), "demo", "--port", "0", "--workspace", str(workspace), "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        answers = (json.loads(line) for line in server.stdout)
        yield next(answer["address"] for answer in answers if "address" in answer)
        server.terminate()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Ends with the module: while it runs, Django takes this thread for one that must not use the database."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium; without one these tests are skipped, and the set-up has said how to install it."""
    program = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium: sudo apt-get install -y chromium")
    made = playwright.chromium.launch(executable_path=program, args=_FLAGS)
    yield made
    made.close()


@pytest.fixture
def opened(browser: Browser, desk: str) -> Iterator[Opened]:
    """Opens a signed-in page: `opened("keeper", width=390)`. A message on the browser's console fails the test."""
    contexts, told = [], []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            told.append(f"{message.type}: {message.text}")

    def make(who: str = "keeper", *, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=desk, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.goto("/account/login/")
        page.fill("[name=login]", who)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url(f"{desk}/")
        return page

    yield make
    for context in contexts:
        context.close()
    assert told == []
