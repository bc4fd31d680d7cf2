"""Keepers of sources, for tests of sealed values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyrage import x25519

from habeas.engine.workspace import Workspace


@pytest.fixture
def two_keepers(workspace: Workspace) -> Iterator[list[x25519.Identity]]:
    """Two key pairs; their public keys stand in the workspace."""
    pairs = [x25519.Identity.generate() for _ in range(2)]
    before = workspace.keepers_file.read_text("utf-8")
    workspace.keepers_file.write_text(before + "".join(f"{pair.to_public()}\n" for pair in pairs), "utf-8")
    yield pairs
    workspace.keepers_file.write_text(before, "utf-8")
