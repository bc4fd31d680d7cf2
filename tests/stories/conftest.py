"""Whole journeys through the public functions and commands; each ends with `verify`. Everybody is invented."""

from __future__ import annotations

import pytest

from habeas.accounts.models import User
from tests.console import scene
from tests.console.conftest import _registers_reach_their_databases, bare, blank, files

__all__ = ["_registers_reach_their_databases", "bare", "blank", "files"]


@pytest.fixture
def people(bare: object) -> dict[str, User]:
    """Alice and Hanna are analysts, Bob is a volunteer, Carol and Dora are keepers of sources."""
    roles = {"alice": "analyst", "hanna": "analyst", "bob": "contributor", "carol": "keeper", "dora": "keeper"}
    return {name: scene.person(name, role) for name, role in roles.items()}
