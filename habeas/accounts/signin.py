"""Sign-in rules: only invited people, demo accounts only in a demo workspace, a second factor everywhere else."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from habeas.accounts.models import User
from habeas.audit import log
from habeas.engine.workspace import Workspace

_FRESH = 300  # seconds
_NO_DEMO = "Demo accounts do not open a real workspace."


def is_demo() -> bool:
    return Workspace.open(settings.WORKSPACE).demo


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has just signed in need not do so again to make their second factor and recovery codes."""
        signed_in = context.request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{"at": 0}]
        fresh = time.time() - signed_in[-1]["at"] < _FRESH
        return not fresh and bool(super().is_reauthentication_required(app=app, **more))

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> Any:
        if user.demo and not is_demo():
            raise PermissionDenied(_NO_DEMO)
        return super().pre_login(request, user, **options)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> Any:
        log.record("account.signed_in", by=user.username, subject=f"account:{user.username}")
        return super().post_login(request, user, **options)


def first_factor(request: HttpRequest, user: User) -> HttpResponse | None:
    """Send somebody without a second factor to make one: no page of a real register opens without it.

    Asked on every page and not remembered: a session in which the factor was turned off opens nothing more.
    """
    if user.demo:
        if not is_demo():
            raise PermissionDenied(_NO_DEMO)
        return None
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return redirect("mfa_activate_totp")
    return None
