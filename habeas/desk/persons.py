"""One subject's page: who says what, with its status, timeline, family and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.accounts.tiers import Tier
from habeas.audit import log
from habeas.desk import family, profiles, reading
from habeas.linkage import decide
from habeas.linkage.models import Judgement
from habeas.registry import find, lists, work
from habeas.registry.models import Member
from habeas.statements.models import Record


@policy(roles.READ)
@require_GET
def subject(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    seen, ceiling = reading.subject(user, code)
    profile = seen.profile
    if profile["code"] != code:
        return redirect("subject", profile["code"])
    if ceiling > Tier.INTERNAL:
        log.record("profile.read", by=user.username, subject=f"record:{code}", detail={"ceiling": ceiling.name})
    context = {
        "page": profiles.page(profile, ceiling, reading.today()),
        "profile": profile,
        "ceiling": ceiling,
        "family": family.graph(profile),
        "records": _records(profile, user),
        "judgements": _judgements(profile) if profile["kind"] == "person" else [],
        "held": _held_here(profile, user) if profile["kind"] == "place" else [],
    }
    return render(request, f"desk/{'person' if profile['kind'] == 'person' else 'place'}.html", context)


def _records(profile: dict[str, Any], user: Any) -> list[Record]:
    return list(Record.objects.filter(code__in=profile["records"]).select_related("source").order_by("pk"))


def _judgements(profile: dict[str, Any]) -> list[dict[str, Any]]:
    """Judgements whose every record this reader may see."""
    visible = dict(Record.objects.filter(code__in=profile["records"]).values_list("pk", "code"))
    found = []
    for one in decide.of_records(list(visible)):
        if one.verdict == "undo":
            continue
        sides: dict[str, list[int]] = {"left": [], "right": []}
        for row in one.records.all():
            sides[row.side].append(row.record)
        others = [record for side in sides.values() for record in side if record not in visible]
        if one.verdict == "same" and others:
            continue
        undone = getattr(one, "undone_by", None)
        found.append(
            {
                "judgement": one,
                "undone": undone,
                "records": [visible[r] for s in sides.values() for r in s if r in visible],
            }
        )
    return found


def _held_here(profile: dict[str, Any], user: Any) -> list[Any]:
    names = {profiles.place_key(one) for one in profile["values"].get("name", [])}
    filters = lists.Filters(kind="person", chosen={"place": tuple(sorted(names))})
    return lists.page(filters, ceiling=user.list_ceiling, today=reading.today(), size=200).rows


@policy(roles.JUDGE)
@require_POST
def judge(request: HttpRequest, code: str) -> HttpResponse:
    """Judge that this subject and another are one, or are not."""
    user = reading.reader(request)
    seen, _ceiling = reading.subject(user, code)
    other = request.POST.get("other", "").strip().lower().rpartition("/is/")[2].strip("/")
    try:
        them, _their_ceiling = reading.subject(user, other)
        conflicts = work.judge(
            by=user,
            verdict=request.POST.get("verdict", ""),
            left=_live_records(seen),
            right=_live_records(them),
            reason=request.POST.get("reason", ""),
        )
    except (decide.JudgementError, ValueError) as error:
        messages.error(request, str(error))
        return redirect("subject", code)
    if conflicts:
        messages.warning(request, _("Kept, but not carried out: an earlier judgement says that they are different."))
    else:
        messages.success(request, _("Judgement kept. It can be undone below."))
    return redirect("subject", seen.profile["code"])


def _live_records(seen: find.Seen) -> list[int]:
    return list(Member.objects.filter(subject=seen.subject, record__standing=0).values_list("record_id", flat=True))


@policy(roles.JUDGE)
@require_POST
def undo_judgement(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    judgement = get_object_or_404(Judgement, pk=number)
    first = judgement.records.order_by("record").values_list("record", flat=True).first()
    code = get_object_or_404(Record, pk=first).code
    reading.subject(user, code)
    try:
        work.undo_judgement(by=user, judgement=judgement, reason=request.POST.get("reason", ""))
        messages.success(request, _("Judgement undone; everything is as it was before it."))
    except decide.JudgementError as error:
        messages.error(request, str(error))
    return redirect("subject", code)


@policy(roles.LIST)
@require_POST
def list_person(request: HttpRequest, code: str) -> HttpResponse:
    """Decide whether the person is listed as arbitrarily detained."""
    user = reading.reader(request)
    seen, _ceiling = reading.subject(user, code)
    try:
        work.decide_listing(
            by=user,
            subject=seen.subject,
            decision=request.POST.get("decision", ""),
            criterion=request.POST.get("criterion", ""),
            category=request.POST.get("category", ""),
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("Decision kept."))
    except work.ListingError as error:
        messages.error(request, str(error))
    return redirect("subject", code)
