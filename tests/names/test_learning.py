"""What is computed into the tables of names can be computed again."""

from __future__ import annotations

from pathlib import Path

from habeas.names import emission, tables
from tools import learn_names, write_pinyin

PAIRS = ((("吐", "尔", "逊"), "tursun"), (("库", "尔", "班"), "qurban"))


def test_learning_finds_what_each_character_stands_for() -> None:
    """From pairs alone, no alignment given: the silent vowel and the r are found."""
    counts = learn_names.learn(PAIRS)
    best = {sign: max(told, key=lambda one: told[one]) for sign, told in counts.items()}
    assert best == {"吐": "tu", "尔": "r", "逊": "sun", "库": "qu", "班": "ban"}
    assert abs(sum(counts["尔"].values()) - 2) < 0.01


def test_the_same_pairs_give_the_same_file(tmp_path: Path) -> None:
    """Written twice, byte for byte alike."""
    for name in ("one.csv", "two.csv"):
        assert learn_names.write(learn_names.learn(PAIRS), tmp_path / name) >= 5
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_every_learned_sign_is_one_of_the_tables() -> None:
    """Nothing was learned of a character that no name of ours has; the counts are positive."""
    known = {sign for signs, _sounds in learn_names.pairs() for sign in signs}
    learned = tables.rows("learned")
    assert {row["sign"] for row in learned} <= known
    assert min(float(row["count"]) for row in learned) > 0


def test_counts_outweigh_the_tables() -> None:
    """Much seen, little leaned on."""
    told = emission.clean("尔", {"r": 97.0})
    assert told["r"] > 0.97


def test_the_table_of_pinyin_is_the_dictionary_now(tmp_path: Path) -> None:
    """Run `python -m tools.write_pinyin` after an update of pypinyin."""
    write_pinyin.write(tmp_path / "new.csv")
    assert (tmp_path / "new.csv").read_bytes() == write_pinyin.PLACE.read_bytes()
