"""Compile message catalogues: `compile_messages.py FILE.po ...` writes FILE.mo beside each.

Uses polib, so that it works where the gettext programs are not installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib


def compile_catalogue(po: Path) -> Path:
    """Write the .mo whole or not at all; returns its path."""
    target = po.with_suffix(".mo")
    draft = po.with_suffix(".mo.new")
    polib.pofile(str(po)).save_as_mofile(str(draft))
    draft.replace(target)
    return target


def main(arguments: list[str]) -> None:
    for name in arguments:
        try:
            compile_catalogue(Path(name))
        except (OSError, ValueError, UnicodeError) as error:
            sys.exit(f"{name} is not a readable catalogue: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
