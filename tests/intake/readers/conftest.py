"""Deliveries written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Deliver = Callable[..., Path]


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    """Writes a delivery and gives its path, which has no ending, as in the store."""
    count = 0

    def write(content: bytes | str, encoding: str = "utf-8") -> Path:
        nonlocal count
        count += 1
        path = tmp_path / f"delivery{count}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write
