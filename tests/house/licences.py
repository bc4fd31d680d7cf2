"""Licences of what a user of Habeas installs: the runtime dependencies and all that they bring."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

# GPL and AGPL in any wording, but not the Lesser GPL, which a program of any licence may import.
_STRONG = re.compile(
    r"\bA?GPL|\bGNU (Affero )?General Public|\bAffero General Public|\bSSPL|Server Side Public", re.IGNORECASE
)
_CHOICE = re.compile(r"\s+OR\s+", re.IGNORECASE)


def declared() -> list[Requirement]:
    """Runtime dependencies as `pyproject.toml` names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def closure() -> dict[str, metadata.Distribution]:
    """Every distribution that the runtime dependencies need on this machine, by name."""
    found: dict[str, metadata.Distribution] = {}
    done: set[tuple[str, str]] = set()
    waiting = [(need.name, extra) for need in declared() for extra in {"", *need.extras}]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in done:
            continue
        done.add((name, extra))
        distribution = metadata.distribution(name)
        found[canonicalize_name(name)] = distribution
        for line in distribution.requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                waiting += [(need.name, wanted) for wanted in {"", *need.extras}]
    return found


def licence(distribution: metadata.Distribution) -> str:
    """The licence that the package states: expression, classifiers, field, or its licence file."""
    about = distribution.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classified = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    if named := [line.rpartition(" :: ")[2] for line in classified if line.count("::") > 1]:
        return " OR ".join(named)
    stated = str(about.get("License") or "") or _licence_file(distribution)
    return stated.strip().partition("\n")[0]


def _licence_file(distribution: metadata.Distribution) -> str:
    names = [str(name) for name in distribution.metadata.get_all("License-File") or []]
    texts = [distribution.read_text(f"{folder}{name}") for name in names for folder in ("licenses/", "")]
    return next((text for text in texts if text), "")


def binds(text: str) -> bool:
    """Whether every choice that this licence offers is a GPL, an AGPL or alike."""
    return all(_STRONG.search(choice) for choice in _CHOICE.split(text))
