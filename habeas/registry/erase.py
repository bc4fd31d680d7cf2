"""Erase a record for good: asked for by one, approved by another, and honoured by every later restore.

The rows and their salt are deleted by the database's own function, which checks both approvals. Their
digest stays, so batches and the audit chain still verify. The code is noted in the workspace's erasure
list, which a restore of an older backup replays. The sealed file that the record came in still holds it,
unless both people agree to destroy that file too.
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
from habeas.evidence import store
from habeas.index import changes
from habeas.registry import merge, rebuild
from habeas.registry.models import Member
from habeas.statements.models import Erasure, Record

LIST = "erasures.jsonl"


class EraseError(ValueError):
    """The record cannot be erased; the message says why."""


def ask(*, record: Record, reason: str, by: User, file: str = "") -> Approval:
    """Ask for an erasure; a second person with the right has to agree. `file` is the SHA-256 of the sealed
    file that is to be destroyed with it."""
    payload = {"file": file} if file else {}
    return approve.ask(kind="erase", subject=f"record:{record.code}", payload=payload, reason=reason, by=by)


@approve.when_approved("erase", permission=roles.ERASE)
def _erase(*, approval: Approval, by: str) -> None:
    code = approval.subject.removeprefix("record:")
    record = Record.objects.filter(code=code).first()
    if record is None:
        raise EraseError(f"Record {code} is gone already.")
    merge.hold()
    beside = _beside(record.pk)
    subjects = merge.subjects_of([record.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_erase(%s, %s)", [code, approval.pk])
    rebuild.touch(subjects)
    merge.regroup(beside)
    changes.note(None)  # no process keeps the name in its memory
    erased = Erasure.objects.get(record_code=code)
    log.record("record.erased", by=by, subject=f"record:{code}", rows=[erased])
    file = str(approval.payload.get("file", ""))
    if file:
        store.destroy(sha256=file, by=by, why=f"erasure of record {code}, approval {approval.pk}")
    transaction.on_commit(lambda: note(erased, file))


def _beside(record: int) -> list[int]:
    """The other records of the same subject: without this one, judgements may group them anew."""
    subject = Member.objects.filter(record=record).values("subject")
    return list(Member.objects.filter(subject__in=subject).exclude(record=record).values_list("record_id", flat=True))


def note(erased: Erasure, file: str = "") -> None:
    """Add an erasure to the workspace's list: code, approval, reason, time, file. Nothing of the content."""
    entry = {
        "code": erased.record_code,
        "approval": erased.approval,
        "reason": erased.reason,
        "at": erased.at.isoformat(),
        "file": file,
    }
    with (Path(settings.WORKSPACE) / LIST).open("a", encoding="utf-8") as target:
        target.write(json.dumps(entry) + "\n")
        target.flush()
        os.fsync(target.fileno())


def noted(path: Path) -> list[dict[str, Any]]:
    """The erasures that a list names. Raises EraseError for a damaged list."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            found.append(_entry(line, f"{path.name}, line {number}"))
    return found


def _entry(line: str, where: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        return {name: entry[name] for name in ("code", "approval", "reason", "at")} | {"file": entry.get("file", "")}
    except (ValueError, KeyError, TypeError) as error:
        raise EraseError(
            f"{where} is not an entry of an erasure list ({error}). Restore the list from a backup."
        ) from error


def replay(entries: list[dict[str, Any]], *, by: str, using: str = "owner") -> int:
    """Erase again what an older backup brought back; needs the owner. Returns how many records went."""
    codes: list[str] = []
    beside: set[int] = set()
    subjects: set[int] = set()
    with transaction.atomic(using=using), transaction.get_connection(using).cursor() as cursor:
        for entry in entries:
            cursor.execute(
                "SELECT o.record_id, subject_id FROM registry_member m JOIN statements_record r ON r.id = m.record_id "
                "JOIN registry_member o USING (subject_id) WHERE r.code = %s",
                [entry["code"]],
            )
            for record, subject in cursor.fetchall():
                beside.add(record)
                subjects.add(subject)
            cursor.execute(
                "SELECT registry_erase_again(%s, %s, %s, %s)",
                [entry["code"], entry["approval"], entry["reason"], entry["at"]],
            )
            if cursor.fetchone()[0]:
                codes.append(entry["code"])
    for entry in entries:
        if entry["file"]:
            store.destroy(sha256=entry["file"], by=by, why=f"erasure of record {entry['code']}, replayed")
    if codes:
        with transaction.atomic():
            log.record("erasures.replayed", by=by, rows=list(Erasure.objects.filter(record_code__in=codes)))
            rebuild.touch(sorted(subjects))
            merge.regroup(list(Member.objects.filter(record__in=beside).values_list("record_id", flat=True)))
    return len(codes)
