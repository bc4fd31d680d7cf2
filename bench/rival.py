"""The rival of the import benchmark: `python -m bench.rival WORKSPACE FILE` reads a CSV with django-import-export
in bulk mode into a model of one table on the same database server."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django
from django.apps import AppConfig


class Config(AppConfig):
    name = "bench"
    label = "bench"


def main(workspace: str, file: str) -> None:
    os.environ["HABEAS_WORKSPACE"] = workspace
    os.environ["DJANGO_SETTINGS_MODULE"] = "habeas.settings"
    from django.conf import settings

    settings.INSTALLED_APPS += ["import_export", "bench.rival.Config"]
    django.setup()
    print(json.dumps({"seconds": round(_timed(Path(file)), 2)}))


def _timed(path: Path) -> float:
    import tablib
    from django.conf import settings
    from django.db import connections, models
    from import_export import resources

    from bench.invent import COLUMNS
    from habeas.engine import running

    fields = {name.replace(" ", "_"): models.TextField(blank=True) for name in COLUMNS if name != "id"}
    meta = type("Meta", (), {"app_label": "bench", "db_table": "bench_row"})
    row = type("Row", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
    options = type("Meta", (), {"model": row, "use_bulk": True, "batch_size": 1000, "skip_diff": True})
    resource = type("Rows", (resources.ModelResource,), {"Meta": options})()
    with running.database(settings.WORKSPACE, url="") as server:
        with connections["owner"].schema_editor() as editor:
            editor.create_model(row)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f'GRANT ALL ON bench_row TO "{server.app}"')
            cursor.execute(f'GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO "{server.app}"')
        began = time.perf_counter()
        with path.open(encoding="utf-8", newline="") as file:
            data = tablib.Dataset().load(file, format="csv")
        data.headers = [name.replace(" ", "_") for name in data.headers]
        result = resource.import_data(data, raise_errors=True)
        seconds = time.perf_counter() - began
        assert result.totals["new"] == len(data), result.totals
        with connections["owner"].schema_editor() as editor:
            editor.delete_model(row)
    return seconds


if __name__ == "__main__":
    main(*sys.argv[1:])
