"""Pages as people see them: on a phone, from right to left, in the dark, on paper, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PAGES = [
    *("/", "/persons/", "/places/", "/organisations/", "/sources/", "/sources/new/", "/records/new/", "/import/"),
    *("/batches/", "/approvals/", "/audit/", "/search/?q=test", "/account/2fa/"),
]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _person(page: Page) -> str:
    """The address of somebody about whom several sources speak."""
    page.goto("/persons/?origins=3")
    page.click("table tbody tr:first-child a")
    return page.url


def _everywhere(page: Page) -> list[str]:
    person = _person(page)
    page.click("section:has(h2:text('Records behind')) a")
    record = page.url
    page.goto("/batches/")
    page.click("main table a >> nth=0")
    batch = page.url
    page.goto("/sources/")
    page.click("main table a >> nth=0")
    return [*PAGES, person, record, batch, page.url]


def test_nothing_is_wider_than_a_phone(opened: Opened) -> None:
    """No page scrolls sideways at 360 pixels."""
    page = opened(width=360)
    wide = []
    for address in _everywhere(page):
        page.goto(address)
        if page.evaluate(WIDER) > 0:
            wide.append(address)
    assert wide == []


def test_from_right_to_left_nothing_sticks_out(opened: Opened) -> None:
    """In Arabic and Uyghur every page runs from right to left and stays within the window."""
    page = opened()
    addresses = _everywhere(page)
    try:
        for language in ("ar", "ug"):
            _speak(page, language)
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                for address in addresses:
                    page.goto(address)
                    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
                    assert page.evaluate(WIDER) <= 0, (language, width, address)
    finally:
        _speak(page, "en")  # the account keeps its language, also for the tests that follow


def _speak(page: Page, language: str) -> None:
    page.goto("/")
    page.select_option("footer select", language)
    page.click("footer button")


def test_the_keyboard_is_enough(opened: Opened) -> None:
    """The first tab leads past the menu, and what has the focus shows it."""
    page = opened()
    page.goto("/persons/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_be_visible()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_paper_shows_what_is_said_and_by_whom(opened: Opened) -> None:
    """Printed, a person's page has no menu and no buttons, and who says so is unfolded."""
    page = opened()
    address = _person(page)
    page.emulate_media(media="print")
    page.goto(address)
    expect(page.locator("nav.main")).to_be_hidden()
    assert page.locator("main button:visible").count() == 0
    expect(page.locator(".cites").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_from_what_is_behind_them(opened: Opened, scheme: str) -> None:
    """Text has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3) in light and in dark."""
    page = opened(color_scheme=scheme)
    weak = set()
    for address in (_person(page), "/persons/", "/import/", "/"):
        page.goto(address)
        weak |= {tuple(one) for one in page.evaluate(_CONTRAST)}
    assert weak == set()


def test_every_field_has_a_name(opened: Opened) -> None:
    """What a screen reader would say of each field and button is not empty."""
    page = opened()
    for address in _everywhere(page):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for field in page.locator("main").locator("input:not([type=hidden]), select, textarea, button").all():
            assert re.search(r'"[^"]+"', field.aria_snapshot()), (address, field.evaluate("one => one.outerHTML"))


_CONTRAST = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = rgb => rgb.slice(0, 3).map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = one => {
    for (; one; one = one.parentElement) {
      const rgb = parse(getComputedStyle(one).backgroundColor);
      if (rgb.length === 3 || rgb[3] === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const one of document.querySelectorAll('body *')) {
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    const { color, clipPath } = getComputedStyle(one);
    if (!own || !one.checkVisibility({ visibilityProperty: true }) || clipPath !== 'none') continue;
    if (!color.startsWith('rgb')) continue;
    const [a, b] = [light(parse(color)), light(behind(one))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) found.push([one.tagName, one.className, one.textContent.trim().slice(0, 30)]);
  }
  return found;
}"""
