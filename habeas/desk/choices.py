"""A choice among many, written at once: a template for each of a hundred options costs a page its speed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


class Select(forms.Select):
    """A plain select, the same for readers as Django's own."""

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        told = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        options = "".join(_written(self.choices, set(self.format_value(value))))
        return format_html("<select{}>{}</select>", flatatt(told), mark_safe(options))  # noqa: S308 - escaped below


def _written(choices: Iterable[Any], chosen: set[str]) -> Iterator[str]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escape(code)}">{"".join(_written(label, chosen))}</optgroup>'
        else:
            text = "" if code is None else str(code)
            yield _option(text, str(label), text in chosen)


@lru_cache(maxsize=4096)
def _option(code: str, label: str, chosen: bool) -> str:
    return f'<option value="{escape(code)}"{" selected" if chosen else ""}>{escape(label)}</option>'
