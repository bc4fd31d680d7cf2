"""Journeys through the desk with a real browser: with scripts and without."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def _list(folder: Path, rows: int = 30) -> Path:
    """An invented list that nobody has delivered yet."""
    mark = secrets.token_hex(3)
    path = folder / f"list-{mark}.csv"
    lines = [
        f"{mark}{n},Testname {mark} Number{n},{'M' if n % 2 else 'F'},{1950 + n % 50},3/4/2017" for n in range(rows)
    ]
    path.write_text("No,Name,Sex,Born,Detained on\n" + "\n".join(lines) + "\n")
    return path


def _import(page: Page, path: Path) -> None:
    page.goto("/import/")
    page.set_input_files("[name=file]", path)
    page.click("main form:has([name=file]) button")
    page.wait_for_url("**/map/")
    page.fill("[name=code]", path.stem)
    page.fill("[name=stream]", "main")
    page.click("main form[method=post] > button")
    page.wait_for_url("**/preview/")
    expect(page.locator(".figures")).to_contain_text("30")
    page.click("main form[action$='/commit/'] button")
    page.wait_for_url("**/batches/*/")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_comes_in_and_goes_back(opened: Opened, tmp_path: Path, scripts: bool) -> None:
    """Upload, columns, preview, commit with live progress, persons, undo: the same with and without scripts."""
    page = opened(java_script_enabled=scripts)
    path = _list(tmp_path)
    _import(page, path)
    batch = page.url
    expect(page.locator("main")).to_contain_text("Take the whole batch back", timeout=30_000)
    page.goto(f"/search/?q={path.stem.removeprefix('list-')}")
    expect(page.locator("main a[href*='/is/']").first).to_be_visible()
    page.goto(batch)
    page.click("summary:has-text('Take the whole batch back')")
    page.fill("details[open] [name=reason]", "a test")
    page.click("details[open] button")
    expect(page.locator("main")).to_contain_text("Taken back")
    page.goto(f"/search/?q={path.stem.removeprefix('list-')}")
    expect(page.locator("main a[href*='/is/']", has_text=path.stem.removeprefix("list-"))).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_word_is_proposed_and_accepted(opened: Opened, scripts: bool) -> None:
    """A volunteer adds what a relative says; an analyst accepts it; the person's page has it."""
    mark = secrets.token_hex(3)
    volunteer = opened("contributor", java_script_enabled=scripts)
    volunteer.goto("/persons/?origins=2")
    volunteer.click("table tbody tr:first-child a")
    person = volunteer.url
    volunteer.click("main >> text=Add what somebody says")
    volunteer.fill("[name=new_source]", f"Invented relative {mark}")
    volunteer.select_option("[name=source_kind]", "testimony")
    volunteer.select_option("[name=property_0]", "occupation")
    volunteer.fill("[name=value_0]", f"baker {mark}")
    volunteer.click("main form[method=post] > button")
    expect(volunteer.locator("main")).to_contain_text("proposed")
    volunteer.goto(person)
    expect(volunteer.locator("main")).not_to_contain_text(f"baker {mark}")
    analyst = opened("analyst", java_script_enabled=scripts)
    analyst.click(f"main a:has-text('Invented relative {mark}')")
    analyst.click("button[value=accepted]")
    analyst.goto(person)
    expect(analyst.locator("main")).to_contain_text(f"baker {mark}")


def test_filters_narrow_the_list_at_once(opened: Opened) -> None:
    """With scripts the list follows the boxes; the address follows too, so that it can be sent to a colleague."""
    page = opened()
    page.goto("/persons/")
    everybody = page.locator("main h2, .count, .facets").first.text_content()
    page.check("input[name=sex][value=female]")
    page.click("aside button:has-text('Filter')")
    page.wait_for_url("**sex=female**")
    assert page.locator("table tbody tr").count() > 0
    assert page.locator("table tbody").text_content() != everybody
