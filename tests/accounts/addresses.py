"""Addresses for the tests of policies: the program's own, and views that declare this, that or nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from habeas.accounts import roles
from habeas.accounts.policy import OPEN, SIGNED_IN, policy


def forgotten(request: HttpRequest) -> HttpResponse:
    """A view that somebody forgot to protect."""
    return HttpResponse("secret")


@policy("no such permission")
def misspelt(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@policy(roles.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    return HttpResponse("imported")


@policy(SIGNED_IN)
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.LANGUAGE_CODE)  # type: ignore[attr-defined]


@policy(OPEN)
def everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", headers={"Cache-Control": "max-age=60"} if "kept" in request.GET else None)


class Forgotten:
    """A view that is an object, and declares nothing."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")


urlpatterns = [
    path("test/forgotten/", forgotten),
    path("test/object/", Forgotten()),
    path("test/misspelt/", misspelt),
    path("test/imports/", imports),
    path("test/own/", own),
    path("test/open/", everybody),
    path("", include("habeas.urls")),
]
