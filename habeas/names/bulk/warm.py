"""Compile the inner loops before anybody waits for them: `python -m habeas.names.bulk.warm`, which set-up runs."""

from __future__ import annotations

from habeas.names.bulk import forms
from habeas.names.bulk.asking import ask
from habeas.names.bulk.index import Index, Row
from habeas.names.bulk.pairs import Comparer

_INVENTED = ("Alpha Testov", "Beta Testova", "测试江·阿尔法", "A. Testov", "Gamma Alpha Testov")


def warm() -> None:
    """Use every loop once; quick when they are compiled already."""
    index = Index()
    index.fill(Row(forms.packed(name), owner, 0) for owner, name in enumerate(_INVENTED[:3]))
    for owner, name in enumerate(_INVENTED[3:], start=3):
        index.add(Row(forms.packed(name), owner, 0))
    for name in (*_INVENTED, "Alpha"):
        ask(index, name, ceiling=0, most=5)
    list(Comparer().bits([(one, other) for one in _INVENTED for other in _INVENTED]))


if __name__ == "__main__":
    warm()
