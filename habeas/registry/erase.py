"""Erase a record for good: asked for by one, approved by another, and honoured by every later restore.

The rows and their salt are deleted by the database's own function, which checks both approvals. Their
digest stays, so batches and the audit chain still verify. The code is noted in the workspace's erasure
list, which a restore of an older backup replays.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from habeas.accounts import approve, roles
from habeas.accounts.models import Approval, User
from habeas.audit import log
from habeas.registry import merge, rebuild
from habeas.statements.models import Erasure, Record

LIST = "erasures.jsonl"


class EraseError(ValueError):
    """The record cannot be erased; the message says why."""


def ask(*, record: Record, reason: str, by: User) -> Approval:
    """Ask for an erasure; a second person with the right has to agree."""
    return approve.ask(kind="erase", subject=f"record:{record.code}", payload={}, reason=reason, by=by)


@approve.when_approved("erase", permission=roles.ERASE)
def _erase(*, approval: Approval, by: str) -> None:
    code = approval.subject.removeprefix("record:")
    record = Record.objects.filter(code=code).first()
    if record is None:
        raise EraseError(f"Record {code} is gone already.")
    subjects = merge.subjects_of([record.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_erase(%s, %s)", [code, approval.pk])
    erased = Erasure.objects.get(record_code=code)
    rebuild.touch(subjects)
    log.record("record.erased", by=by, subject=f"record:{code}", digest=bytes(erased.digest))
    transaction.on_commit(lambda: note(erased))


def note(erased: Erasure) -> None:
    """Add an erasure to the workspace's list: code, approval, reason, day. Nothing of the content."""
    entry = {
        "code": erased.record_code,
        "approval": erased.approval,
        "reason": erased.reason,
        "at": erased.at.isoformat(),
    }
    with (Path(settings.WORKSPACE) / LIST).open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())


def noted(path: Path) -> list[dict[str, Any]]:
    """The erasures that a list names."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def replay(entries: list[dict[str, Any]], *, using: str = "owner") -> int:
    """Erase again what an older backup brought back; needs the owner. Returns how many records went."""
    from_owner = transaction.get_connection(using)
    subjects: set[int] = set()
    gone = 0
    with transaction.atomic(using=using), from_owner.cursor() as cursor:
        for entry in entries:
            cursor.execute(
                "SELECT m.subject_id FROM registry_member m JOIN statements_record r ON r.id = m.record_id "
                "WHERE r.code = %s",
                [entry["code"]],
            )
            subjects.update(row[0] for row in cursor.fetchall())
            cursor.execute(
                "SELECT registry_erase_again(%s, %s, %s, %s)",
                [entry["code"], entry["approval"], entry["reason"], entry["at"]],
            )
            gone += bool(cursor.fetchone()[0])
    with transaction.atomic():
        rebuild.touch(sorted(subjects))
        if gone:
            log.record("erasures.replayed", by="restore", detail={"records": gone})
    return gone
