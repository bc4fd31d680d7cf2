"""Accounts and teams: invitations, roles, assignments. Giving more needs a second person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habeas.accounts import change, invite, roles
from habeas.accounts.approve import NotAllowed
from habeas.accounts.models import Team, User
from habeas.accounts.policy import policy
from habeas.desk import asked, reading
from habeas.desk.told import told


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """Invite somebody, or change their role and teams."""

    teams = forms.ModelMultipleChoiceField(
        queryset=Team.objects.order_by("name"),
        required=False,
        label=lazy("Teams"),
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Above internal, people see only the sources of their teams."),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "role", "is_active"]
        labels = {"username": lazy("Account name"), "is_active": lazy("May sign in")}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[(r.code, r.label) for r in roles.ROLES.values()]
        )
        teams: Any = self.fields["teams"]
        teams.label_from_instance = lambda team: team.name
        if self.instance.pk:
            teams.initial = self.instance.teams.all()
            del self.fields["username"]
        else:
            del self.fields["is_active"]


@policy(roles.ACCOUNTS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    users = User.objects.prefetch_related("teams").order_by("-is_active", "username")
    return render(request, "desk/accounts.html", {"users": users, "teams": Team.objects.order_by("name")})


@policy(roles.ACCOUNTS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Invite somebody: they choose their own password through a one-time address."""
    user = reading.reader(request)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made, waits = invite.invite_for(
            by=user,
            username=data["username"],
            role=data["role"],
            teams=list(data["teams"]),
            names=(data["first_name"], data["last_name"]),
        )
        if waits:
            messages.info(request, _("Until a second person agrees, the account is a contributor's without teams."))
        return redirect("account", made.pk)
    return render(request, "desk/account_form.html", {"form": form, "account": None})


@policy(roles.ACCOUNTS)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account: its role, its teams, and the way in while it has none."""
    user = reading.reader(request)
    found = get_object_or_404(User, pk=number)
    form = AccountForm(request.POST or None, instance=get_object_or_404(User, pk=number))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            waits = change.change(
                by=user, account=found, role=data["role"], active=data["is_active"], teams=list(data["teams"])
            )
        except NotAllowed as error:
            messages.error(request, told(error))
        else:
            messages.success(
                request, _("Changed. A second person has to agree to the wider access.") if waits else _("Changed.")
            )
        return redirect("account", number)
    link = ""
    if found.is_active and not found.has_usable_password():
        link = request.build_absolute_uri(f"/invited/{invite.token(found)}/")
    return render(request, "desk/account_form.html", {"form": form, "link": link, "account": found})


@policy(roles.ACCOUNTS)
@require_POST
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a second person for a new way in for somebody who lost theirs."""
    user = reading.reader(request)
    found = get_object_or_404(User, pk=number)
    try:
        invite.ask_reset(by=user, account=found, reason=asked.text(request.POST, "reason"))
        messages.success(request, _("Asked for. When a second person agrees, the new address stands here."))
    except NotAllowed as error:
        messages.error(request, told(error))
    return redirect("account", number)
