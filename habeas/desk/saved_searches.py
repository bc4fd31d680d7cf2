"""Keep a search, and drop one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import asked, reading
from habeas.registry.models import SavedSearch


@policy(roles.READ)
@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    name, query = asked.text(request.POST, "name").strip()[:100], asked.text(request.POST, "query")[:4000]
    if not name:
        messages.error(request, _("Give the search a name."))
    else:
        SavedSearch.objects.create(owner=user.username, name=name, query=QueryDict(query).urlencode())
        messages.success(request, _("Search saved."))
    return redirect(f"{reverse('persons')}?{QueryDict(query).urlencode()}")


@policy(roles.READ)
@require_POST
def delete_search(request: HttpRequest, number: int) -> HttpResponse:
    SavedSearch.objects.filter(pk=number, owner=reading.reader(request).username).delete()
    messages.success(request, _("Saved search deleted."))
    return redirect("persons")
