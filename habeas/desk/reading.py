"""What a reader may see: the one place where pages turn a signed-in person into a ceiling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.accounts.models import User
from habeas.accounts.reach import Reach, reach_of
from habeas.registry import find
from habeas.registry.models import Member, Summary
from habeas.statements.models import Statement


def reader(request: HttpRequest) -> User:
    """The signed-in person; views behind a policy always have one."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def today() -> date:
    return timezone.localdate()


def subject(user: User, code: str) -> tuple[find.Seen, Reach]:
    """A subject as this person may see it, and how high it was read. 404 when there is nothing to see."""
    reach = reach_of(user)
    try:
        if reach.even or reach.mine is None:
            return find.subject(code, ceiling=reach.top), reach
        return find.subject_for(code, base=reach.base, top=reach.top, sources=reach.mine), reach
    except find.NotFound:
        raise not_here() from None


def not_here() -> Http404:
    """What a page that is not there and one that may not be seen both answer."""
    return Http404(_("No such page, or none that you may see."))


def persons(keys: Iterable[tuple[str, str]], *, ceiling: int) -> dict[tuple[str, str], str]:
    """The persons that a source tells of under its own numbers: (source, number) -> id of their page."""
    wanted = set(keys)
    if not wanted:
        return {}
    said = Statement.objects.filter(record=OuterRef("record"), tier__lte=ceiling, standing=0)
    told = Member.objects.filter(
        Exists(said),
        record__source__code__in={source for source, _key in wanted},
        record__key__in={key for _source, key in wanted},
        record__standing=0,
    ).values_list("record__source__code", "record__key", "subject")
    subjects = {(source, key): subject for source, key, subject in told if (source, key) in wanted}
    seen = Summary.objects.filter(subject__in=subjects.values(), low__lte=ceiling, high__gte=ceiling)
    codes = dict(seen.values_list("subject", "code"))
    return {pair: codes[subject] for pair, subject in subjects.items() if subject in codes}


def places(marks: Iterable[str], *, kind: str, ceiling: int) -> dict[str, str]:
    """The places (or organisations) that bear these marks: mark -> id of their page."""
    wanted = {mark for mark in marks if mark}
    if not wanted:
        return {}
    rows = Summary.objects.filter(kind=kind, low__lte=ceiling, high__gte=ceiling, marks__overlap=sorted(wanted))
    found: dict[str, str] = {}
    for code, marks_of in rows.order_by("-id").values_list("code", "marks"):
        found.update(dict.fromkeys(wanted.intersection(marks_of), code))
    return found
