"""Marks that many tests share."""

from __future__ import annotations

import pytest

# A test that really commits; the owner empties the tables afterwards, since the application may not.
commits = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
