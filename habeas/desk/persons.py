"""One subject's page: who says what, with its status, timeline, family and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.accounts.tiers import Tier
from habeas.audit import log
from habeas.desk import asked, decided, labels, phrasing, places, profiles, reading, words
from habeas.desk.told import told
from habeas.index import lookup
from habeas.linkage import decide
from habeas.registry import find, listing
from habeas.registry.models import Listing, Summary
from habeas.statements.models import Record

_NAMESAKES = 6


@policy(roles.READ)
@require_GET
def subject(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    seen, reach = reading.subject(user, code)
    profile = seen.profile
    if profile["code"] != code:
        return redirect("subject", profile["code"])
    if reach.top > Tier.INTERNAL:
        log.reading("profile.read", by=user.username, subject=f"record:{code}", detail={"ceiling": reach.top.name})
    context = {
        "page": profiles.Page(profile, reach, reading.today()),
        "profile": profile,
        "kind": labels.KINDS[profile["kind"]],
        "ceiling": reach.top,
        "records": _records(profile),
    }
    if profile["kind"] != "person":
        return render(request, "desk/place.html", context | places.around(seen, user))
    context |= {
        "judgements": _judgements(profile, user),
        "decisions": _decisions(seen.subject, reach.base),
        "namesakes": _namesakes(seen, user.list_ceiling) if user.may(roles.JUDGE) else [],
        "criteria": words.terms("listing_criterion"),
        "categories": words.terms("wgad_category"),
    }
    return render(request, "desk/person.html", context)


def _records(profile: dict[str, Any]) -> list[dict[str, Any]]:
    found = Record.objects.filter(code__in=profile["records"]).select_related("source").order_by("pk")
    return [{"record": one, "role": words.term_label("subject_role", one.role)} for one in found]


def _judgements(profile: dict[str, Any], user: User) -> list[dict[str, Any]]:
    """Judgements whose every record stands on this page, or that keep one of them apart from others; only those
    whose every record the reader may see."""
    visible = dict(Record.objects.filter(code__in=profile["records"]).values_list("pk", "code"))
    found = []
    for one in decided.judgements(user, visible):
        numbers = [row.record for row in one.records.all()]
        if one.verdict == decide.SAME and not visible.keys() >= set(numbers):
            continue
        found.append(
            {
                "judgement": one,
                "verdict": labels.VERDICTS[one.verdict],
                "undone": getattr(one, "undone_by", None),
                "records": [visible[number] for number in numbers if number in visible],
            }
        )
    return found


def _decisions(subject: int, ceiling: int) -> list[dict[str, Any]]:
    """Every listing decision about the person, newest first."""
    found = Listing.objects.filter(record__member__subject=subject, tier__lte=ceiling).order_by("-pk")
    return [
        {
            "decision": labels.DECISIONS.get(one.decision, one.decision),
            "day": phrasing.day(one.at.date().isoformat()),
            "criterion": words.term_label("listing_criterion", one.criterion),
            "category": words.term_label("wgad_category", one.category) if one.category else "",
            "reason": one.reason,
            "assessor": one.assessor,
        }
        for one in found
    ]


def _namesakes(seen: find.Seen, ceiling: int) -> list[Summary]:
    """Others with the same name: perhaps the same person, perhaps not."""
    found = lookup.alike(seen.profile["name"], ceiling=ceiling)
    others = [number for number in found if number != seen.subject][:_NAMESAKES]
    rows = Summary.objects.filter(subject__in=others, kind="person", low__lte=ceiling, high__gte=ceiling)
    return sorted(rows, key=lambda row: others.index(row.subject))


@policy(roles.LIST)
@require_POST
def list_person(request: HttpRequest, code: str) -> HttpResponse:
    """Decide whether the person is listed as arbitrarily detained."""
    user = reading.reader(request)
    seen, _reach = reading.subject(user, code)
    chosen = {name: asked.text(request.POST, name) for name in ("decision", "criterion", "category", "reason")}
    try:
        listing.decide_listing(by=user, subject=seen.subject, about=seen.profile["code"], tier=Tier.INTERNAL, **chosen)
        messages.success(request, _("Decision kept."))
    except listing.ListingError as error:
        messages.error(request, told(error))
    return redirect("subject", code)
