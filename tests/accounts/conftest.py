"""What all tests about accounts share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def quick(settings: Any, tmp_path: Path) -> None:
    """Scrypt is slow on purpose, and here dozens of accounts are made only to be asked what they may. Static files
    come from an empty folder: the workspace of these tests has none."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = tmp_path
