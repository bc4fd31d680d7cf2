"""`habeas names`: compare names and show their keys. Needs no register."""

from __future__ import annotations

from typing import Any

import click

from habeas.console import frame, plain
from habeas.names import alignment, keys, token
from habeas.names.bulk.pairs import Comparer
from habeas.names.compare import Pair
from habeas.names.compare import compare as compared


@click.group()
def names() -> None:
    """Compare names across scripts, and show the keys under which a name is found. Needs no register."""


@names.command()
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.option("--pairs", type=click.File(encoding="utf-8-sig"), help="A file with two names a line, parted by a tab.")
@click.option("--json", "as_json", is_flag=True, help="Answer with JSON for machines.")
def compare(left: str | None, right: str | None, pairs: Any, as_json: bool) -> None:
    """How strongly LEFT and RIGHT speak for one person, in bits; null when they cannot be compared.

    0 says nothing, 10 that the names are a thousand times likelier for one person than for two. With --pairs one
    number a line.
    """
    if pairs is not None and left is None:
        try:
            for bits in Comparer().bits(_pair(line) for line in pairs):
                click.echo(_number(bits))
        except UnicodeDecodeError:
            frame.fail(f"{pairs.name} is not a text in UTF-8. Save it as one.")
        return
    if left is None or right is None or pairs is not None:
        frame.fail("Give two names, or --pairs FILE.")
    found = compared(left, right)
    bits = None if found.bits is None else round(found.bits, 2)
    pairs = [{**one._asdict(), "bits": round(one.bits, 2), "letters": _letters(one)} for one in found.pairs]
    told = {"bits": bits, "why": found.why, "pairs": pairs, "swapped": found.swapped}
    lines = [_beside(one["letters"]) for one in pairs if one["letters"]]
    frame.answer(as_json, told, f"{_number(found.bits)} bits: {found.why}", *lines)


def _letters(pair: Pair) -> list[tuple[str, str]]:
    return [(one.left, one.right) for one in alignment.of_parts(pair.left, pair.right)]


def _beside(letters: list[tuple[str, str]]) -> str:
    return "  " + " ".join([f"{left or '-'}={right or '-'}" for left, right in letters])


def _pair(line: str) -> tuple[str, str]:
    one, _tab, other = line.rstrip("\r\n").partition("\t")
    return one, other.partition("\t")[0]


@names.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Answer with JSON for machines.")
def key(name: str, as_json: bool) -> None:
    """The sounds and the consonant skeletons of each part of NAME."""
    found = [
        {"part": one.text, "sounds": [way.sounds for way in one.ways], "skeletons": sorted(keys.skeletons(one))}
        for variant in token.names(name)
        for one in variant
    ]
    words = [f"{one['part']}: {', '.join(one['sounds'])}  [{' '.join(one['skeletons'])}]" for one in found]
    frame.answer(as_json, {"parts": found}, *(words or ["No letters to read."]))


def _number(bits: float | None) -> str:
    return plain.json(None if bits is None else round(bits, 2))
