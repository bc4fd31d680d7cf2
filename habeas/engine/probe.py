"""Does a PostgreSQL server answer on this socket? Without a driver and without a password."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

PROTOCOL = 196608  # version 3.0 of the frontend/backend protocol
PORT = 5432
LONGEST = 100  # bytes; a socket's path must fit in 107


def socket_file(folder: Path) -> Path:
    return folder / f".s.PGSQL.{PORT}"


def answers(folder: Path, timeout: float = 2.0) -> bool:
    """True when the server would let a client sign in (not while it starts or stops).

    Sends a start message and hangs up at the request for a password, as `pg_isready` does.
    """
    body = struct.pack("!i", PROTOCOL) + b"user\0habeas_probe\0database\0postgres\0\0"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
            wire.settimeout(timeout)
            wire.connect(str(socket_file(folder)))
            wire.sendall(struct.pack("!i", len(body) + 4) + body)
            return wire.recv(4096)[:1] == b"R"  # read whole: unread bytes would log a broken connection
    except OSError:
        return False
