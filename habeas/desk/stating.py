"""Add or correct a statement by hand: a record with its own source."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.accounts.tiers import Tier
from habeas.desk import asked, labels, quoting, reading, seen
from habeas.desk.record_form import LINES, RecordForm
from habeas.desk.told import told
from habeas.registry import work
from habeas.statements import ledger
from habeas.statements.models import Record, Statement


@policy(roles.PROPOSE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new record: about somebody new, about a person (`about`), in answer to a statement (`answers`), or a newer
    version of one's own record (`replaces`)."""
    user = reading.reader(request)
    aim = _aim(request, user)
    start = _initial(aim) | _given(request)
    lines = max(LINES, _lines(request), 2 + sum(name.startswith("property_") for name in start))
    if "more" in request.POST:
        form = RecordForm(initial=request.POST.dict(), user=user, lines=lines + LINES)
    else:
        form = RecordForm(request.POST or None, user=user, lines=lines, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = _state(user, form, aim)
        except ledger.LedgerError as error:
            form.add_error(None, told(error))
        else:
            return _after(request, aim, made)
    context = {"form": form, "stances": list(labels.STANCES.items())[:2], **aim}
    return render(request, "desk/record_form.html", context)


def _lines(request: HttpRequest) -> int:
    """How many lines the form had that was sent."""
    return asked.number(request.POST, "lines") or 0


def _aim(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the record is meant for, from the address or the form."""
    about, replaces = (asked.text(request.POST, n) or asked.text(request.GET, n) for n in ("about", "replaces"))
    answers = asked.number(request.POST, "answers") or asked.number(request.GET, "answers")
    aim: dict[str, Any] = {"about": None, "name": "", "answers": None, "replaces": None}
    if answers is not None:
        aim["answers"] = _statement(user, answers)
        about = about or aim["answers"]["record"]
    if replaces:
        aim["replaces"] = seen.replaceable(user, replaces)
    if about:
        found, _reach = reading.subject(user, about)
        aim["about"] = Record.objects.get(code=found.profile["code"])
        aim["name"] = found.profile["name"]
    return aim


def _statement(user: User, number: int) -> dict[str, Any]:
    found, ceiling = seen.statement(user, number)
    return quoting.shown(found, ceiling)


def _initial(aim: dict[str, Any]) -> dict[str, Any]:
    """A form to start from: the record that is to be replaced, or the property that is to be corrected."""
    found: dict[str, Any] = {"role": "detained"}
    if aim["about"] is not None:
        found["kind"] = aim["about"].kind
    if aim["answers"] is not None:
        found |= _corrected(aim["answers"])
    if aim["replaces"] is not None:
        old: Record = aim["replaces"]
        found |= {"old_source": old.source_id, "kind": old.kind, "role": old.role, "said_on": old.said_on}
        found |= {"said_by": old.said_by, "how_known": old.how_known}
        said = old.statements.filter(tier__lt=Tier.SEALED).order_by("pk")
        for place, one in enumerate(said):
            found |= {
                f"property_{place}": one.property,
                f"value_{place}": one.original,
                f"event_{place}": one.event,
                f"tier_{place}": one.tier,
            }
    return found


def _corrected(answers: dict[str, Any]) -> dict[str, Any]:
    """The line to correct, and what happened in its event."""
    found = {"property_0": answers["property"], "event_0": answers["event"]}
    if answers["event"] is not None and answers["property"] != "type":
        told = Statement.objects.filter(
            record__code=answers["record"], event=answers["event"], property="type", tier__lte=answers["tier"]
        ).first()
        found |= {"property_1": "type", "value_1": told.original if told else "", "event_1": answers["event"]}
    return found


def _given(request: HttpRequest) -> dict[str, Any]:
    """Fields that an address fills in, such as ?kind=place."""
    return {name: request.GET[name] for name in ("kind", "role", "property_0") if name in request.GET}


def _state(user: User, form: RecordForm, aim: dict[str, Any]) -> Record:
    answers = None
    if aim["answers"] is not None and (stance := form.data.get("stance", "")) in labels.STANCES:
        answers = (Statement.objects.get(pk=aim["answers"]["number"]), stance)
    return work.state(
        by=user,
        source=form.source(),
        kind=form.cleaned_data["kind"],
        draft=form.draft(),
        same_as=aim["about"],
        replaces=aim["replaces"],
        answers=answers,
    )


def _after(request: HttpRequest, aim: dict[str, Any], made: Record) -> HttpResponse:
    """Say what came of it; go to the person when the record counts already."""
    if made.standing:
        messages.success(request, _("Kept as a proposal: a peer will look at it."))
        return redirect("record", made.code)
    messages.success(request, _("Kept."))
    return redirect("subject", aim["about"].code if aim["about"] is not None else made.code)
