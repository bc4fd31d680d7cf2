"""Two pages beside each other, and the judgement whether they are one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.desk import asked, profiles, reading, seen
from habeas.desk.told import told
from habeas.linkage import decide
from habeas.linkage.models import Judgement
from habeas.registry import find, work
from habeas.registry.models import Member
from habeas.statements.models import Record


@policy(roles.READ)
@require_GET
def compare(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Two persons side by side, before anybody says that they are one."""
    user = reading.reader(request)
    (left, reach), (right, _same) = reading.subject(user, code), reading.subject(user, other)
    if left.subject == right.subject:
        messages.info(request, _("These are one person already."))
        return redirect("subject", left.profile["code"])
    pages = [profiles.Page(one.profile, reach, reading.today()) for one in (left, right)]
    context = {
        "left": {"profile": left.profile, "page": pages[0]},
        "right": {"profile": right.profile, "page": pages[1]},
        "rows": _side_by_side(pages[0], pages[1]),
    }
    return render(request, "desk/compare.html", context)


@policy(roles.JUDGE)
@require_GET
def choose_other(request: HttpRequest, code: str) -> HttpResponse:
    """From the form on a person's page to the page that shows both."""
    user, other = reading.reader(request), asked.code(request.GET, "other")
    reading.subject(user, code)
    try:
        reading.subject(user, other)
    except Http404:
        messages.error(request, _("No such page, or none that you may see."))
        return redirect("subject", code)
    return redirect("compare", code, other)


@policy(roles.JUDGE)
@require_POST
def judge(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Judge that two subjects are one, or are not."""
    user = reading.reader(request)
    us, _reach = reading.subject(user, code)
    them, _reach = reading.subject(user, other)
    verdict, reason = asked.text(request.POST, "verdict"), asked.text(request.POST, "reason")
    if us.profile["kind"] != them.profile["kind"]:
        messages.error(request, _("A person, a place and an organisation cannot be one."))
        return redirect("subject", code)
    try:
        conflicts = work.judge(by=user, verdict=verdict, left=_live(us), right=_live(them), reason=reason)
    except decide.JudgementError as error:
        messages.error(request, told(error))
        return redirect("compare", code, other)
    if conflicts:
        messages.warning(request, _("Kept, but not carried out: an earlier judgement says that they are different."))
    else:
        messages.success(request, _("Judgement kept. It can be undone at the foot of this page."))
    return redirect("subject", code)


@policy(roles.JUDGE)
@require_POST
def undo_judgement(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    judgement, code = _judgement(user, number)
    try:
        work.undo_judgement(by=user, judgement=judgement, reason=asked.text(request.POST, "reason"))
        messages.success(request, _("Judgement undone; everything is as it was before it."))
    except decide.JudgementError as error:
        messages.error(request, told(error))
    return redirect("subject", code)


def _side_by_side(left: profiles.Page, right: profiles.Page) -> list[dict[str, Any]]:
    """One row for each property that either side has."""
    there = {trait["code"]: trait for trait in right.traits}
    rows = [{"label": one["label"], "left": one, "right": there.pop(one["code"], None)} for one in left.traits]
    return rows + [{"label": one["label"], "left": None, "right": one} for one in there.values()]


def _live(found: find.Seen) -> list[int]:
    return list(Member.objects.filter(subject=found.subject, record__standing=0).values_list("record_id", flat=True))


def _judgement(user: User, number: int) -> tuple[Judgement, str]:
    """A judgement whose every record this person may see, and the code of one with a page; 404 otherwise."""
    found = decide.judgement(number)
    records = set(found.records.values_list("record", flat=True)) if found else set()
    if found is None or not records <= seen.visible(user, records):
        raise reading.not_here()
    for code in Record.objects.filter(pk__in=records).order_by("pk").values_list("code", flat=True):
        try:
            reading.subject(user, code)
        except Http404:
            continue
        return found, code
    raise reading.not_here()
