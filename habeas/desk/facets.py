"""Labels of filters and of their values, in the reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from habeas.accounts.models import User
from habeas.desk import labels, phrasing, seen, words
from habeas.registry import lists

FACETS: Final = {
    "custody": lazy("Status"),
    "listed": lazy("Listed"),
    "role": lazy("Role"),
    "ethnicity": lazy("Ethnicity"),
    "sex": lazy("Sex"),
    "age": lazy("Age when taken"),
    "place": lazy("Place"),
    "source": lazy("Source"),
    "origins": lazy("Independent origins"),
    "sentence": lazy("Sentence"),
    "q": lazy("Words"),
    "held_from": lazy("Held from"),
    "held_to": lazy("Held until"),
}
_FIXED: Final = {
    ("listed", "yes"): lazy("listed"),
    ("listed", "no"): lazy("not listed"),
    ("origins", "3"): lazy("3 or more"),
    ("sentence", "over"): lazy("over: should be free"),
    ("sentence", "running"): lazy("running"),
    ("sentence", "-"): lazy("no end known"),
}
_TERMS: Final = {"sex": "sex", "ethnicity": "ethnicity", "role": "subject_role"}


class Labels:
    """Remembers the titles of the sources that the reader may know of, for the length of one page."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._titles: dict[str, str] | None = None

    def facet(self, facet: str) -> str:
        return str(FACETS[facet])

    def value(self, facet: str, value: str, label: str = "") -> str:
        """The label of a value; `label` is how the register itself writes it."""
        if (facet, value) in _FIXED:
            return str(_FIXED[facet, value])
        if value == lists.NOT_KNOWN:
            return _("not known")
        if facet == "custody":
            return phrasing.custody(value)
        if facet in _TERMS:
            return words.term_label(_TERMS[facet], value)
        if facet == "age":
            return str(labels.AGES.get(value, value))
        if facet == "place":
            return phrasing.area(value) if phrasing.area(value) != value else label or value
        return self._title(value) if facet == "source" else value

    def _title(self, number: str) -> str:
        if self._titles is None:
            self._titles = {str(pk): title for pk, title in seen.sources(self._user).values_list("pk", "title")}
        return self._titles.get(number, number)
