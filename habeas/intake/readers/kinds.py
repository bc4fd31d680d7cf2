"""What a file is, by its first bytes; its name is not asked. A picture renamed .csv is named for what it is."""

from __future__ import annotations

import re
from typing import Final

from habeas.intake.readers.signatures import BEGINNINGS, LETTERED, OLE
from habeas.intake.readers.table import ReadError

HEAD: Final = 1 << 16
TEXT, ZIP = "text", "zip"
_MARKUP: Final = re.compile(rb"[\s\xef\xbb\xbf]*<(!doctype|html|head|body|table|meta|\?xml|svg|!--)", re.IGNORECASE)
_TEXT_CONTROLS: Final = frozenset(b"\t\n\v\f\r\x1a\x1b\x1e\x1f")
_CONTROL_BYTES: Final = bytes(code for code in range(1, 32) if code not in _TEXT_CONTROLS)
_BINARY: Final = 0.02  # share of control bytes: compressed data has four times as many
_FEW: Final = 8  # of them; so many may stand in a text by mistake
_PADDED: Final = 0.7  # share of zero bytes: padding of short cells stays below
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


def of(head: bytes) -> str:
    """TEXT or ZIP. Raises ReadError that names anything else."""
    if not head:
        raise ReadError("The file is empty. Bring the file with the rows in it.")
    if not head.strip(b"\0"):
        raise ReadError("The file holds only zero bytes: it was damaged on its way. Get a whole copy.")
    if head.startswith(OLE):
        raise ReadError(_old_office(head))
    for beginning, name in BEGINNINGS:
        if head.startswith(beginning):
            raise ReadError(f"This is not a table but {name}.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if _MARKUP.match(head):
        raise ReadError(
            "This is a web page or XML, whatever its name ends with. Open it in a spreadsheet program and save it as "
            "XLSX or CSV."
        )
    if not head.startswith(_MARKS) and not wide(head):
        _refuse_binary(head)
    return TEXT


def wide(head: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" when every other byte of the ASCII in it is zero; else nothing."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    enough = max(4, len(head) // 50)
    if odd >= enough and even * 50 <= odd:
        return "utf-16-le"
    return "utf-16-be" if even >= enough and odd * 50 <= even else ""


def _refuse_binary(head: bytes) -> None:
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    if head[4:8] == b"ftyp":
        raise ReadError("This is not a table but a video or picture.")
    for beginning, name in LETTERED:
        if controls + head.count(0) and head.startswith(beginning):
            raise ReadError(f"This is not a table but {name}.")
    if controls > max(_FEW, _BINARY * len(head)) or head.count(0) > _PADDED * len(head):
        raise ReadError("This is not text but some binary file. Bring the list as CSV, XLSX, JSON or JSONL.")


def _old_office(head: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in head:
        return "The workbook is locked with a password. Open it, save it as XLSX or CSV without one, and bring that."
    return (
        "This is an old Excel workbook (.xls), another old Office document, or a workbook locked with a password. "
        "Open it, save it as XLSX or CSV without a password, and bring that."
    )
