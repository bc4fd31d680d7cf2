"""What all tests of the desk share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.statements.conftest import two_keepers

__all__ = ["quick", "two_keepers"]


@pytest.fixture(autouse=True)
def quick(settings: Any, tmp_path: Path) -> None:
    """Passwords that cost nothing to check; static files from an empty folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = tmp_path
