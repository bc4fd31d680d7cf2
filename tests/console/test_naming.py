"""`habeas names`: answers for people and machines, without a register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.console.terminal import here


def test_two_names() -> None:
    """Bits and the reason, as words and as JSON."""
    found = here("names", "compare", "买买提·吐尔逊", "Tursun Memet", "--json").json
    assert found["bits"] > 10
    assert "买买提 ≈ memet" in found["why"]
    assert found["why"].endswith("the parts stand in another order")
    assert found["pairs"][0]["letters"] == [["买", "me"], ["买", "me"], ["提", "t"]]
    assert here("names", "compare", "买买提·吐尔逊", "Tursun Memet").out.startswith(f"{found['bits']} bits: ")


def test_what_cannot_be_compared_is_null() -> None:
    """Never a number."""
    found = here("names", "compare", "...", "Memet", "--json").json
    assert found == {"bits": None, "why": "not comparable", "pairs": [], "swapped": False}


def test_many_pairs(tmp_path: Path) -> None:
    """One number a line, in the order of the file, whatever a line holds."""
    place = tmp_path / "pairs.tsv"
    place.write_text("买买提\tMemet\n买买提\tTursun\n买买提\n\n\ta\tb\n买买提\tMemet\tmore\n", "utf-8")
    lines = here("names", "compare", "--pairs", str(place)).out.splitlines()
    bits = [json.loads(line) for line in lines]
    assert len(bits) == 6
    assert bits[0] == bits[5] > 5 > 0 > bits[1]
    assert bits[2:5] == [None, None, None]


def test_pairs_in_another_encoding(tmp_path: Path) -> None:
    """Refused by name."""
    (tmp_path / "pairs.tsv").write_bytes("买买提\tMemet\n".encode("gb18030"))
    found = here("names", "compare", "--pairs", str(tmp_path / "pairs.tsv"))
    assert found.code == 2
    assert "not a text in UTF-8" in found.err


@pytest.mark.parametrize("words", [(), ("one",), ("one", "two", "--pairs", "-")])
def test_wrong_use(words: tuple[str, ...]) -> None:
    """Says what to give."""
    found = here("names", "compare", *words)
    assert found.code == 2
    assert "Give two names, or --pairs FILE." in found.err


def test_keys() -> None:
    """Each part with its sounds and skeletons; nothing of a text without letters."""
    found = here("names", "key", "Abduqadir Memet", "--json").json["parts"]
    assert [one["part"] for one in found] == ["abduqadir", "memet"]
    assert found[0]["skeletons"] == ["PTKTL"]
    assert here("names", "key", "...").out == "No letters to read.\n"
