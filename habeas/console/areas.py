"""The administrative areas that packs declare, brought into the register as places."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from habeas.intake import deliver, load
from habeas.intake.models import DONE, Batch
from habeas.packs import reader as packs

_LIST, _MAPPING = "areas.csv", "areas.toml"


def bring(*, by: str) -> int:
    """Import every pack's areas that are new or changed; returns how many areas were read."""
    read = 0
    for name in settings.PACKS:
        folder = packs.folder_of(name) / "places"
        if (folder / _MAPPING).exists():
            read += _bring(folder, by=by)
    return read


def _bring(folder: Path, *, by: str) -> int:
    mapping = (folder / _MAPPING).read_text("utf-8")
    content = hashlib.sha256((folder / _LIST).read_bytes()).hexdigest()
    if Batch.objects.filter(item__sha256=content, mapping=mapping, state=DONE).exists():
        return 0
    batch = load.commit(deliver.receive(path=folder / _LIST, mapping=mapping, by=by), by=by)
    return int(batch.counts["read"])
