"""A store of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    """The store's folder, not made yet."""
    settings.WORKSPACE = tmp_path / "ws"
    return tmp_path / "ws" / "store"


@pytest.fixture
def keeper() -> x25519.Identity:
    """A keeper's key pair."""
    return x25519.Identity.generate()
