"""The page behind an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.accounts import invite
from habeas.accounts.policy import OPEN, policy


@policy(OPEN)
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person chooses a password; the address works once and for three days."""
    found = invite.invited(token)
    if found is None:
        return render(request, "desk/invited.html", {"account": None}, status=404)
    form = SetPasswordForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        invite.accepted(found)
        messages.success(request, _("Your password is set. Sign in."))
        return redirect("account_login")
    return render(request, "desk/invited.html", {"form": form, "account": found})
