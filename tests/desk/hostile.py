"""Input that nobody means well with: signs, sizes and numbers on which careless programs break."""

from __future__ import annotations

from typing import Final

from tests.desk.pages import Form

TEXTS: Final = {
    "nothing": "",
    "a space": " ",
    "NUL": "a\0b",
    "NUL alone": "\0",
    "markup": '"><script>alert(1)</script><img src=x>',
    "template signs": "{{ 7|add:1 }}{% csrf_token %}{# x #}",
    "a turned direction": "\u202egnorw\u202c \u2067x\u2069",
    "a formula": "=cmd|' /C calc'!A0",
    "quotes": "'; DROP TABLE x; -- \" \\",
    "a path": "../../../etc/passwd",
    "a header": "a\r\nSet-Cookie: x=1",
    "percent": "% %s %(x)s _ \\",
    "long": "x" * 20_001,
    "accents": "Z\u0351\u0344\u030d" * 50,
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "half an escape": "%ED%A0%80%00",
}
NUMBERS: Final = {
    "zero": "0",
    "one": "1",
    "below zero": "-1",
    "larger than a column": "2147483648",
    "larger than a long": "9" * 30,
    "very many digits": "1" * 5_000,
    "a superscript": "²",
    "other digits": "٣",
    "full width": "１２",
    "a circled number": "①",
    "a fraction": "1.5",
    "an exponent": "1e309",
    "not a number": "NaN",
    "hexadecimal": "0x10",
    "a sign": "+1",
    "spaces": " 1 ",
}
ALL: Final = {**TEXTS, **NUMBERS}
# Those that break programs rather than their readers: for the many fields of the many forms.
SHARPEST: Final = {
    name: ALL[name]
    for name in (
        "NUL",
        "a header",
        "long",
        "noncharacters",
        "below zero",
        "very many digits",
        "a superscript",
        "a path",
    )
}
FILLER: Final = "an invented text"


def filled(form: Form, button: str | None = None) -> dict[str, list[str]]:
    """A form sent as a patient person would send it: what has to be filled in is filled in."""
    values: dict[str, str | list[str]] = {}
    for control in form.controls:
        name, kind = control.attrs.get("name", ""), control.attrs.get("type", "text")
        if not name or kind in {"hidden", "file"} or "required" not in control.attrs:
            continue
        values[name] = next((one for one in form.choices(name) if one), FILLER) if _chosen(form, name) else FILLER
    return form.data(button, **values)


def _chosen(form: Form, name: str) -> bool:
    named = [one for one in form.controls if one.attrs.get("name") == name]
    return named[0].tag == "select" or named[0].attrs.get("type") in {"radio", "checkbox"}
