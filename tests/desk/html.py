"""HTML as a tree of nodes, read strictly: a tag that is left open or closed twice is an error."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "line",
        "circle",
        "rect",
        "use",
    ]
)
_CLOSES_ITSELF: Final = frozenset({"option", "p", "li", "dt", "dd"})


class Broken(AssertionError):
    """The markup is not well formed."""


class Node:
    """An element: its tag, attributes, child elements, and the text between them."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: Node | None = None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    @property
    def text(self) -> str:
        """All text inside, with runs of white space as one space."""
        return " ".join(self.raw.split())

    @property
    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    def all(self, *tags: str) -> list[Node]:
        """Every element inside with one of these tags (with any, when none is named), in order."""
        return [one for one in self.walk() if not tags or one.tag in tags]

    def walk(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def one(self, tag: str, **attrs: str) -> Node:
        """The only element with this tag and these attributes."""
        found = [one for one in self.all(tag) if all(one.attrs.get(n) == v for n, v in attrs.items())]
        assert len(found) == 1, f"{len(found)} <{tag}> with {attrs}"
        return found[0]

    def inside(self, *tags: str) -> Node | None:
        """The nearest element around this one with one of these tags."""
        above = self.parent
        while above is not None and above.tag not in tags:
            above = above.parent
        return above

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attrs}>"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            raise Broken(f"<{tag}> has an attribute twice: {names}")
        made = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(made)
        if tag not in _VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.at.tag != tag and self.at.tag in _CLOSES_ITSELF and self.at.parent is not None:
            self.at = self.at.parent
        if self.at.tag != tag or self.at.parent is None:
            raise Broken(f"</{tag}> where <{self.at.tag}> is open, line {self.getpos()[0]}")
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def parse(text: str) -> Node:
    """The document; raises Broken when it is not well formed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.at is not reader.root:
        raise Broken(f"<{reader.at.tag}> is never closed")
    return reader.root
