"""Every limit of the readers, in one place. They bound memory and time, whatever a file claims to be."""

from __future__ import annotations

from typing import Final

BLOCK: Final = 1 << 18  # bytes read at once
RECORD: Final = 4 << 20  # characters of one line, one row or one JSON item: a judgement's full text fits many times
FIELD: Final = 1 << 20  # characters of one cell
COLUMNS: Final = 2_000  # XLSX allows 16,384; no list of people needs them
NESTING: Final = 64  # JSON values inside JSON values
FLATTENED: Final = 2  # levels of JSON objects that become columns of their own

SAMPLE_ROWS: Final = 500  # rows that delimiter and header are decided on
SAMPLE_TEXT: Final = 1 << 20  # characters of the same
TITLES: Final = 30  # rows above a header

SHEETS: Final = 100  # sheets looked through for one with a table
ENTRIES: Final = 10_000  # files in an XLSX
DIRECTORY: Final = 8 << 20  # bytes of its table of contents
UNPACKED: Final = 4 << 30  # bytes of all its files together
PART: Final = 32 << 20  # bytes of a small part: list of sheets, styles
SHEET: Final = 3 << 30  # bytes of one sheet
STRINGS: Final = 1 << 30  # bytes of the table of shared texts
STRINGS_KEPT: Final = 512 << 20  # bytes of text kept of it: the one thing that has to stay in memory
STRINGS_COUNT: Final = 40_000_000
RATIO: Final = 400  # unpacked by packed size, of parts over RATIO_FROM; real sheets stay below 100
RATIO_FROM: Final = 64 << 20
TOKEN: Final = 1 << 20  # bytes of one XML tag
DEPTH: Final = 40  # XML elements inside each other
SHEET_ROWS: Final = 1_048_576  # what a spreadsheet can have
SHEET_COLUMNS: Final = 16_384

WRONG: Final = 0.5  # share of rows that cannot be taken, above which the whole file is refused
WRONG_FROM: Final = 10  # rows; with fewer, each row speaks for itself
SHOWN: Final = 80  # characters of a text from the file in a message
