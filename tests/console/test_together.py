"""Several programs on one register at once: each does its work as if alone, or is told to wait."""

from __future__ import annotations

from pathlib import Path

import orjson

from tests import build
from tests.console.terminal import LONGEST, Register

COUNTS = ("read", "new", "changed", "unchanged")


def _rows(count: int, prefix: str) -> str:
    rows = [f"{prefix}{row},Testperson Number{row},male,1980,2017,Town {row % 9},{row}" for row in range(count)]
    return "id,name,sex,born,taken,where,number\n" + "\n".join(rows) + "\n"


def test_the_same_list_twice_at_once(own: Register, tmp_path: Path) -> None:
    """Two imports of one file at the same time: one brings it in, the other finds everything unchanged."""
    (tmp_path / "list.csv").write_text(_rows(2000, "T"))
    both = [own.start("import", tmp_path / "list.csv", "--json") for _ in range(2)]
    found = [orjson.loads(process.communicate(timeout=LONGEST)[0]) for process in both]
    told = sorted([one[name] for name in COUNTS] for one in found)
    assert told == [[2000, 0, 0, 2000], [2000, 2000, 0, 0]]
    assert own.holds()


def test_a_new_source_twice_at_once(own: Register, files: Path, tmp_path: Path) -> None:
    """Also when both would make the source: there is one afterwards, with each row once."""
    (tmp_path / "list.csv").write_text(_rows(500, "N"))
    (tmp_path / "list.toml").write_text(build.MAPPING.replace('code = "invented"', 'code = "brand-new"'))
    words = ("import", tmp_path / "list.csv", "--mapping", tmp_path / "list.toml", "--json")
    both = [own.start(*words) for _ in range(2)]
    ended = [process.communicate(timeout=LONGEST) for process in both]
    assert [err for _out, err in ended] == ["", ""]
    told = sorted([orjson.loads(out)[name] for name in COUNTS] for out, _err in ended)
    assert told == [[500, 0, 0, 500], [500, 500, 0, 0]]
    assert own.holds()


def test_everything_at_once(own: Register, files: Path, tmp_path: Path) -> None:
    """Imports of two lists, a rebuild, a reread, readings and a backup at the same time: all end well, all holds."""
    (tmp_path / "one.csv").write_text(_rows(800, "A"))
    (tmp_path / "two.csv").write_text(_rows(800, "B"))
    (tmp_path / "two.toml").write_text(build.MAPPING.replace('code = "invented"', 'code = "second"'))
    commands: list[tuple[str | Path, ...]] = [
        ("import", tmp_path / "one.csv"),
        ("import", tmp_path / "two.csv", "--mapping", tmp_path / "two.toml"),
        ("rebuild",),
        ("reread", "--apply"),
        ("search", "testperson"),
        ("backup", tmp_path / "out.age"),
        ("init",),
    ]
    processes = [own.start(*command) for command in commands]
    ended = [(process.communicate(timeout=LONGEST)[1], process.returncode) for process in processes]
    assert ended == [("", 0)] * len(commands)
    assert own.holds()
    assert own.sql("SELECT count(*) FROM statements_record WHERE kind = 'person'") == [(1603,)]


def test_two_inits_at_once(tmp_path: Path) -> None:
    """Two programs that make the same new register make one."""
    found = Register(tmp_path / "ws")
    both = [found.start("init") for _ in range(2)]
    ended = [(process.communicate(timeout=LONGEST)[1], process.returncode) for process in both]
    assert ended == [("", 0), ("", 0)]
    assert found.holds()
    found.stop()
