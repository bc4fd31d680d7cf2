"""Sources: who says things, and what each one said."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.desk import reading
from habeas.desk.forms import SourceForm
from habeas.intake.models import Batch
from habeas.statements import ledger
from habeas.statements.models import Record, Source


def _visible(user: User) -> QuerySet[Source]:
    mine = reading.assigned(user)
    found = Source.objects.filter(tier__lte=user.ceiling)
    return found if mine is None else found.filter(Q(tier__lte=2) | Q(code__in=mine))


@policy(roles.READ)
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    found = _visible(user).select_related("upstream").order_by("title")
    return render(request, "desk/sources.html", {"sources": found})


@policy(roles.READ)
@require_GET
def source(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found = get_object_or_404(_visible(user), code=code)
    ceiling = reading.ceiling_for(user, [code])
    records = Record.objects.filter(source=found, standing=0, statements__tier__lte=ceiling).distinct().order_by("pk")
    after = request.GET.get("after", "")
    if after.isdigit():
        records = records.filter(pk__gt=int(after))
    shown = list(records[:51])
    context = {
        "source": found,
        "records": shown[:50],
        "after": shown[49].pk if len(shown) > 50 else None,
        "copies": found.copies.order_by("title"),
        "files": found.files.order_by("title"),
        "batches": Batch.objects.filter(source=found).order_by("-pk")[:20] if user.may(roles.IMPORT) else [],
        "streams": Record.objects.filter(source=found, standing=0)
        .values("stream", "kind")
        .annotate(n=Count("pk"))
        .order_by("stream"),
        "ceiling": ceiling,
    }
    return render(request, "desk/source.html", context)


@policy(roles.RECORD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = ledger.add_source(by=reading.reader(request).username, **form.cleaned_data)
        messages.success(request, _("Source added."))
        return redirect("source", made.code)
    return render(request, "desk/source_form.html", {"form": form})
