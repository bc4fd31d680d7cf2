"""House rules that a machine can check by reading the tree. Rules about models and pages: tests/house/."""

from __future__ import annotations

import ast
import csv
import re
import socket
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from pytest_socket import SocketConnectBlockedError

from tests.house import licences, tree

_FORBIDDEN_NAMES = re.compile(r"(utils?|helpers?|common|core|services?|managers?|signals?|misc)", re.IGNORECASE)
_TIERS = {"public", "partner", "internal", "restricted", "sealed", "0", "1", "2", "3", "4"}
# Written with brackets so that this file does not find itself.
_LEAKS = {
    "a path of one machine": re.compile(r"(?<![\w.<>-])/(?:root|home|Users|work[/](?:main|shared)|opt/wheels)/\w"),
    "the host of a package registry": re.compile(
        r"py[p]i\.org|python[h]osted|np[m]js\.|registry\.[y]arnpkg|artifac[t]ory|deb\.[d]ebian\.org|--extra-[i]ndex-url",
        re.IGNORECASE,
    ),
    "a secret key": re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}|BEGIN [A-Z ]*PRIVATE KE[Y]"),
}
_INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src": re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "eval by htmx": re.compile(r"hx-(?:vals|headers)\s*=\s*['\"]\s*js:", re.IGNORECASE),
}


def test_no_source_file_is_longer_than_400_lines() -> None:
    """A source file has at most 400 lines."""
    long = [f"{tree.short(p)}: {tree.lines(p)} lines" for p in tree.sources() if tree.lines(p) > 400]
    assert long == [], "split these files by subject"


def test_the_usual_source_file_is_short() -> None:
    """Half of all source files have at most 80 lines, nine of ten at most 250."""
    sizes = [tree.lines(path) for path in tree.sources()]
    median, high = tree.percentile(sizes, 0.5), tree.percentile(sizes, 0.9)
    assert median <= 80, f"the median source file has {median} lines, budget 80: split by subject"
    assert high <= 250, f"nine of ten source files have at most {high} lines, budget 250"


def test_no_function_is_longer_than_60_lines() -> None:
    """A function's body has at most 60 lines, its docstring not counted."""
    long = [
        f"{tree.short(path)}:{function.lineno} {function.name}: {size} lines"
        for path in tree.sources()
        for function in tree.functions(path)
        if (size := tree.body_lines(function)) > 60
    ]
    assert long == []


def test_the_usual_function_is_short() -> None:
    """Half of all functions have at most 8 lines, nine of ten at most 30."""
    sizes = [tree.body_lines(function) for path in tree.sources() for function in tree.functions(path)]
    median, high = tree.percentile(sizes, 0.5), tree.percentile(sizes, 0.9)
    assert median <= 8, f"the median function has {median} lines, budget 8"
    assert high <= 30, f"nine of ten functions have at most {high} lines, budget 30"


def test_tests_are_at_least_as_long_as_the_source() -> None:
    """There are at least as many lines of tests as of source."""
    source, test = sum(map(tree.lines, tree.sources())), sum(map(tree.lines, tree.tests()))
    assert test >= source, f"{test} lines of tests for {source} lines of source"


