"""Default deny: a view without a declared policy answers nobody.

`@policy(roles.READ)` lets signed-in users whose role has that permission in; `@policy(OPEN)` lets anyone in
and is for sign-in pages and static answers only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from habeas.accounts import signin

OPEN = "open"
SIGNED_IN = "signed-in"
_LIBRARY = ("allauth.", "whitenoise.")  # views with checks of their own
_OPENS = ("GET", "HEAD")
_View = TypeVar("_View", bound=Callable[..., Any])
_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def policy(permission: str) -> Callable[[_View], _View]:
    """Declare what a reader needs for this view."""

    def declare(view: _View) -> _View:
        view.policy = permission  # type: ignore[attr-defined]
        return view

    return declare


def declared(view: Callable[..., Any]) -> str | None:
    """The view's policy, or None when it has none (the middleware then refuses it)."""
    own = getattr(view, "policy", None)
    if own is None and view.__module__.startswith(_LIBRARY):
        return OPEN
    return own


class PolicyMiddleware:
    """Refuses what no policy allows, and keeps second factors and languages in order."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _speak(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method in _OPENS:
            response.content = render_to_string("405.html", request=request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        needed = declared(view)
        if needed == OPEN:
            return None
        if needed is None:
            raise PermissionDenied("This page declares no policy.")
        if not request.user.is_authenticated:
            if request.method not in _OPENS:  # what a form was sent to does not open by itself afterwards
                return redirect("account_login")
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if needed != SIGNED_IN and not request.user.may(needed):
            raise PermissionDenied
        return signin.first_factor(request, request.user)


def _speak(request: HttpRequest) -> None:
    """The language kept with the account, unless this browser chose another."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or not request.user.is_authenticated:
        return
    if request.user.language:
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
