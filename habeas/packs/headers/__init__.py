"""What a column header means: words that packs list, else what its parts say together. Pure.

"Fecha del secuestro" is not listed anywhere: "fecha" is a date, "secuestro" a taking, so it is the date of a
taking. Headers about who testified, or how to reach anybody, go first: their columns have to be sealed, and
missing one is the worst mistake this package can make.
"""

from __future__ import annotations

from habeas.packs.headers.meaning import SEALED, Meaning
from habeas.packs.headers.reading import Headers, languages, reader

__all__ = ["SEALED", "Headers", "Meaning", "languages", "reader"]