def test_every_test_says_what_it_shows() -> None:
    """Each test function has a docstring that states the behaviour."""
    silent = [
        f"{tree.short(path)}:{function.lineno} {function.name}"
        for path in tree.tests()
        for function in tree.functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert silent == []


def test_nothing_is_imported_inside_a_function() -> None:
    """Our own modules are imported at the top of a file only, where the layers are checked and seen."""
    hidden = {
        f"{tree.short(path)}:{node.lineno}"
        for path in tree.sources()
        for function in tree.functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and tree.first_party(node)
    }
    assert sorted(hidden) == []


def test_modules_are_named_after_things() -> None:
    """No module or folder is named utils, helpers, common, core, services, managers or signals."""
    bad = [
        tree.short(path)
        for path in tree.sources()
        if any(_FORBIDDEN_NAMES.fullmatch(part) for part in path.relative_to(tree.PACKAGE).with_suffix("").parts)
    ]
    assert bad == []


def test_annotations_are_never_evaluated() -> None:
    """Every module with code begins with `from __future__ import annotations`."""
    missing = [
        tree.short(path)
        for path in tree.sources()
        if any(not isinstance(node, ast.Expr) for node in tree.tree(path).body)
        and "from __future__ import annotations\n" not in tree.text(path)
    ]
    assert missing == []


def test_the_environment_is_read_in_settings_only() -> None:
    """Only habeas/settings.py reads environment variables."""
    reads = [
        f"{tree.short(path)}:{getattr(node, 'lineno', '?')}"
        for path in tree.sources()
        if path != tree.PACKAGE / "settings.py"
        for node in tree.environment_reads(path)
    ]
    assert reads == [], "read it in habeas/settings.py and pass the value on"


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_reaches_the_network() -> None:
    """A connection to any address but this machine's own is refused while tests run."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outside:
        outside.settimeout(0.1)
        with pytest.raises(SocketConnectBlockedError):
            outside.connect(("192.0.2.1", 80))  # an address for documentation (RFC 5737), nobody's


def _dependency_lines() -> list[str]:
    block = (tree.ROOT / "pyproject.toml").read_text("utf-8").partition("\ndependencies = [")[2]
    return [line.strip() for line in block.partition("\n]")[0].splitlines() if line.strip()]


def test_every_dependency_has_a_reason_beside_it() -> None:
    """There are at most 40 runtime dependencies, and each line says why it is there."""
    found = _dependency_lines()
    assert 0 < len(found) <= 40
    assert len(found) == len(licences.declared()), "one dependency a line"
    assert [line for line in found if not re.fullmatch(r'"[^"]+",\s+# \S.{9,}', line)] == []


def test_every_installed_version_is_locked_with_hashes() -> None:
    """Each runtime dependency stands in both lock files with a version and hashes."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = (tree.ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        locked = [line for line in entries if line and not line.lstrip().startswith("#")]
        assert [line for line in locked if "--hash=sha256:" not in line] == []
        names = {Requirement(line.partition(" ")[0]).name.lower() for line in locked}
        assert {need.name.lower() for need in licences.declared()} - names == set()


def test_no_dependency_binds_the_users_of_an_mit_program() -> None:
    """Nothing that comes with the runtime dependencies is under the GPL or AGPL alone."""
    stated = {name: licences.licence(found) for name, found in licences.closure().items()}
    assert [name for name, text in stated.items() if not text] == [], "find out their licence"
    assert {name: text for name, text in stated.items() if licences.binds(text)} == {}


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPLv3", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT OR GPL-2.0-only", False),
        ("Apache-2.0", False),
    ],
)
def test_binding_licences_are_recognised(text: str, bound: bool) -> None:
    """GPL and AGPL bind in every wording; the Lesser GPL and a free choice do not."""
    assert licences.binds(text) is bound


@pytest.mark.parametrize("leak", _LEAKS)
def test_committed_files_name_no_machine(leak: str) -> None:
    """No committed file holds a path of one machine, the host of a registry, or a secret key."""
    found = [
        f"{tree.short(path)}:{number}"
        for path, text in tree.committed_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if _LEAKS[leak].search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("rules", "name", "text"),
    [
        (_LEAKS, "a path of one machine", '"/ho' + 'me/somebody/x"'),
        (_LEAKS, "the host of a package registry", "https://py" + "pi.org/simple"),
        (_LEAKS, "a secret key", "AGE-SECRET-KEY-" + "1" + "Q" * 58),
        (_INLINE, "style attribute", '<p class="a" style="color: red">'),
        (_INLINE, "event attribute", '<a href="#" onclick="go()">'),
        (_INLINE, "event attribute", '<a hx-on:click="go()">'),
        (_INLINE, "style element", "<style>"),
        (_INLINE, "script without src", "<script>go()</script>"),
        (_INLINE, "eval by htmx", "<a hx-vals='js:{a: 1}'>"),
    ],
)
def test_the_patterns_find_what_they_forbid(rules: dict[str, re.Pattern[str]], name: str, text: str) -> None:
    """Each pattern finds an example of what it is there for."""
    assert rules[name].search(text)


def _templates() -> list[Path]:
    return sorted((tree.PACKAGE / "templates").rglob("*.html"))


@pytest.mark.parametrize("inline", _INLINE)
def test_templates_carry_no_code_or_style(inline: str) -> None:
    """Pages work under a policy that refuses every inline script and style."""
    found = [
        f"{tree.short(path)}:{tree.text(path).count(chr(10), 0, match.start()) + 1}"
        for path in _templates()
        for match in _INLINE[inline].finditer(tree.text(path))
    ]
    assert found == []


def test_our_own_javascript_stays_small() -> None:
    """There are at most 1,500 lines of JavaScript of our own."""
    assert sum(tree.lines(path) for path in (tree.PACKAGE / "static").rglob("*.js")) <= 1500


def test_every_property_has_a_tier() -> None:
    """Each line of each pack's vocabulary gives the tier that its values start with."""
    tables = sorted(tree.PACKAGE.glob("packs/*/vocabulary/properties.csv"))
    assert tables, "no pack declares properties"
    for table in tables:
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert [row["code"] for row in rows if row["tier"] not in _TIERS] == [], tree.short(table)


def test_every_environment_variable_is_documented() -> None:
    """docs/operate.md explains each variable that the settings read, and no other."""
    read = tree.environment_names(tree.PACKAGE / "settings.py")
    assert "HABEAS_WORKSPACE" in read
    told = set(re.findall(r"^\| `([A-Z][A-Z_]+)`", tree.text(tree.ROOT / "docs/operate.md"), re.MULTILINE))
    assert read - told == set(), "add them to the table in docs/operate.md"
    assert told - read == set(), "docs/operate.md explains what no setting reads"
