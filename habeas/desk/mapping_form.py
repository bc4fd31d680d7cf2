"""The form that says which column is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from habeas.accounts.models import User
from habeas.accounts.tiers import Tier
from habeas.desk import seen, words
from habeas.desk.choices import Select
from habeas.desk.list_fields import NONE, ListFields
from habeas.desk.told import told
from habeas.intake import mapping as mappings
from habeas.intake.guess import Found, Guess
from habeas.intake.mapping import Column, Event, Mapping, validate
from habeas.intake.models import Batch
from habeas.intake.saved import Kept

_LISTED: Final = ("stream", "subject", "role", "date_order", "name_order", "hemisphere")
_EVENTS: Final = 8
_NEW: Final = "new"
_SURE: Final = 0.86  # a guess below this (such as one put together from parts of a header) asks to be looked at


class MappingForm(ListFields):
    """Fields for the source and the list, then one row of fields for each column."""

    def __init__(
        self, data: Any, *, columns: Sequence[str], guess: Guess, kept: Kept | None, batch: Batch, user: User
    ) -> None:
        self.columns, self.batch, self.user = tuple(columns), batch, user
        self.start = mappings.load(batch.mapping) if batch.mapping else kept.mapping if kept else guess.mapping
        super().__init__(data, initial=self._initial())
        self.set_choices(self.columns)
        by_name = {one.names[0]: one for one in self.start.columns if len(one.names) == 1 and not one.ignore}
        properties: list[Any] = [NONE, *words.properties()]
        for place, name in enumerate(self.columns):
            self._column_fields(place, name, by_name.get(name), properties)
        types = {event.number: event.type for event in self.start.events}
        for number in range(1, _EVENTS + 1):
            self.fields[f"type_{number}"] = forms.ChoiceField(
                required=False,
                choices=[NONE, *words.event_types()],
                widget=Select,
                label=_("Event %(n)d") % {"n": number},
                initial=types.get(number, ""),
            )

    def _column_fields(self, place: int, name: str, old: Column | None, properties: list[Any]) -> None:
        self.fields[f"property_{place}"] = forms.ChoiceField(
            required=False, choices=properties, label=name, initial=old.property if old else "", widget=Select
        )
        self.fields[f"event_{place}"] = forms.TypedChoiceField(
            required=False,
            coerce=int,
            empty_value=None,
            choices=[NONE, *[(n, str(n)) for n in range(1, _EVENTS + 1)]],
            widget=Select,
            label=_("Event of column %(name)s") % {"name": name},
            initial=old.event if old and old.event is not None else "",
        )
        self.fields[f"split_{place}"] = forms.CharField(
            required=False,
            max_length=20,
            strip=False,
            label=_("Split column %(name)s at") % {"name": name},
            initial=old.split if old else "",
        )

    def _initial(self) -> dict[str, Any]:
        start = self.start
        listed = {name: getattr(start, name) for name in _LISTED}
        source = dict(start.source)
        if source.get("code") == _NEW:
            source |= {"code": "", "title": self.batch.filename}
        return {
            **source,
            **listed,
            "key": (start.key or ("",))[0],
            "about": (start.about or ("",))[0],
            "nothing": "\n".join(start.nothing),
            "quarantine": self.batch.quarantined or start.quarantine,
        }

    def lines(self, sample: Sequence[Sequence[str | None]], guess: Guess) -> list[dict[str, Any]]:
        """For the template: each column with its fields, three sample values and how sure the guess is."""
        return [
            {
                "name": name,
                "samples": _samples(sample, place),
                "property": self[f"property_{place}"],
                "event": self[f"event_{place}"],
                "split": self[f"split_{place}"],
                "unsure": self._is_unsure(place, guess.columns[name]),
                "sealed": _is_sealed(guess.columns[name].property),
            }
            for place, name in enumerate(self.columns)
        ]

    def _is_unsure(self, place: int, found: Found) -> bool:
        """Whether the field starts from a guess that asks to be looked at."""
        chosen = self.fields[f"property_{place}"].initial
        return bool(chosen) and chosen == found.property and found.confidence < _SURE

    def types(self) -> list[Any]:
        """The event fields, for the template."""
        return [self[f"type_{number}"] for number in range(1, _EVENTS + 1)]

    def text(self) -> str:
        """The mapping that the form starts from, as experts write it."""
        return mappings.dump(self.start)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors and not cleaned.get("expert", "").strip():
            return cleaned
        try:
            made = self.mapping()
        except mappings.MappingError as error:
            raise forms.ValidationError(told(error)) from error
        problems = validate(made, self.columns, words.pack())
        if problems:
            raise forms.ValidationError([forms.ValidationError(told(problem)) for problem in problems])
        if not seen.may_bring(self.user, str(made.source["code"])):
            raise forms.ValidationError(
                _(
                    "A source of this short name is there already, and you do not work with it. "
                    "Choose another name, or ask an administrator to give the source to your team."
                )
            )
        self._errors = self.errors.__class__()  # an expert's text stands for the whole form
        return cleaned

    def mapping(self) -> Mapping:
        """The mapping that the form says. Raises MappingError for the expert's text."""
        data = self.cleaned_data
        if data.get("expert", "").strip():
            return mappings.load(data["expert"])
        columns = [self._column(place, name) for place, name in enumerate(self.columns)]
        used = {one.event for one in columns if one.event is not None}
        return replace(
            self.start,
            source={
                **self.start.source,
                **{name: data[name] for name in ("code", "title", "kind", "language", "reliability", "tier")},
            },
            **{name: data[name] for name in (*_LISTED, "quarantine")},
            key=(data["key"],) if data["key"] else self._several("key"),
            about=(data["about"],) if data["about"] else self._several("about"),
            nothing=tuple(line.strip() for line in data["nothing"].splitlines() if line.strip()),
            columns=(*columns, *[one for one in self.start.columns if len(one.names) > 1]),
            events=tuple(self._event(number) for number in range(1, _EVENTS + 1) if self._is_told(number, used)),
        )

    def quarantined(self) -> bool:
        """Whether the rows are held: as the box says, or as the expert's text says."""
        return self.mapping().quarantine

    def _several(self, name: str) -> tuple[str, ...]:
        """A key of several columns, which the form cannot show, is kept as it was."""
        kept: tuple[str, ...] = getattr(self.start, name)
        return kept if len(kept) > 1 else ()

    def _is_told(self, number: int, used: set[int]) -> bool:
        return bool(self.cleaned_data[f"type_{number}"]) or (number in used and self._old_event(number) is not None)

    def _event(self, number: int) -> Event:
        old, chosen = self._old_event(number), self.cleaned_data[f"type_{number}"]
        return replace(old, type=chosen) if old is not None else Event(number, chosen)

    def _old_event(self, number: int) -> Event | None:
        return next((one for one in self.start.events if one.number == number), None)

    def _column(self, place: int, name: str) -> Column:
        """The column as chosen; what a kept mapping says beyond the form stays."""
        data = self.cleaned_data
        code = data[f"property_{place}"]
        if not code:
            return Column((name,), ignore=True)
        made = Column((name,), code, data[f"event_{place}"], split=data[f"split_{place}"])
        old = next((one for one in self.start.columns if one.names == (name,) and one.property == code), None)
        return made if old is None else replace(old, event=made.event, split=made.split, ignore=False)


def _samples(sample: Sequence[Sequence[str | None]], place: int) -> list[str]:
    return list(dict.fromkeys(str(row[place])[:60] for row in sample if place < len(row) and row[place]))[:3]


def _is_sealed(code: str) -> bool:
    found = words.spec(code) if code else None
    return found is not None and found.tier == Tier.SEALED
