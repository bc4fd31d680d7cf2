"""What every desk template knows: the reader's rights, the menu, the language's direction."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as lazy

from habeas.accounts import roles
from habeas.accounts.models import User

_MENU: Final = (
    ("home", lazy("Home"), roles.READ),
    ("persons", lazy("Persons"), roles.READ),
    ("places", lazy("Places"), roles.READ),
    ("organisations", lazy("Organisations"), roles.READ),
    ("sources", lazy("Sources"), roles.READ),
    ("record-new", lazy("Add"), roles.PROPOSE),
    ("import", lazy("Import"), roles.IMPORT),
    ("batches", lazy("Batches"), roles.IMPORT),
    ("approvals", lazy("Approvals"), roles.APPROVE),
    ("audit", lazy("Audit"), roles.AUDIT),
    ("accounts", lazy("Accounts"), roles.ACCOUNTS),
)


def desk(request: HttpRequest) -> dict[str, Any]:
    """`may` maps permission names to True for the signed-in reader; `rtl` is the page's direction."""
    user = getattr(request, "user", None)
    return {
        "may": dict.fromkeys(user.duties.may, True) if isinstance(user, User) else {},
        "menu": _menu(request.path, user) if isinstance(user, User) else [],
        "languages": settings.LANGUAGES,
        "rtl": get_language_bidi(),
    }


def _menu(path: str, user: User) -> list[dict[str, Any]]:
    items = [(reverse(name), label) for name, label, needed in _MENU if user.may(needed)]
    here = max((address for address, _label in items if _leads_to(path, address)), key=len, default="")
    return [{"address": address, "label": label, "here": address == here} for address, label in items]


def _leads_to(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))
