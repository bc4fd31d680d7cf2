"""Keep each source's habits of writing once, so that any reading can be made again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings

from habeas.statements.models import Usage
from habeas.statements.reading import Habits


def keep(habits: Habits) -> Usage:
    """The row for these habits, made when it is new."""
    content = habits.content()
    usage, _new = Usage.objects.get_or_create(digest=digest(content), defaults={"content": content})
    return usage


def digest(content: dict[str, Any]) -> str:
    """SHA-256 in hex over the content as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def content_key() -> bytes:
    """The workspace's key for content digests (32 bytes); from its secret key, so a backup carries it."""
    return hashlib.sha256(b"habeas content\0" + settings.SECRET_KEY.encode()).digest()
