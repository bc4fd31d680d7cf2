"""The administrative areas that packs declare, brought into the register as places."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from django.conf import settings

from habeas.intake import deliver, load
from habeas.intake.models import DONE, Batch
from habeas.packs import reader as packs

_LIST, _MAPPING = "areas.csv", "areas.toml"


def bring(*, by: str) -> int:
    """Import every pack's areas that are new or changed; returns how many areas were read."""
    packs.load(*settings.PACKS)  # a pack that is not there is told now, not by the first import
    read = 0
    for name in settings.PACKS:
        folder = packs.folder_of(name) / "places"
        if (folder / _MAPPING).exists():
            read += _bring(folder, by=by)
    return read


def sources() -> list[str]:
    """The short names of the sources that areas come from."""
    found = []
    for name in settings.PACKS:
        mapping = packs.folder_of(name) / "places" / _MAPPING
        if mapping.exists():
            found.append(str(tomllib.loads(mapping.read_text("utf-8"))["source"]["code"]))
    return found


def _bring(folder: Path, *, by: str) -> int:
    mapping = (folder / _MAPPING).read_text("utf-8")
    content = hashlib.sha256((folder / _LIST).read_bytes()).hexdigest()
    if Batch.objects.filter(item__sha256=content, mapping=mapping, state=DONE).exists():
        return 0
    batch = load.commit(deliver.receive(path=folder / _LIST, mapping=mapping, by=by), by=by)
    return int(batch.counts["read"])
