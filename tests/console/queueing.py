"""Hand a list to the background worker: `python -m tests.console.queueing queue FILE MAPPING`; prints the batch."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.settings")
    django.setup()
    from habeas.engine import running
    from habeas.intake import deliver, jobs

    _queue, file, mapping = sys.argv[1:]
    with running.database(settings.WORKSPACE, url=settings.DATABASE_URL):
        batch = deliver.receive(path=Path(file), mapping=Path(mapping).read_text("utf-8"), by="tests")
        jobs.enqueue(batch=batch, by="tests")
    sys.stdout.write(f"{batch.pk}\n")


if __name__ == "__main__":
    main()
