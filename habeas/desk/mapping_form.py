"""The form that says which column is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from habeas.accounts.tiers import LABELS, Tier
from habeas.desk import words
from habeas.intake import mapping as mappings
from habeas.intake.guess import Guess
from habeas.intake.mapping import Column, Event, Mapping
from habeas.intake.models import Batch
from habeas.intake.plan import validate

_EVENTS = 6


class MappingForm(forms.Form):
    """Fields for the source and the list, then one row of fields for each column."""

    code = forms.SlugField(label=lazy("Short name of the source"), max_length=60)
    title = forms.CharField(label=lazy("Title of the source"), max_length=300)
    kind = forms.ChoiceField(label=lazy("Kind of source"))
    language = forms.CharField(label=lazy("Language"), max_length=20, required=False)
    reliability = forms.ChoiceField(
        label=lazy("Reliability (A to F)"), required=False, choices=[("", "–"), *[(x, x) for x in "ABCDEF"]]
    )
    tier = forms.TypedChoiceField(
        label=lazy("Tier"),
        coerce=int,
        choices=[(int(t), label) for t, label in LABELS.items() if t < Tier.SEALED],
    )
    stream = forms.CharField(label=lazy("Name of this list within the source"), max_length=60)
    subject = forms.ChoiceField(label=lazy("Each row is about a"), choices=[(one, one) for one in mappings.SUBJECTS])
    role = forms.ChoiceField(label=lazy("Role of the subject"))
    key = forms.ChoiceField(label=lazy("Column with the row's own number"), required=False)
    about = forms.ChoiceField(label=lazy("Column that says whom it is about"), required=False)
    date_order = forms.ChoiceField(
        label=lazy("Order of dates"),
        required=False,
        choices=[("", "–"), ("dmy", "31/12/2017"), ("mdy", "12/31/2017"), ("ymd", "2017/12/31")],
    )
    name_order = forms.ChoiceField(label=lazy("Order of names"), required=False)
    nothing = forms.CharField(
        label=lazy("Words that mean nothing was said, one a line"), required=False, widget=forms.Textarea
    )
    quarantine = forms.BooleanField(label=lazy("Hold the rows: they make no persons until promoted"), required=False)
    expert = forms.CharField(
        label=lazy("The whole mapping as text, for experts; used instead of the rest when filled in"),
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, data: Any, *, columns: Sequence[str], guess: Guess, batch: Batch) -> None:
        self.columns, self.batch = tuple(columns), batch
        start = mappings.load(batch.mapping) if batch.mapping else guess.mapping
        super().__init__(data, initial=self._initial(start))
        self._choices()
        by_name = {one.names[0]: one for one in start.columns if len(one.names) == 1}
        properties = [
            ("", "–"),
            *sorted(
                ((one.code, words.property_label(one.code)) for one in words.pack().properties),
                key=lambda one: one[1],
            ),
        ]
        for place, name in enumerate(self.columns):
            old = by_name.get(name)
            self.fields[f"property_{place}"] = forms.ChoiceField(
                required=False, choices=properties, label=name, initial=old.property if old else ""
            )
            self.fields[f"event_{place}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=_EVENTS,
                label=_("Event"),
                initial=old.event if old else None,
            )
            self.fields[f"split_{place}"] = forms.CharField(
                required=False, max_length=20, label=_("Split at"), initial=old.split if old else ""
            )
        types = {event.number: event.type for event in start.events}
        events = [("", "–"), *[(one.code, words.event_label(one.code)) for one in words.pack().event_types]]
        for number in range(1, _EVENTS + 1):
            self.fields[f"type_{number}"] = forms.ChoiceField(
                required=False,
                choices=events,
                label=_("Event %(n)d") % {"n": number},
                initial=types.get(number, ""),
            )

    def _initial(self, start: Mapping) -> dict[str, Any]:
        listed = {name: getattr(start, name) for name in ("stream", "subject", "role", "date_order", "name_order")}
        keys = {
            "key": (start.key or ("",))[0],
            "about": (start.about or ("",))[0],
            "nothing": "\n".join(start.nothing),
        }
        source = dict(start.source)
        if source.get("code") == "new":
            source["code"] = ""
            source["title"] = self.batch.filename
        return {**source, **listed, **keys, "quarantine": self.batch.quarantined or start.quarantine}

    def _choices(self) -> None:
        names = [("", "–"), *[(name, name) for name in self.columns]]
        terms = {
            name: [(one.code, words.term_label(name, one.code)) for one in words.pack().thesauri[name].values()]
            for name in ("source_kind", "subject_role")
        }
        orders = [("", "–"), ("family-first", _("family name first")), ("given-first", _("given name first"))]
        for field, choices in (
            ("key", names),
            ("about", names),
            ("kind", terms["source_kind"]),
            ("role", terms["subject_role"]),
            ("name_order", orders),
        ):
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def lines(self, sample: Sequence[Sequence[str | None]], guess: Guess) -> list[dict[str, Any]]:
        """For the template: each column with its fields, three sample values and why it was guessed."""
        return [
            {
                "name": name,
                "samples": list(
                    dict.fromkeys(str(row[place])[:60] for row in sample if place < len(row) and row[place])
                )[:3],
                "field_property": self[f"property_{place}"],
                "field_event": self[f"event_{place}"],
                "field_split": self[f"split_{place}"],
                "confidence": guess.columns[name].confidence,
                "why": guess.columns[name].why,
            }
            for place, name in enumerate(self.columns)
        ]

    def types(self) -> list[Any]:
        """The event fields, for the template."""
        return [self[f"type_{number}"] for number in range(1, _EVENTS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            made = self.mapping()
        except mappings.MappingError as error:
            raise forms.ValidationError(str(error)) from error
        problems = validate(made, self.columns, words.pack())
        if problems:
            raise forms.ValidationError([forms.ValidationError(problem) for problem in problems])
        return cleaned

    def mapping(self) -> Mapping:
        """The mapping that the form says. Raises MappingError for the expert's text."""
        data = self.cleaned_data
        if data.get("expert", "").strip():
            return mappings.load(data["expert"])
        source = {name: data[name] for name in ("code", "title", "kind", "language", "reliability", "tier")}
        columns = tuple(self._column(place, name) for place, name in enumerate(self.columns))
        used = {one.event for one in columns if one.event is not None}
        return Mapping(
            source=source,
            **{name: data[name] for name in ("stream", "subject", "role", "date_order", "name_order", "quarantine")},
            key=(data["key"],) if data["key"] else (),
            about=(data["about"],) if data["about"] else (),
            nothing=tuple(line.strip() for line in data["nothing"].splitlines() if line.strip()),
            columns=columns,
            events=tuple(Event(n, data[f"type_{n}"]) for n in range(1, _EVENTS + 1) if n in used and data[f"type_{n}"]),
        )

    def _column(self, place: int, name: str) -> Column:
        """The column as chosen; what a saved mapping says beyond the form is kept."""
        data = self.cleaned_data
        code = data[f"property_{place}"]
        if not code:
            return Column((name,), ignore=True)
        made = Column((name,), code, data[f"event_{place}"], split=data[f"split_{place}"])
        old = next((one for one in self._saved() if one.names == (name,) and one.property == code), None)
        return made if old is None else replace(old, event=made.event, split=made.split, ignore=False)

    def _saved(self) -> tuple[Column, ...]:
        return mappings.load(self.batch.mapping).columns if self.batch.mapping else ()
