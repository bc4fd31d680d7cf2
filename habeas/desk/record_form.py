"""The form for a record by hand: who says so, then statements word for word."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from habeas.accounts.models import User
from habeas.accounts.tiers import LABELS, Tier
from habeas.desk import labels, seen, words
from habeas.desk.choices import Select
from habeas.statements.drafting import Draft, Said
from habeas.statements.ledger import NewSource
from habeas.statements.models import SUBJECT_KINDS, Source

LINES: Final = 12  # statement lines on the form to begin with
_MOST: Final = 300
_NONE: Final = ("", "–")
_NAMES: Final = ("property", "value", "event", "tier")


def tiers() -> list[tuple[int, Any]]:
    """Tiers that a person may choose; sealed ones follow from the property."""
    return [(int(tier), label) for tier, label in LABELS.items() if tier != Tier.SEALED]


class RecordForm(forms.Form):
    """One source's account."""

    kind = forms.ChoiceField(label=lazy("About a"), choices=[(kind, labels.KINDS[kind]) for kind in SUBJECT_KINDS])
    role = forms.ChoiceField(label=lazy("Role of the subject"), help_text=lazy("What this source says they are."))
    old_source = forms.ModelChoiceField(label=lazy("Source"), queryset=Source.objects.none(), required=False)
    new_source = forms.CharField(label=lazy("or a new source: its title"), max_length=300, required=False)
    source_kind = forms.ChoiceField(label=lazy("Kind of the new source"), required=False)
    said_by = forms.CharField(
        label=lazy("Said by"),
        max_length=300,
        required=False,
        help_text=lazy("Restricted. Use a pseudonym for anybody who could be hurt."),
    )
    how_known = forms.CharField(label=lazy("How they know"), max_length=300, required=False)
    said_on = forms.CharField(
        label=lazy("Said on"), max_length=60, required=False, help_text=lazy("As far as known: 2019-04, spring 2019.")
    )

    def __init__(self, *arguments: Any, user: User, lines: int = LINES, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.user, self.numbers = user, range(min(lines, _MOST))
        field: Any = self.fields["old_source"]
        field.empty_label = "–"
        field.queryset = seen.writable_sources(user).order_by("title")
        field.label_from_instance = lambda source: source.title
        self.fields["role"].choices = words.terms("subject_role")  # type: ignore[attr-defined]
        self.fields["source_kind"].choices = [_NONE, *words.terms("source_kind")]  # type: ignore[attr-defined]
        properties: list[Any] = [_NONE, *words.properties()]
        for number in self.numbers:
            self._line(number, properties)

    def _line(self, number: int, properties: list[Any]) -> None:
        line = {"line": number + 1}
        self.fields[f"property_{number}"] = forms.ChoiceField(
            label=_("What, line %(line)d") % line, required=False, choices=properties, widget=Select
        )
        self.fields[f"value_{number}"] = forms.CharField(
            label=_("Word for word, line %(line)d") % line,
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"}),
        )
        self.fields[f"event_{number}"] = forms.IntegerField(
            label=_("Event, line %(line)d") % line, required=False, min_value=1, max_value=99
        )
        self.fields[f"tier_{number}"] = forms.TypedChoiceField(
            label=_("Tier, line %(line)d") % line,
            required=False,
            coerce=int,
            empty_value=None,
            choices=[_NONE, *tiers()],
            widget=Select,
        )

    def head(self) -> list[Any]:
        """The fields about source and subject, for the template."""
        names = ("kind", "role", "old_source", "new_source", "source_kind", "said_by", "how_known", "said_on")
        return [self[name] for name in names]

    def lines(self) -> list[list[Any]]:
        """The statement rows as bound fields, for the template."""
        return [[self[f"{name}_{number}"] for name in _NAMES] for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("old_source") and not cleaned.get("new_source"):
            self.add_error("old_source", _("Say who says so: choose a source or name a new one."))
        if cleaned.get("new_source") and not cleaned.get("source_kind"):
            self.add_error("source_kind", _("Say what kind of source it is."))
        said = [cleaned.get(f"value_{n}") and cleaned.get(f"property_{n}") for n in self.numbers]
        if not any(said):
            raise forms.ValidationError(_("Nothing is said: fill in at least one line."))
        for number in self.numbers:
            self._check_line(cleaned, number)
        self._check_events(cleaned)
        return cleaned

    def _check_events(self, cleaned: dict[str, Any]) -> None:
        """Every event says what happened."""
        used: dict[int, int] = {}
        typed: set[int] = set()
        for number in self.numbers:
            found = words.spec(cleaned.get(f"property_{number}") or "")
            if found is None or found.scope == "trait" or not cleaned.get(f"value_{number}"):
                continue
            event = cleaned.get(f"event_{number}")
            if event is None and found.scope == "both":
                continue
            used.setdefault(event or 1, number)
            if found.code == "type":
                typed.add(event or 1)
        for event, number in used.items():
            if event not in typed:
                text = _("Event %(n)d needs a line that says what happened.") % {"n": event}
                self.add_error(f"property_{number}", text)

    def _check_line(self, cleaned: dict[str, Any], number: int) -> None:
        code, text = cleaned.get(f"property_{number}"), cleaned.get(f"value_{number}")
        if text and not code:
            self.add_error(f"property_{number}", _("Say what this is."))
        if code and not text:
            self.add_error(f"value_{number}", _("Write it word for word, or leave the line empty."))

    def source(self) -> Source | NewSource:
        """The chosen source, or the new one."""
        chosen: Source | None = self.cleaned_data["old_source"]
        if chosen is not None:
            return chosen
        return NewSource(self.cleaned_data["new_source"], self.cleaned_data["source_kind"])

    def draft(self) -> Draft:
        """What the form says, with each property's own least tier."""
        data = self.cleaned_data
        said = [
            self._said(data[f"property_{n}"], data[f"value_{n}"], data[f"event_{n}"], data[f"tier_{n}"])
            for n in self.numbers
            if data.get(f"property_{n}") and data.get(f"value_{n}")
        ]
        return Draft(
            *("", "", data["role"], said),
            said_by=data["said_by"],
            how_known=data["how_known"],
            said_on=data["said_on"],
        )

    def _said(self, code: str, text: str, event: int | None, tier: int | None) -> Said:
        found = words.pack().property(code)
        number = event or (1 if found.scope == "event" else None)
        return Said(None if found.scope == "trait" else number, code, text, "", max(found.tier, tier or 0))
