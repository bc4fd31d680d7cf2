"""First bytes by which files are known that are no tables."""

from __future__ import annotations

from typing import Final

# Told by bytes that no text begins with. Where the beginning alone is plain letters, see LETTERED.
BEGINNINGS: Final = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"%PDF-", "a PDF document"),
    (b"\x7fELF", "a program (ELF)"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"SQLite format 3\0", "an SQLite database: export the table as CSV"),
    (b"\0\1\0\0Standard ", "an Access database: export the table as CSV or XLSX"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"%!PS", "a PostScript document"),
    (b"\x1a\x45\xdf\xa3", "a video"),
    (b"OggS\0", "a sound or video (Ogg)"),
    (b"\xca\xfe\xba\xbe", "a program"),
)
LETTERED: Final = (
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a picture, sound or video (RIFF)"),
    (b"BM", "a BMP picture"),
    (b"MZ", "a program (Windows)"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"ID3", "a sound (MP3)"),
    (b"PAR1", "a Parquet file: export it as CSV"),
    (b"Obj\x01", "an Avro file: export it as CSV"),
)
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
