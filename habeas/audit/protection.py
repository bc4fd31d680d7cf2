"""The trigger that keeps the ledger: no UPDATE but of derived columns, no DELETE but by an approved erasure."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.apps import apps


class Fixed(pgtrigger.Trigger):
    """Refuse UPDATE (except of the named derived columns) and DELETE.

    Only the database function `registry_erase`, which runs as the owner and checks two approvals, sets
    `habeas.erasing` while it deletes; the application's role has no right to DELETE at all.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name: str, except_columns: tuple[str, ...] = (), **options: Any) -> None:
        self.except_columns = except_columns
        super().__init__(name=name, **options)

    def get_func(self, model: Any) -> str:
        derived = "".join(f" NEW.{column} := OLD.{column};" for column in self.except_columns)
        return f"""
            IF TG_OP = 'DELETE' THEN
                IF current_setting('habeas.erasing', true) = 'yes' THEN RETURN OLD; END IF;
                RAISE EXCEPTION '% keeps what was said: rows are withdrawn, not deleted', TG_TABLE_NAME;
            END IF;
            DECLARE changed {model._meta.db_table}%ROWTYPE := NEW;
            BEGIN
                {derived}
                IF NEW IS DISTINCT FROM OLD THEN
                    RAISE EXCEPTION '% keeps what was said: only readings may change', TG_TABLE_NAME;
                END IF;
                RETURN changed;
            END;
        """


def ledger() -> dict[str, tuple[str, ...]]:
    """Every table that only grows, with the derived columns that may change in it."""
    return {
        model._meta.db_table: trigger.except_columns
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, Fixed)
    }
