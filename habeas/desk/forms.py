"""Forms of the desk. A form only translates; rules live below."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from habeas.accounts.models import Team, User
from habeas.accounts.roles import ROLES
from habeas.accounts.tiers import LABELS, Tier
from habeas.desk import reading, words
from habeas.statements import ledger
from habeas.statements.drafting import Draft, Said
from habeas.statements.models import SUBJECT_KINDS, Source

ROWS = 8  # statement lines on the form for a record


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A source's own page."""

    class Meta:
        model = Source
        fields = [
            "code",
            "title",
            "kind",
            "publisher",
            "url",
            "language",
            "reliability",
            "tier",
            "parent",
            "upstream",
            "sharing",
        ]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=_terms("source_kind"))
        self.fields["reliability"] = forms.ChoiceField(
            label=_("Reliability (A to F)"), required=False, choices=[("", "–"), *[(x, x) for x in "ABCDEF"]]
        )
        self.fields["tier"] = forms.TypedChoiceField(
            label=_("Tier"), coerce=int, choices=_tiers(), initial=Tier.INTERNAL
        )
        self.fields["upstream"].help_text = _("Where this source took its content from; copies corroborate nothing.")


def _terms(thesaurus: str) -> list[tuple[str, str]]:
    return [
        (one.code, words.term_label(thesaurus, one.code)) for one in words.pack().thesauri.get(thesaurus, {}).values()
    ]


def _tiers() -> list[tuple[int, Any]]:
    return [(int(tier), label) for tier, label in LABELS.items() if tier != Tier.SEALED]


class RecordForm(forms.Form):
    """One source's account by hand: who says so, then up to eight statements."""

    kind = forms.ChoiceField(label=lazy("About a"), choices=[(kind, kind) for kind in SUBJECT_KINDS])
    role = forms.ChoiceField(label=lazy("Role of the subject"))
    old_source = forms.ModelChoiceField(label=lazy("Source"), queryset=Source.objects.none(), required=False)
    new_source = forms.CharField(label=lazy("or a new source: its title"), max_length=300, required=False)
    source_kind = forms.ChoiceField(label=lazy("Kind of the new source"), required=False)
    said_by = forms.CharField(label=lazy("Said by"), max_length=300, required=False)
    how_known = forms.CharField(label=lazy("How they know"), max_length=300, required=False)
    said_on = forms.CharField(label=lazy("Said on"), max_length=60, required=False)

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.user = user
        mine = reading.assigned(user)
        sources = Source.objects.order_by("title")
        self.fields["old_source"].queryset = sources if mine is None else sources.filter(code__in=mine)  # type: ignore[attr-defined]
        self.fields["role"] = forms.ChoiceField(label=_("Role of the subject"), choices=_terms("subject_role"))
        self.fields["source_kind"] = forms.ChoiceField(
            label=_("Kind of the new source"), required=False, choices=_terms("source_kind")
        )
        properties = [
            ("", "–"),
            *sorted(
                [(one.code, words.property_label(one.code)) for one in words.pack().properties],
                key=lambda x: x[1],
            ),
        ]
        for number in range(ROWS):
            self.fields[f"property_{number}"] = forms.ChoiceField(label=_("What"), required=False, choices=properties)
            self.fields[f"value_{number}"] = forms.CharField(label=_("Word for word"), required=False, max_length=5000)
            self.fields[f"event_{number}"] = forms.IntegerField(
                label=_("Event"), required=False, min_value=1, max_value=99
            )
            self.fields[f"tier_{number}"] = forms.TypedChoiceField(
                label=_("Tier"), required=False, coerce=int, empty_value=None, choices=[("", "–"), *_tiers()]
            )

    def lines(self) -> list[list[Any]]:
        """The statement rows as bound fields, for the template."""
        return [[self[f"{name}_{number}"] for name in ("property", "value", "event", "tier")] for number in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("old_source") and not cleaned.get("new_source"):
            self.add_error("old_source", _("Say who says so: choose a source or name a new one."))
        if not any(cleaned.get(f"value_{number}") and cleaned.get(f"property_{number}") for number in range(ROWS)):
            raise forms.ValidationError(_("Nothing is said: fill in at least one line."))
        return cleaned

    def source(self) -> Source:
        """The chosen source, or the new one."""
        chosen = self.cleaned_data["old_source"]
        if chosen is not None:
            return chosen  # type: ignore[no-any-return]
        title = self.cleaned_data["new_source"]
        code = f"hand-{Source.objects.count() + 1}-{self.user.pk}"
        return ledger.add_source(by=self.user.username, code=code, title=title, kind=self.cleaned_data["source_kind"])

    def draft(self) -> Draft:
        """What the form says, with each property's own least tier."""
        data = self.cleaned_data
        said = [
            self._said(data[f"property_{n}"], data[f"value_{n}"], data[f"event_{n}"], data[f"tier_{n}"])
            for n in range(ROWS)
            if data.get(f"property_{n}") and data.get(f"value_{n}")
        ]
        return Draft(
            "",
            "",
            data["role"],
            said,
            said_by=data["said_by"],
            how_known=data["how_known"],
            said_on=data["said_on"],
        )

    def _said(self, code: str, text: str, event: int | None, tier: int | None) -> Said:
        spec = words.pack().property(code)
        number = event if event is not None or spec.scope == "trait" else 1
        return Said(number if spec.scope != "trait" else None, code, text, "", max(spec.tier, tier or 0))


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """Invite somebody, or change their role and teams."""

    teams = forms.ModelMultipleChoiceField(queryset=Team.objects.order_by("name"), required=False, label=lazy("Teams"))

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "role", "is_active"]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=[(r.code, r.label) for r in ROLES.values()])
        if self.instance.pk:
            self.fields["teams"].initial = self.instance.teams.all()
