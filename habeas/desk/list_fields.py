"""The part of the mapping form about the source and the list as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from habeas.accounts.tiers import LABELS, Tier
from habeas.desk import labels, words
from habeas.intake.mapping.model import SUBJECTS

NONE: Final = ("", "–")


class ListFields(forms.Form):
    """The fields of the source and of the list as a whole."""

    code = forms.SlugField(
        label=lazy("Short name of the source"),
        max_length=60,
        help_text=lazy("Letters, digits and hyphens. The same name adds to a source that is known."),
    )
    title = forms.CharField(label=lazy("Title of the source"), max_length=300)
    kind = forms.ChoiceField(label=lazy("Kind of source"))
    language = forms.CharField(label=lazy("Language"), max_length=20, required=False)
    reliability = forms.ChoiceField(
        label=lazy("Reliability (A to F)"), required=False, choices=[NONE, *[(x, x) for x in "ABCDEF"]]
    )
    tier = forms.TypedChoiceField(
        label=lazy("Tier"), coerce=int, choices=[(int(t), label) for t, label in LABELS.items() if t < Tier.SEALED]
    )
    stream = forms.CharField(
        label=lazy("Name of this list within the source"),
        max_length=60,
        help_text=lazy("A newer delivery of the same list is compared with the older one."),
    )
    subject = forms.ChoiceField(
        label=lazy("Each row is about a"), choices=[(one, labels.KINDS[one]) for one in SUBJECTS]
    )
    role = forms.ChoiceField(label=lazy("Role of the subject"), help_text=lazy("A row in a leak is not a detainee."))
    key = forms.ChoiceField(label=lazy("Column with the row's own number"), required=False)
    about = forms.ChoiceField(
        label=lazy("Column that says whom it is about"),
        required=False,
        help_text=lazy("Only when several rows are about one person."),
    )
    date_order = forms.ChoiceField(
        label=lazy("Order of dates"),
        required=False,
        help_text=lazy("Undeclared, 1/2/2017 stays ambiguous: nothing is guessed."),
        choices=[
            ("", lazy("not declared")),
            ("dmy", "31/12/2017"),
            ("mdy", "12/31/2017"),
            ("ymd", "2017/12/31"),
            ("serial", lazy("numbers of a spreadsheet (43100)")),
        ],
    )
    name_order = forms.ChoiceField(label=lazy("Order of names"), required=False)
    hemisphere = forms.ChoiceField(
        label=lazy("Seasons are those of the"),
        required=False,
        choices=[("north", lazy("northern half of the earth")), ("south", lazy("southern half"))],
    )
    nothing = forms.CharField(
        label=lazy("Words that mean nothing was said, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    quarantine = forms.BooleanField(label=lazy("Hold the rows: they make no persons until promoted"), required=False)
    expert = forms.CharField(
        label=lazy("The whole mapping as text, for experts; used instead of the rest when filled in"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "ltr"}),
    )

    def set_choices(self, columns: Sequence[str]) -> None:
        """The choices that depend on the vocabulary and on the file."""
        names = [NONE, *[(name, name) for name in columns]]
        orders = [
            ("", _("not declared")),
            ("family-first", _("family name first")),
            ("given-first", _("given name first")),
        ]
        for field, choices in (
            ("key", names),
            ("about", names),
            ("kind", words.terms("source_kind")),
            ("role", words.terms("subject_role")),
            ("name_order", orders),
        ):
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def head(self) -> list[Any]:
        """The fields of the source and the list, for the template."""
        names = ("code", "title", "kind", "language", "reliability", "tier", "stream", "subject", "role")
        return [
            self[name]
            for name in (*names, "key", "about", "date_order", "name_order", "hemisphere", "nothing", "quarantine")
        ]
