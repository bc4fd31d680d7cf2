"""Sign-in rules: only invited people, and demo accounts only in a demo workspace."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from habeas.engine.workspace import Workspace


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> Any:
        if user.demo and not Workspace.open(settings.WORKSPACE).demo:
            raise PermissionDenied("Demo accounts do not open a real workspace.")
        return super().pre_login(request, user, **options)
