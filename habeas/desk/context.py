"""What every desk template knows: the reader's rights, the language's direction."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from habeas.accounts.models import User


def desk(request: HttpRequest) -> dict[str, Any]:
    """`may` maps permission names to True for the signed-in reader; `rtl` is the page's direction."""
    user = getattr(request, "user", None)
    return {
        "may": dict.fromkeys(user.duties.may, True) if isinstance(user, User) else {},
        "rtl": get_language_bidi(),
    }
