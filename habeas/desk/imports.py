"""Import in the desk: upload, say which column is which, look at what would change, commit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import batches, mapping_form, reading, words
from habeas.evidence import store
from habeas.intake import deliver, jobs, load
from habeas.intake import guess as guessing
from habeas.intake import mapping as mappings
from habeas.intake.models import Batch
from habeas.intake.readers import ReadError, Table, open_table
from habeas.intake.rows import Made

_SAMPLE = 200
_SHOWN = 30
_WAITING = ["waiting", "failed"]


class UploadForm(forms.Form):
    file = forms.FileField()


@policy(roles.IMPORT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is sealed as it arrives."""
    user = reading.reader(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        batch = deliver.receive_stream(file=upload.file, filename=upload.name, by=user.username)
        return redirect("import-map", batch.pk)
    waiting = Batch.objects.filter(state__in=_WAITING, by=user.username).order_by("-pk")[:20]
    return render(request, "desk/import_start.html", {"form": form, "batches": waiting})


def _open(batch: Batch) -> Table:
    return open_table(store.path_of(batch.item), name=batch.filename)


@policy(roles.IMPORT)
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, number: int) -> HttpResponse:
    """Say which column is which: guessed, corrected, kept with the source."""
    user = reading.reader(request)
    batch = batches.visible(user, number)
    try:
        table = _open(batch)
        sample = [row.cells for row, _place in zip(table, range(_SAMPLE), strict=False) if row.refused is None]
    except ReadError as error:
        messages.error(request, str(error))
        return redirect("import")
    guess = guessing.guess(table.columns, sample, words.pack())
    form = mapping_form.MappingForm(request.POST or None, columns=table.columns, guess=guess, batch=batch)
    if request.method == "POST" and form.is_valid():
        deliver.choose_mapping(
            batch=batch,
            mapping=mappings.dump(form.mapping()),
            by=user.username,
            quarantined=form.cleaned_data["quarantine"],
        )
        return redirect("import-preview", number)
    context = {
        "batch": batch,
        "form": form,
        "columns": form.lines(sample, guess),
        "details": table.details,
        "mapping_text": batch.mapping,
    }
    return render(request, "desk/import_map.html", context)


@policy(roles.IMPORT)
@require_GET
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """What a commit would do, value by value; nothing is written."""
    user = reading.reader(request)
    batch = batches.visible(user, number)
    if batch.state not in _WAITING:
        return redirect("batch", number)
    try:
        seen = load.preview(batch, by=user.username)
    except (load.ImportRefused, mappings.MappingError, ReadError) as error:
        messages.error(request, str(error))
        return redirect("import-map", number)
    context = {
        "batch": batch,
        "counts": seen.counts(),
        "new": [_new(one) for *_rest, one in seen.examples["new"][:_SHOWN]],
        "changed": [_changed(one, held) for _row, _key, held, one in seen.examples["changed"][:_SHOWN]],
        "gone": [key for _number, key in seen.examples["gone"]],
        "refusals": seen.refusals[:_SHOWN],
        "can_commit": bool(seen.new or seen.changed or seen.gone),
    }
    return render(request, "desk/import_preview.html", context)


def _new(one: Made) -> dict[str, Any]:
    return {
        "row": one.number,
        "key": one.key,
        "values": [(words.property_label(c), text) for c, text in said(one)],
    }


def said(one: Made) -> list[tuple[str, str]]:
    """(property, original) of a rendered row, from its COPY lines; sealed values stay sealed."""
    if one.rendered is None:
        return []
    lines = [line.split("\t") for line in one.rendered.statements.split("\n") if line]
    return [
        (cells[2], "•••" if cells[6] == "4" else cells[3].replace("\\n", " ").replace("\\\\", "\\")) for cells in lines
    ]


def _changed(one: Made, held: int) -> dict[str, Any]:
    old = list(reading.plain_statements(held))
    new = said(one)
    gone = [pair for pair in old if pair not in new]
    added = [pair for pair in new if pair not in old]
    rows = [(words.property_label(code), _partner(gone, code), text) for code, text in added]
    named = {code for code, _text in added}
    rows += [(words.property_label(code), text, "") for code, text in gone if code not in named]
    return {"row": one.number, "key": one.key, "differences": rows}


def _partner(pairs: list[tuple[str, str]], code: str) -> str:
    return next((text for other, text in pairs if other == code), "")


@policy(roles.IMPORT)
@require_POST
def commit(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the batch to the worker; its page shows how it goes."""
    user = reading.reader(request)
    batch = batches.visible(user, number)
    if batch.state not in _WAITING:
        messages.error(request, _("This batch is on its way already."))
    else:
        jobs.enqueue(batch=batch, by=user.username)
    return redirect("batch", number)
