"""Every named address of the project with real things behind it, found by walking the resolver."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from habeas.accounts import approve, invite
from habeas.accounts.models import User
from habeas.intake import load, undo
from habeas.intake.models import Batch
from habeas.linkage import decide
from habeas.linkage.models import Judgement
from habeas.registry import secrecy, work
from habeas.registry.models import SavedSearch
from habeas.statements.models import Raising, Record, Retraction, Source, Statement
from tests import build


def named() -> dict[str, str]:
    """Name of each address -> its pattern."""
    found = dict(_patterns(get_resolver()))
    assert "" not in found, "an address without a name"
    return found


def _patterns(resolver: URLResolver, at: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{at}{entry.pattern}")
        elif isinstance(entry, URLPattern):
            yield entry.name or "", f"{at}{entry.pattern}"


def quarantined(text: str = build.CSV, **details: str) -> Batch:
    """A batch whose rows are held."""
    batch = build.delivery(text, **details)
    Batch.objects.filter(pk=batch.pk).update(quarantined=True)
    return load.commit(batch, by="tests")


class Register:
    """A small register with one thing behind each kind of address."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.first = build.person("Testperson Alpha", ("sex", "male"), (1, "type", "taken"), (1, "date", "2017-05-01"))
        self.second = build.person("Testperson Beta", of=Source.objects.get(pk=self.first.source_id), key="b")
        self.statement = Statement.objects.get(record=self.first, property="sex")
        other = build.person("Testperson Gamma")
        work.withdraw(by=by, statements=list(other.statements.all()), reason="a test")
        secrecy.raise_tier(by=by, record=build.person("Testperson Delta"), tier=3, reason="a test")
        decide.judge(by=by.username, verdict="unsure", left=[self.first.pk], right=[self.second.pk], reason="a test")
        self.proposed = build.record(("name", "Testperson Epsilon"), proposed=True)
        self.batch = build.imported()
        undo.undo(batch=self.batch, by=by.username, reason="a test")
        self.held = quarantined()
        self.waiting = build.delivery()
        self.saved = SavedSearch.objects.create(owner=by.username, name="a test", query="sex=male")
        self.invited = build.user("ivo", "contributor")
        self.invited.set_unusable_password()
        self.invited.save()
        self.approval = approve.ask(
            kind="reset", subject="account:ivo", payload={}, reason="a test", by=build.user("ada", "administrator")
        )

    def arguments(self, name: str) -> dict[str, object]:
        """What stands in the address of this name."""
        if name in {"judge", "compare"}:
            return {"code": self.first.code, "other": self.second.code}
        special = {
            "undo-judgement": {"number": Judgement.objects.get().pk},
            "retraction-undo": {"number": Retraction.objects.get(batch=None).pk},
            "show-again": {"number": Raising.objects.get().pk},
            "delete-search": {"number": self.saved.pk},
            "approval-answer": {"number": self.approval.pk},
            "record-review": {"code": self.proposed.code},
            "invited": {"token": invite.token(self.invited)},
        }
        if name in special:
            return special[name]
        if name in {"source", "source-edit"}:
            return {"code": Source.objects.get(pk=self.first.source_id).code}
        if name in {"account", "account-reset"}:
            return {"number": self.invited.pk}
        if name.startswith(("import-", "batch-discard")):
            return {"number": self.waiting.pk}
        if name.startswith("batch"):
            return {"number": self.batch.pk}
        return {"number": self.statement.pk} if name.startswith("statement-") else {"code": self.first.code}

    def address(self, name: str) -> str:
        pattern = named()[name]
        wanted = {key: value for key, value in self.arguments(name).items() if f":{key}>" in pattern}
        return reverse(name, kwargs=wanted)

    def addresses(self) -> dict[str, str]:
        return {name: self.address(name) for name in named()}

    @property
    def records(self) -> list[Record]:
        return [self.first, self.second, self.proposed]
