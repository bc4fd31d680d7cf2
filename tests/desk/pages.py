"""A page as a browser has it: links, and forms that are filled in and sent as a browser sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin

from tests.desk import html
from tests.desk.html import Node

Values = str | list[str]
_NOT_SENT = frozenset({"submit", "button", "reset", "image", "file"})


def submitted(control: Node) -> bool:
    """Whether a control of this kind is sent at all when nobody touches it."""
    if "disabled" in control.attrs or not control.attrs.get("name"):
        return False
    kind = control.attrs.get("type", "text")
    return control.tag != "input" or (
        kind not in _NOT_SENT and (kind not in {"checkbox", "radio"} or "checked" in control.attrs)
    )


def value_of(control: Node) -> list[str]:
    """What a control sends as the page gives it."""
    if control.tag == "textarea":
        return [control.raw.removeprefix("\n")]
    if control.tag == "select":
        options = control.all("option")
        chosen = [one for one in options if "selected" in one.attrs]
        if not chosen and "multiple" not in control.attrs:
            chosen = options[:1]
        return [one.attrs.get("value", one.text) for one in chosen]
    default = "on" if control.attrs.get("type") in {"checkbox", "radio"} else ""
    return [control.attrs.get("value", default)]


@dataclass
class Form:
    """A form of a page."""

    node: Node
    address: str
    files: dict[str, Any] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return self.node.attrs.get("method", "get").lower()

    @property
    def action(self) -> str:
        return urljoin(self.address, self.node.attrs.get("action", "") or self.address)

    @property
    def controls(self) -> list[Node]:
        return self.node.all("input", "select", "textarea")

    @property
    def buttons(self) -> list[Node]:
        return self.node.all("button")

    def choices(self, name: str) -> list[str]:
        """The values that a select, radio or checkbox group offers."""
        named = [one for one in self.controls if one.attrs.get("name") == name]
        options = [option for one in named for option in one.all("option")] or named
        return [one.attrs.get("value", one.text or "on") for one in options]

    def data(self, button: str | None = None, **values: Values) -> dict[str, list[str]]:
        """What a browser would send after filling these values in and pressing the button with this text."""
        found: dict[str, list[str]] = {}
        for control in self.controls:
            if submitted(control):
                found.setdefault(control.attrs["name"], []).extend(value_of(control))
        for name, value in values.items():
            found[name] = self._filled(name, [value] if isinstance(value, str) else list(value))
        pressed = self._pressed(button)
        if pressed.attrs.get("name"):
            found.setdefault(pressed.attrs["name"], []).append(pressed.attrs.get("value", ""))
        if "formnovalidate" not in pressed.attrs:
            self._check(found)
        return found

    def _filled(self, name: str, values: list[str]) -> list[str]:
        controls = [one for one in self.controls if one.attrs.get("name") == name]
        assert controls, f"the form has no field {name}: {sorted({c.attrs.get('name', '') for c in self.controls})}"
        assert all(one.attrs.get("type") != "hidden" for one in controls), f"nobody can fill in the hidden {name}"
        if controls[0].tag == "select" or controls[0].attrs.get("type") in {"radio", "checkbox"}:
            offered = self.choices(name)
            assert set(values) <= set(offered), f"{name} offers {offered}, not {values}"
        return values

    def _pressed(self, text: str | None) -> Node:
        found = [one for one in self.buttons if text is None or one.text == text]
        assert found, f"no button {text!r}: {[one.text for one in self.buttons]}"
        return found[0]

    def _check(self, data: dict[str, list[str]]) -> None:
        """A browser sends no form with an empty required field or a text that is too long."""
        for control in self.controls:
            name = control.attrs.get("name", "")
            if "required" in control.attrs and control.attrs.get("type") != "file":
                assert any(data.get(name, [])), f"the browser would ask for {name}"
            if longest := control.attrs.get("maxlength"):
                assert all(len(one) <= int(longest) for one in data.get(name, [])), f"{name} is longer than {longest}"


class Page:
    """An answer of the program, read as a browser reads it."""

    def __init__(self, answer: Any, address: str) -> None:
        self.answer, self.address = answer, address
        self.status: int = answer.status_code
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.body: str = content.decode()
        self._tree: Node | None = None

    @property
    def tree(self) -> Node:
        if self._tree is None:
            self._tree = html.parse(self.body)
        return self._tree

    @property
    def text(self) -> str:
        """What people read on the page, its head left out."""
        return self.tree.one("body").text

    @property
    def main(self) -> Node:
        return self.tree.one("main")

    @property
    def messages(self) -> list[str]:
        """What the page says about what was just done."""
        return [one.text for one in self.main.all("p") if "message" in one.attrs.get("class", "").split()]

    @property
    def errors(self) -> list[str]:
        return [
            one.text
            for one in self.main.all()
            if {"error", "errorlist"} & set(one.attrs.get("class", "").split()) and one.text
        ]

    def links(self, within: Node | None = None) -> dict[str, str]:
        """Text of each link -> where it leads."""
        return {
            one.text: urljoin(self.address, one.attrs["href"])
            for one in (within or self.tree).all("a")
            if "href" in one.attrs
        }

    @property
    def forms(self) -> list[Form]:
        return [Form(node, self.address) for node in self.tree.all("form")]

    def form(self, button: str) -> Form:
        """The only form in the page's content with a button of this text."""
        found = [one for one in self.forms_of(self.main) if any(b.text == button for b in one.buttons)]
        names = [b.text for one in self.forms_of(self.main) for b in one.buttons]
        assert len(found) == 1, f"{len(found)} forms with a button {button!r}: {names}"
        return found[0]

    def forms_of(self, node: Node) -> list[Form]:
        return [Form(one, self.address) for one in node.all("form")]

    def form_to(self, ending: str) -> Form:
        """The only form whose action ends so."""
        found = [one for one in self.forms if one.action.endswith(ending)]
        assert len(found) == 1, f"{len(found)} forms to {ending}: {[one.action for one in self.forms]}"
        return found[0]


def query(form: Form, data: dict[str, list[str]]) -> str:
    """The address that a form with method GET leads to."""
    return f"{form.action.partition('?')[0]}?{urlencode(data, doseq=True)}"
