"""The house rules see what they should: each measure is tried on a small module that breaks it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house import tree


def _module(folder: Path, text: str) -> Path:
    path = folder / "sample.py"
    path.write_text(text, "utf-8")
    return path


def test_a_docstring_is_not_counted(tmp_path: Path) -> None:
    """A function's size is its statements, from first to last line, without its docstring."""
    path = _module(tmp_path, 'def f():\n    """One.\n\n    Two."""\n    a = 1\n\n    return a\n')
    assert [tree.body_lines(function) for function in tree.functions(path)] == [3]


def test_a_function_of_a_docstring_alone_is_empty(tmp_path: Path) -> None:
    """A function with nothing but a docstring has no lines."""
    path = _module(tmp_path, 'def f():\n    """Nothing."""\n')
    assert [tree.body_lines(function) for function in tree.functions(path)] == [0]


def test_percentiles_are_values_that_occur() -> None:
    """The median and the ninth tenth are real values of the list."""
    assert tree.percentile([5, 1, 3], 0.5) == 3
    assert tree.percentile(list(range(1, 11)), 0.9) == 9
    assert tree.percentile([7], 0.9) == 7


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("import habeas.dates", True),
        ("from habeas import dates", True),
        ("from . import dates", True),
        ("import json", False),
        ("from habeastools import x", False),
    ],
)
def test_our_own_imports_are_known(line: str, ours: bool) -> None:
    """An import is ours when it names habeas or is relative."""
    assert tree.first_party(ast.parse(line).body[0]) is ours


@pytest.mark.parametrize(
    "line",
    [
        "import os\nos.environ['A']",
        "import os\nos.environ.get('A')",
        "import os\nos.getenv('A')",
        "import os\nx = dict(os.environ)",
        "from os import environ",
        "import click\nclick.option('--a', envvar='A')",
    ],
)
def test_reading_the_environment_is_seen(tmp_path: Path, line: str) -> None:
    """Every way to read a variable counts as reading."""
    assert list(tree.environment_reads(_module(tmp_path, line)))


@pytest.mark.parametrize(
    "line",
    [
        "import os\nos.environ['A'] = 'b'",
        "import os\nos.environ.setdefault('A', 'b')",
        "import os\nos.getpid()",
    ],
)
def test_setting_a_variable_is_not_reading(tmp_path: Path, line: str) -> None:
    """A command may set a variable for what it starts."""
    assert list(tree.environment_reads(_module(tmp_path, line))) == []


def test_variables_are_found_through_small_readers(tmp_path: Path) -> None:
    """Names are found in direct reads, in subscripts, and in calls of a reader that the module defines."""
    text = (
        "import os\n"
        "def _flag(name):\n    return os.environ.get(name) == 'yes'\n"
        "A = os.environ.get('FIRST', '')\nB = os.environ['SECOND']\n"
        "C = _flag('THIRD')\nD = os.getenv('FOURTH')\n"
        "E = str('FIFTH')\n"
    )
    assert tree.environment_names(_module(tmp_path, text)) == {"FIRST", "SECOND", "THIRD", "FOURTH"}
