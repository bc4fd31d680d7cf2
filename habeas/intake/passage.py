"""One pass over one file, in one transaction: rows made ready, compared with what is held, and sent."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone

from habeas.audit import digests, log
from habeas.engine.sealing import Seal
from habeas.evidence import store
from habeas.intake import mapping as mappings
from habeas.intake.compare import Comparison
from habeas.intake.mapping import validate
from habeas.intake.models import DONE, Batch, Preview
from habeas.intake.opening import ImportRefused, opened, source_for
from habeas.intake.plan import Plan
from habeas.intake.readers import Table
from habeas.intake.ready import ready
from habeas.intake.rows import Made, Maker, Recipe, habits_of
from habeas.packs import reader as packs
from habeas.registry import merge, rebuild
from habeas.statements import copying, keepers, standing, usages
from habeas.statements.drafting import Frame
from habeas.statements.models import LIVE, QUARANTINED, Retraction, Source

Report = Callable[[str, int, int], None]  # stage, how many are done, of how many (0: not known)


class Pass:
    """One reading of one file."""

    def __init__(self, batch: Batch, *, by: str, report: Report | None, dry: bool) -> None:
        self.batch, self.by, self.dry = batch, by, dry
        self.report = report or (lambda stage, done, total: None)
        self.began = time.monotonic()
        self.proof = hashlib.sha256()
        self.statements = 0
        looked_at = Preview.objects.filter(batch=batch).first()
        self.expected = int(looked_at.content["counts"]["read"]) if looked_at is not None else 0

    def run(self) -> None:
        mapping = mappings.load(self.batch.mapping)
        table = opened(self.batch)
        self._check(mapping, table)
        source = source_for(mapping, by=self.by)
        recipe = self._recipe(mapping, table, source)
        self.maker = Maker(recipe)
        held = mapping.quarantine or self.batch.quarantined
        self.seen = Comparison(self.maker, source.pk, mapping.stream, self.batch.pk, self.dry, held)
        for made in ready(self.maker, table, recipe):
            self._take(made)
        self.seen.finish(gone=mapping.gone)
        if not self.dry:
            self._settle(source, mapping, table)

    def _check(self, mapping: mappings.Mapping, table: Table) -> None:
        problems = validate(mapping, table.columns, packs.load(*settings.PACKS))
        if problems:
            raise ImportRefused(f"The mapping does not fit the file: {'; '.join(problems)}", list(problems))

    def _recipe(self, mapping: mappings.Mapping, table: Table, source: Source) -> Recipe:
        keys = tuple(keepers.keys())
        seal = Seal(keys) if keys else None
        plan = Plan(mapping, table.columns, packs.load(*settings.PACKS), source.tier)
        sealed = [table.columns[place] for place in sorted(plan.sealed())]
        if sealed and seal is None:
            raise ImportRefused(
                "These columns tell who testified or how to reach them, and no keeper's key exists to seal "
                f"them: {', '.join(sealed)}. Add keepers' keys to keepers.txt (docs/operate.md) or take the "
                "columns out of the file."
            )
        self.sealed = bool(sealed)
        frame = Frame(
            source=source.pk,
            stream=mapping.stream,
            usage=usages.keep(habits_of(mapping)).pk,
            kind=mapping.subject,
            batch=self.batch.pk,
            added_at=timezone.now().isoformat(),
            arrived=QUARANTINED if mapping.quarantine or self.batch.quarantined else LIVE,
            content_key=usages.content_key(),
            seal=seal,
        )
        numbering = str(table.details.get("numbering", "row"))
        return Recipe(self.batch.mapping, tuple(table.columns), tuple(settings.PACKS), frame, source.tier, numbering)

    def _take(self, made: list[Made]) -> None:
        fresh = self.seen.sort(made)
        rendered = [one.rendered for one in fresh if one.rendered is not None]
        for one in rendered:
            self.proof.update(one.digest)
            self.statements += one.said
        if not self.dry:
            copying.write(rendered)
        self.report("rows", self.seen.read, self.expected)

    def _settle(self, source: Source, mapping: mappings.Mapping, table: Table) -> None:
        """Make what was sent count: standing, subjects, profiles, the batch's own row, its audit events."""
        changed = standing.settle_batches([self.batch.pk]) if self.seen.superseded or self.seen.retracted else []
        new, known = merge.attach_batch(self.batch.pk)
        rebuild.touch(new, fresh=True, report=partial(self.report, "persons"))
        rebuild.touch([*known, *merge.subjects_of(changed)])
        source.mappings = {**source.mappings, mapping.stream or "-": self.batch.mapping}
        source.save(update_fields=["mappings"])
        if self.sealed:
            store.lock(item=self.batch.item, keys=keepers.keys(), by=self.by)
        counts: dict[str, Any] = {**self.seen.counts(), "statements": self.statements, "persons": len(new)}
        counts["seconds"] = round(time.monotonic() - self.began, 2)
        Preview.objects.filter(batch=self.batch).delete()
        Batch.objects.filter(pk=self.batch.pk).update(
            source=source,
            stream=mapping.stream,
            state=DONE,
            problem="",
            columns=list(table.columns),
            counts=counts,
            finished_at=timezone.now(),
        )
        self._log(counts)

    def _log(self, counts: dict[str, Any]) -> None:
        about = f"batch:{self.batch.pk}"
        if self.seen.superseded or self.seen.retracted:
            group = digests.Group(Retraction, "by_batch", self.batch.pk)
            log.record("batch.superseded", by=self.by, subject=about, group=group)
        log.record("batch.committed", by=self.by, subject=about, detail=counts, digest=self.proof.digest())
