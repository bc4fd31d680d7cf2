"""Making and tuning the data folder of the embedded server."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from habeas.engine import binaries, probe
from habeas.engine.binaries import EngineError, RunAs
from habeas.engine.workspace import Workspace

SUPERUSER = "habeas_super"
SIGN_IN = "# Written by Habeas: this machine's socket only, with a password.\nlocal all all scram-sha-256\n"
FIXED = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "port": str(probe.PORT),
    "max_connections": "40",
    "max_logical_replication_workers": "0",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "synchronous_commit": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "2",
    # Logs never carry a person's data: no statements, no parameters, no failed statements, no details.
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_line_prefix": "'%m [%p] '",
    "log_statement": "none",
    "log_min_messages": "log",  # above "error", whose texts may quote values
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_autovacuum_min_duration": "-1",
    "log_checkpoints": "off",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def make(workspace: Workspace, user: RunAs) -> None:
    """Make the data folder with `initdb`, whole or not at all; does nothing when it exists."""
    for left in workspace.path.glob("postgres.new-*"):  # by a keeper that was killed
        shutil.rmtree(left, ignore_errors=True)
    if workspace.postgres.exists():
        return
    # a new name each time: an `initdb` that outlived its keeper may still write into the old one
    draft = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=workspace.path))
    user.own(draft)
    descriptor, name = tempfile.mkstemp(dir=workspace.tmp)
    password = Path(name)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(workspace.secret("super.password") + "\n")
        user.own(password)
        _initdb(draft, password, user)
        _replace(draft / "local.conf", "# Your own settings; they override those of Habeas.\n", user)
    finally:
        password.unlink()
    draft.rename(workspace.postgres)
    _sync(workspace.path)


def _initdb(data: Path, password: Path, user: RunAs) -> None:
    program = [str(binaries.folder() / "initdb"), "-D", str(data), "--encoding=UTF8", "--locale=C"]
    program += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256"]
    program += ["--data-checksums", "--no-instructions", f"--username={SUPERUSER}", f"--pwfile={password}"]
    done = subprocess.run([*user.prefix, *program], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode != 0:
        raise EngineError(f"The database folder {data} could not be made: {done.stderr.strip()[-800:]}")


def tune(data: Path, user: RunAs) -> None:
    """Write the server's settings for this machine. A file `local.conf` beside them overrides them."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    shared = min(1024, max(128, memory // 8))
    sized = {"shared_buffers": f"{shared}MB", "effective_cache_size": f"{max(256, memory // 2)}MB"}
    lines = [f"{name} = {value}" for name, value in {**FIXED, **sized}.items()]
    head = "# Written by Habeas at each start; put your own settings into local.conf beside this file."
    _replace(data / "postgresql.conf", "\n".join([head, *lines, "include_if_exists = 'local.conf'", ""]), user)
    _replace(data / "pg_hba.conf", SIGN_IN, user)


def _replace(path: Path, text: str, user: RunAs) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, "utf-8")
    draft.chmod(0o600)
    user.own(draft)
    draft.replace(path)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
