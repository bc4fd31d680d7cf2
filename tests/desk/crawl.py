"""Walk through every page that a reader can reach or guess, and make two walks comparable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from django.db.models import Model
from django.test import Client

from habeas.accounts.models import Approval, User
from habeas.intake.models import Batch
from habeas.linkage.models import Judgement
from habeas.registry.models import SavedSearch
from habeas.statements.models import Erasure, Raising, Record, Retraction, Source, Statement

_HREF: Final = re.compile(r'(?:href|hx-get)="([^"]*)"')
_CORRECT: Final = "/records/new/?answers="  # every statement has such a link; the first of them speak for all
_FEW: Final = 8
_LEFT_OUT: Final = ("/account/", "/static/", "/language/")


def body(answer: Any) -> str:
    """Everything of an answer that reaches a reader: its headers and its content."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    cookies = "\n".join(morsel.OutputString() for morsel in answer.cookies.values())
    return f"{answer.status_code}\n{headers}\n{cookies}\n{content.decode()}"


def walk(client: Client, starts: Iterable[str]) -> dict[str, str]:
    """Address -> answer, for these addresses and all that their pages lead to."""
    found: dict[str, str] = {}
    asked, waiting = set(starts), list(starts)
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        if address in found or address.startswith(_LEFT_OUT):
            continue
        if address not in asked and address.startswith(_CORRECT) and sum(map(_corrects, found)) >= _FEW:
            continue
        found[address] = body(client.get(address))
        assert len(found) < 2_000, "the walk does not end"
        waiting += _leads(address, found[address])
    return found


def _corrects(address: str) -> bool:
    return address.startswith(_CORRECT)


def _leads(address: str, text: str) -> list[str]:
    located = re.findall(r"^Location: (\S+)$", text, re.MULTILINE)
    targets = [urljoin(address, _plain(one)) for one in [*_HREF.findall(text), *located]]
    return [one for one in dict.fromkeys(targets) if not urlsplit(one).netloc and one.startswith("/")]


def _plain(reference: str) -> str:
    return reference.replace("&amp;", "&")


class Names:
    """Names for everything that has a random code or a number, so that two registers can be compared."""

    def __init__(self) -> None:
        self.codes = {one.code: self._of_record(one) for one in Record.objects.select_related("source")}
        self.numbers: dict[str, dict[int, str]] = {
            "statements": _named(Statement, lambda s: f"{s.record.code}/{s.event}/{s.property}/{s.original[:40]}"),
            "sources": _named(Source, lambda s: s.code),
            "batches": _named(Batch, lambda b: b.filename),
            "retractions": _named(Retraction, lambda r: r.reason),
            "raisings": _named(Raising, lambda r: r.reason),
            "judgements": _named(Judgement, lambda j: j.reason),
            "saved": _named(SavedSearch, lambda s: s.name),
            "approvals": _named(Approval, lambda a: a.kind),
            "accounts": _named(User, lambda u: u.username),
        }
        self.codes |= {one.record_code: "CODE-ERASED" for one in Erasure.objects.all()}
        self.numbers["import"] = self.numbers["batches"]

    @staticmethod
    def _of_record(one: Record) -> str:
        key = f"by-hand-{one.standing}-{one.said_by}" if one.key.startswith("~") else one.key
        return f"CODE-{one.source.code}-{key}".replace(" ", "-")

    def plain(self, text: str) -> str:
        """The text with every code, number, token and time that differs from run to run taken out."""
        for kind, numbers in self.numbers.items():
            text = re.sub(
                rf"/{kind}/(\d+)/", lambda found, k=kind, n=numbers: f"/{k}/{n.get(int(found[1]), '?')}/", text
            )
        for pattern, kind in ((r"answers=(\d+)", "statements"), (r"source=(\d+)", "sources")):
            text = re.sub(pattern, lambda found, k=kind: f"{k}={self.numbers[k].get(int(found[1]), '?')}", text)
        text = re.sub(
            r'name="source"\s+value="(\d+)"', lambda found: f"source {self.numbers['sources'].get(int(found[1]))}", text
        )
        text = re.sub(r'(<select name="(?:old_source|parent|upstream)".*?</select>)', _no_values, text, flags=re.DOTALL)
        for code, name in self.codes.items():
            text = text.replace(code, name)
        for pattern, instead in _PASSING:
            text = re.sub(pattern, instead, text)
        return text


_PASSING: Final = (
    (r'name="csrfmiddlewaretoken" value="\w+"', "TOKEN"),
    (r"messages=[^;]*", "MESSAGES"),
    (r"csrftoken=\w+; expires=[^;]*", "TOKEN"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", "TIME"),
    (r"(after|before)=\d+", r"\1=N"),
    (r'name="(answers|keys)" value="[^"]*"', r"\1=N"),
    (r"persons-\d+\.csv", "persons-N.csv"),
    (r"UTC #\d+", "UTC #N"),
    (r"Content-Length: \d+", "Content-Length: N"),
    (r"SHA-256 <code>\w+", "SHA"),
)


def _no_values(found: re.Match[str]) -> str:
    return re.sub(r'value="\d+"', 'value="N"', found[1])


def _named(model: type[Model], name: Callable[[Any], str]) -> dict[int, str]:
    related = [field.name for field in model._meta.fields if field.name == "record" and field.is_relation]
    return {one.pk: name(one) for one in model._default_manager.select_related(*related)}


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Addresses that only one of two walks knows, and those with another answer, with the first lines that differ."""
    found = [f"only in one walk: {address}" for address in sorted(one.keys() ^ other.keys())]
    for address in sorted(one.keys() & other.keys()):
        if one[address] != other[address]:
            pairs = zip(one[address].splitlines(), other[address].splitlines(), strict=False)
            lines = next(((a, b) for a, b in pairs if a != b), ("", "one answer is longer"))
            found.append(f"{address}\n    {_around(*lines)}\n    {_around(lines[1], lines[0])}")
    return found


def _around(line: str, other: str) -> str:
    place = next((n for n, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), min(len(line), len(other)))
    return line[max(0, place - 120) : place + 160]


__all__ = ["Names", "body", "differences", "walk"]
