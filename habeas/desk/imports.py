"""Import in the desk: upload, say which column is which, look at what would change, commit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.accounts.reach import assigned
from habeas.desk import asked, labels, mapping_form, reading, seen, words
from habeas.desk.told import told
from habeas.intake import deliver, examine, jobs, load, opening, saved
from habeas.intake import guess as guessing
from habeas.intake import mapping as mappings
from habeas.intake.models import OPEN, Batch
from habeas.intake.notes import notes
from habeas.intake.readers import ReadError, Table

_SAMPLE = 200
_SMALL = 2 << 20  # bytes: a preview of less is worked out while the reader waits, of more by the worker
_REFUSED = (load.ImportRefused, mappings.MappingError, ReadError)


class UploadForm(forms.Form):
    file = forms.FileField(label=lazy("File"), max_length=300)


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
    waiting = [
        (one, labels.STATES[one.state]) for one in seen.batches(user).filter(state__in=OPEN).order_by("-pk")[:20]
    ]
    return render(request, "desk/import_start.html", {"form": form, "batches": waiting})


@policy(roles.IMPORT)
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, number: int) -> HttpResponse:
    """Say which column is which: kept from last time or guessed, and corrected."""
    user = reading.reader(request)
    batch = seen.batch(user, number)
    if batch.state not in OPEN:
        return redirect("batch", number)
    batch.sheet = asked.text(request.GET, "sheet") or asked.text(request.POST, "sheet") or batch.sheet
    try:
        table, sample = _sampled(batch)
    except _REFUSED as error:
        messages.error(request, told(error))
        return redirect("batch", number)
    others = table.details.get("other_sheets", [])
    guess = guessing.guess(table.columns, sample, words.pack())
    kept = saved.fitting(table.columns, sources=assigned(user))
    form = mapping_form.MappingForm(
        request.POST or None, columns=table.columns, guess=guess, kept=kept, batch=batch, user=user
    )
    if request.method == "POST" and form.is_valid():
        return _chosen(request, user, batch, form)
    context = {
        "batch": batch,
        "form": form,
        "columns": form.lines(sample, guess),
        "kept": kept,
        "notes": [told(note) for note in notes(table.details)],
        "sheet": table.details.get("sheet", ""),
        "sheets": [table.details["sheet"], *others] if others else [],
        "text": form.text(),
    }
    return render(request, "desk/import_map.html", context)


def _sampled(batch: Batch) -> tuple[Table, list[Any]]:
    """The file as a table, with its first good rows."""
    table = opening.opened(batch)
    sample = []
    for row in table:
        if row.refused is None:
            sample.append(row.cells)
        if len(sample) == _SAMPLE:
            break
    return table, sample


def _chosen(request: HttpRequest, user: User, batch: Batch, form: mapping_form.MappingForm) -> HttpResponse:
    """Keep the mapping and work its preview out."""
    deliver.choose_mapping(
        batch=batch,
        mapping=mappings.dump(form.mapping()),
        by=user.username,
        quarantined=form.quarantined(),
        sheet=batch.sheet,
    )
    batch.refresh_from_db()
    if batch.item.size > _SMALL:
        jobs.enqueue_preview(batch=batch, by=user.username)
        return redirect("batch", batch.pk)
    return _examined(request, user, batch)


def _examined(request: HttpRequest, user: User, batch: Batch) -> HttpResponse:
    try:
        examine.examine(batch, by=user.username)
    except _REFUSED as error:
        messages.error(request, told(error))
        return redirect("import-map", batch.pk)
    return redirect("import-preview", batch.pk)
