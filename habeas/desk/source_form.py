"""The form of a source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from habeas.accounts.models import User
from habeas.accounts.tiers import Tier
from habeas.desk import seen, words
from habeas.desk.record_form import tiers
from habeas.statements.models import Source

_FIELDS = (
    *("code", "title", "kind", "publisher", "url", "language", "reliability", "tier"),
    *("parent", "upstream", "sharing"),
)


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A source's own page."""

    class Meta:
        model = Source
        fields = _FIELDS
        labels = {
            "code": lazy("Short name"),
            "title": lazy("Title"),
            "publisher": lazy("Publisher"),
            "url": lazy("Address on the web"),
            "language": lazy("Language"),
            "parent": lazy("Part of"),
            "upstream": lazy("Took its content from"),
        }
        help_texts = {
            "code": lazy("Letters, digits and hyphens; it cannot be changed later."),
            "parent": lazy("The leak or collection that holds it."),
            "upstream": lazy("Copies of one origin corroborate nothing."),
        }
        widgets = {name: forms.TextInput() for name in ("title", "publisher", "url")}

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=words.terms("source_kind"))
        grades = [("", "–"), *[(grade, grade) for grade in "ABCDEF"]]
        self.fields["reliability"] = forms.ChoiceField(
            label=_("Reliability"),
            required=False,
            choices=grades,
            help_text=_("From A (completely reliable) to F (cannot be judged)"),
        )
        self.fields["tier"] = forms.TypedChoiceField(
            label=_("Tier"), coerce=int, choices=tiers(), initial=Tier.INTERNAL
        )
        self.fields["sharing"] = forms.ChoiceField(
            label=_("Sharing terms"), required=False, choices=[("", _("not declared")), *_sharing(self.instance)]
        )
        others = seen.sources(user).order_by("title")
        for name in ("parent", "upstream"):
            field: Any = self.fields[name]
            field.required, field.queryset = False, others.exclude(pk=self.instance.pk)
            field.label_from_instance = lambda source: source.title
        self._kept = self._out_of_sight(others)
        self.initial.update(dict.fromkeys(self._kept))
        if self.instance.pk:
            del self.fields["code"]

    def _out_of_sight(self, others: QuerySet[Source]) -> dict[str, Source]:
        """The parent or upstream source that this person may not know of: it is not shown, and it stays."""
        above = {name: getattr(self.instance, name) for name in ("parent", "upstream")}
        known = set(others.values_list("pk", flat=True))
        return {name: one for name, one in above.items() if one is not None and one.pk not in known}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | {name: one for name, one in self._kept.items() if not cleaned.get(name)}


def _sharing(source: Source) -> list[tuple[str, str]]:
    """The terms that we know, and the words that the source came with when they are others."""
    known = words.terms("sharing")
    own = source.sharing
    return known if not own or own in dict(known) else [*known, (own, own)]
