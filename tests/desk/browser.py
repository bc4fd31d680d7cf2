"""Somebody at their browser: signed in, second factor and all, with CSRF checked as in real life."""

from __future__ import annotations

import io
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from habeas.accounts.models import Team, User
from tests import build
from tests.desk.pages import Form, Page, Values, query


def account(name: str, role: str, *, sources: list[str] | None = None) -> User:
    """An account with a second factor. `sources` are the codes that its team works with; None means all of them."""
    user = build.user(name, role, all_sources=sources is None)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    if sources:
        team = Team.objects.create(name=f"team of {name}")
        team.members.add(user)
        for code in sources:
            team.assignments.create(source=code)
    return user


class Browser:
    """Opens pages and sends forms; follows redirects as browsers do."""

    def __init__(self, user: User | None = None, language: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.user = user
        if user is not None:
            self.client.force_login(user)
        if language:
            self.client.cookies["django_language"] = language

    def open(self, address: str, *, status: int = 200) -> Page:
        return self._follow(self.client.get(address), address, status)

    def send(self, form: Form, button: str | None = None, *, status: int = 200, **values: Values) -> Page:
        """Fill the form in, press the button, and end on the page that comes of it."""
        data: dict[str, Any] = form.data(button, **values)
        if form.method == "get":
            return self.open(query(form, data), status=status)
        if form.node.attrs.get("enctype") == "multipart/form-data":
            data |= {name: _file(*told) for name, told in form.files.items()}
        else:
            assert not any(one.attrs.get("type") == "file" for one in form.controls), "a file needs multipart/form-data"
        return self._follow(self.client.post(form.action, data), form.action, status)

    def press(self, page: Page, button: str, *, status: int = 200, **values: Values) -> Page:
        """Send the form of this page that has this button."""
        return self.send(page.form(button), button, status=status, **values)

    def _follow(self, answer: Any, address: str, status: int) -> Page:
        for _step in range(5):
            if answer.status_code not in {301, 302, 303}:
                break
            address = answer["Location"]
            answer = self.client.get(address)
        page = Page(answer, address)
        assert page.status == status, f"{page.status} at {address}"
        return page


def _file(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file
