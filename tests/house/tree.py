"""Reads the source tree as text and syntax: what the house rules measure."""

from __future__ import annotations

import ast
import math
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "habeas"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def lines(path: Path) -> int:
    return len(text(path).splitlines())


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sources() -> list[Path]:
    """Our own modules: no migrations (generated), no empty `__init__.py`."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts and "__pycache__" not in path.parts and text(path).strip()
    ]


def tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def body_lines(function: Function) -> int:
    """Lines from the first to the last statement of the body, the docstring left out."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def percentile(values: Sequence[int], share: float) -> int:
    """The smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def first_party(node: ast.AST) -> bool:
    """Whether this is an import of our own code."""
    if isinstance(node, ast.Import):
        return any(name.name.partition(".")[0] == "habeas" for name in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or (node.module or "").partition(".")[0] == "habeas"
    return False


def environment_reads(path: Path) -> Iterator[ast.AST]:
    """Places that read the environment: `os.environ`, `os.getenv`, click's `envvar=`; no writes."""
    module, written = tree(path), set()
    for node in ast.walk(module):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            written.add(node.value)
        if isinstance(node, ast.Attribute) and node.attr == "setdefault":
            written.add(node.value)
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "getenvb"}:
            if node not in written:
                yield node
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            if {name.name for name in node.names} & {"environ", "environb", "getenv", "getenvb"}:
                yield node
        elif isinstance(node, ast.keyword) and node.arg in {"envvar", "auto_envvar_prefix"}:
            yield node.value


def environment_names(settings: Path) -> set[str]:
    """Names of the variables that the settings module reads, directly or through its own small readers."""
    readers = {function.name for function in functions(settings) if "os.environ" in ast.unparse(function)} | {
        "os.environ.get",
        "os.getenv",
    }
    found: set[str] = set()
    for node in ast.walk(tree(settings)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in readers and node.args:
            name = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            name = node.slice
        else:
            continue
        if isinstance(name, ast.Constant):
            found.add(str(name.value))
    return found


@cache
def committed() -> tuple[Path, ...]:
    """Files that are, or will be, committed; without git, all files outside hidden folders."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        found = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        found = [p for p in ROOT.rglob("*") if not any(part[0] == "." for part in p.relative_to(ROOT).parts)]
    return tuple(path for path in found if path.is_file() and not path.is_symlink())


def committed_texts() -> Iterator[tuple[Path, str]]:
    """Committed files that are text, with their text."""
    for path in committed():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            yield path, content.decode("utf-8", errors="replace")
