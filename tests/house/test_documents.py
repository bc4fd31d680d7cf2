"""What a person reads about Habeas agrees with what the program does."""

from __future__ import annotations

import re

import pytest

from habeas.console.commands import every
from tests.house import tree

OPERATE = tree.ROOT / "docs" / "operate.md"
_LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#\s]+)")


def _headings() -> set[str]:
    return set(re.findall(r"^### `habeas ([a-z-]+)", tree.text(OPERATE), re.MULTILINE))


def test_every_command_is_documented() -> None:
    """Each command has a heading of its own in docs/operate.md, and no other has one."""
    assert _headings() == set(every())


def test_every_command_helps() -> None:
    """Each command says in its help what it does."""
    assert [name for name, command in every().items() if not (command.help or "").strip()] == []


@pytest.mark.parametrize("path", sorted([*tree.ROOT.glob("*.md"), *(tree.ROOT / "docs").rglob("*.md")]), ids=tree.short)
def test_links_between_documents_lead_somewhere(path: object) -> None:
    """A link from one document to another file of the project finds it."""
    assert isinstance(path, type(OPERATE))
    assert [link for link in _LINK.findall(tree.text(path)) if not (path.parent / link).exists()] == []
