"""What every page owes to people who do not see it, or see it from the right: rules over a page's tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from tests.desk.html import Node

Rule = Callable[[Node], Iterator[str]]
_INLINE: Final = re.compile(r"on\w+|style|hx-on.*")


def language_and_direction(page: Node) -> Iterator[str]:
    html = page.one("html")
    if not html.attrs.get("lang"):
        yield "no lang"
    if html.attrs.get("dir") != ("rtl" if html.attrs.get("lang") in {"ar", "ug"} else "ltr"):
        yield f"dir {html.attrs.get('dir')} in {html.attrs.get('lang')}"


def one_title_and_one_first_heading(page: Node) -> Iterator[str]:
    title = page.one("title").text
    if not title.removesuffix("· Habeas").strip():
        yield f"empty title {title!r}"
    if len(page.all("h1")) != 1:
        yield f"{len(page.all('h1'))} h1"
    if len(page.all("main")) != 1:
        yield "not one main"


def headings_skip_no_level(page: Node) -> Iterator[str]:
    before = 0
    for one in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(one.tag[1])
        if level > before + 1:
            yield f"h{before} is followed by h{level} {one.text!r}"
        if not one.text:
            yield f"empty h{level}"
        before = level


def every_field_has_a_label(page: Node) -> Iterator[str]:
    labelled = {one.attrs.get("for") for one in page.all("label") if one.text}
    for one in page.all("input", "select", "textarea"):
        if one.attrs.get("type") in {"hidden", "submit"}:
            continue
        around = one.inside("label")
        named = one.attrs.get("aria-label") or one.attrs.get("id", "-") in labelled
        if not named and (around is None or not around.text):
            yield f"no label for {one}"


def labels_lead_to_fields(page: Node) -> Iterator[str]:
    fields = {one.attrs.get("id") for one in page.all("input", "select", "textarea")}
    for one in page.all("label"):
        if "for" in one.attrs and one.attrs["for"] not in fields:
            yield f"label for {one.attrs['for']} leads nowhere"


def everything_to_press_has_a_text(page: Node) -> Iterator[str]:
    for one in page.all("a", "button", "summary"):
        if not one.text and not one.attrs.get("aria-label") and not one.all("img", "svg"):
            yield f"no text in {one}"
        if one.tag == "a" and not one.attrs.get("href"):
            yield f"a link without an address: {one.text}"
    for one in page.all("img"):
        if "alt" not in one.attrs:
            yield f"no alt for {one}"


def tables_have_headers(page: Node) -> Iterator[str]:
    for table in page.all("table"):
        heads = table.all("th")
        if not heads:
            yield "a table without headers"
        for one in heads:
            if one.attrs.get("scope") not in {"col", "row"}:
                yield f"th without scope: {one.text!r}"


def no_id_twice(page: Node) -> Iterator[str]:
    found = [one.attrs["id"] for one in page.all() if "id" in one.attrs]
    yield from sorted({f"id {one} twice" for one in found if found.count(one) > 1})
    yield from [f"an empty or broken id {one!r}" for one in found if not one or re.search(r"\s", one)]


def references_lead_somewhere(page: Node) -> Iterator[str]:
    known = {one.attrs.get("id") for one in page.all()}
    for one in page.all():
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            for target in one.attrs.get(name, "").split():
                if target not in known:
                    yield f"{name}={target} leads nowhere"


def no_inline_style_or_script(page: Node) -> Iterator[str]:
    for one in page.all():
        yield from [f"{name} on <{one.tag}>" for name in one.attrs if _INLINE.fullmatch(name)]
        if one.tag == "style" or (one.tag == "script" and "src" not in one.attrs):
            yield f"inline <{one.tag}>"
        for name in ("href", "src", "action"):
            if re.match(r"\s*(javascript|data):", one.attrs.get(name, ""), re.IGNORECASE) and one.tag != "img":
                yield f"{name} of <{one.tag}> is a script"


def forms_carry_their_token(page: Node) -> Iterator[str]:
    for one in page.all("form"):
        names = [field.attrs.get("name") for field in one.all("input")]
        sends = one.attrs.get("method", "get").lower() == "post"
        if sends is not ("csrfmiddlewaretoken" in names):
            yield f"token missing, or given away in an address: {one}"
        if not one.all("button"):
            yield f"a form without a button: {one}"


def lists_hold_list_items(page: Node) -> Iterator[str]:
    for one in page.all("ul", "ol"):
        yield from [f"<{c.tag}> right in <{one.tag}>" for c in one.children if isinstance(c, Node) and c.tag != "li"]
    for one in page.all("dl"):
        kinds = [c.tag for c in one.children if isinstance(c, Node)]
        if set(kinds) - {"dt", "dd", "div"} or (kinds and kinds[0] == "dd"):
            yield f"a broken list of pairs: {kinds}"


def nothing_to_press_within_something_to_press(page: Node) -> Iterator[str]:
    for one in page.all("a", "button", "input", "select"):
        around = one.inside("a", "button")
        if around is not None:
            yield f"{one} within {around}"
    for one in page.all("form"):
        if one.inside("form") is not None:
            yield f"a form within a form: {one}"


RULES: Final[tuple[Rule, ...]] = (
    language_and_direction,
    one_title_and_one_first_heading,
    headings_skip_no_level,
    every_field_has_a_label,
    labels_lead_to_fields,
    everything_to_press_has_a_text,
    tables_have_headers,
    no_id_twice,
    references_lead_somewhere,
    no_inline_style_or_script,
    forms_carry_their_token,
    lists_hold_list_items,
    nothing_to_press_within_something_to_press,
)


def faults(page: Node) -> list[str]:
    """Everything on the page that breaks a rule."""
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(page)]
