"""Accounts and teams: invitations, roles, assignments. Raising a role needs a second person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from habeas.accounts import invite, roles
from habeas.accounts.models import Assignment, Team, User
from habeas.accounts.policy import OPEN, policy
from habeas.desk import reading
from habeas.desk.forms import AccountForm
from habeas.statements.models import Source


@policy(roles.ACCOUNTS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    users = User.objects.prefetch_related("teams").order_by("username")
    return render(
        request, "desk/accounts.html", {"users": users, "teams": Team.objects.prefetch_related("assignments")}
    )


@policy(roles.ACCOUNTS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Invite somebody: they choose their own password through a one-time address."""
    user = reading.reader(request)
    form, link = AccountForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = invite.invite(
            by=user.username,
            username=data["username"],
            role=data["role"],
            teams=list(data["teams"]),
            names=(data["first_name"], data["last_name"]),
        )
        link = request.build_absolute_uri(f"/invited/{invite.token(made)}/")
        messages.success(
            request, _("Invited. Give them this address in person or through a safe channel; it works once.")
        )
    return render(request, "desk/account_form.html", {"form": form, "link": link, "account": None})


@policy(roles.ACCOUNTS)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    found = get_object_or_404(User, pk=number)
    old = found.role
    form = AccountForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        found.role = old
        try:
            asked = invite.change(
                by=user, account=found, role=data["role"], active=data["is_active"], teams=list(data["teams"])
            )
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("A second person has to agree to the new role.") if asked else _("Changed."))
        return redirect("account", number)
    return render(request, "desk/account_form.html", {"form": form, "link": "", "account": found})


@policy(roles.ACCOUNTS)
@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """Teams and the sources assigned to them."""
    user = reading.reader(request)
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:100]
        codes = [code for code in request.POST.getlist("sources") if Source.objects.filter(code=code).exists()]
        if name:
            invite.set_team(
                by=user.username,
                name=name,
                sources=codes,
                all_sources=request.POST.get("all_sources") == "yes",
            )
            messages.success(request, _("Team kept."))
        return redirect("teams")
    context = {
        "teams": Team.objects.prefetch_related("assignments", "members").order_by("name"),
        "sources": Source.objects.order_by("title"),
        "assignments": Assignment.objects.all(),
    }
    return render(request, "desk/teams.html", context)


@policy(OPEN)
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person chooses a password; the address works once and for three days."""
    found = invite.invited(token)
    if found is None:
        raise Http404(_("This invitation was used already or is too old. Ask for a new one."))
    form = SetPasswordForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        invite.accepted(found)
        messages.success(request, _("Your password is set. Sign in."))
        return redirect("account_login")
    return render(request, "desk/invited.html", {"form": form, "account": found})
