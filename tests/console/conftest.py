"""Registers for the tests of the command line: this run's own, and real ones that programs work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from habeas.engine.workspace import Workspace
from tests import build
from tests.console.terminal import Register, empty_store, make_keys


@pytest.fixture(scope="session", autouse=True)
def _registers_reach_their_databases(django_db_blocker: Any) -> None:
    Register.unblock = staticmethod(django_db_blocker.unblock)  # type: ignore[assignment]


@pytest.fixture
def bare(workspace: Workspace, db: None) -> Workspace:
    """This run's workspace without any sealed file."""
    empty_store(workspace)
    return workspace


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an invented list, its mapping, and keepers' keys."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "list.csv").write_text(build.CSV, "utf-8")
    (folder / "list.toml").write_text(build.MAPPING, "utf-8")
    public, _secret = make_keys(folder)
    (folder / "keepers.txt").write_text("\n".join(public) + "\n")
    return folder


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A stopped register as `init` makes it; copying it is quicker than making one."""
    found = Register(tmp_path_factory.mktemp("blank") / "ws")
    assert found.run("init").code == 0
    found.stop()
    return found


@pytest.fixture(scope="session")
def template(blank: Register, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A stopped register with two keepers and one small list."""
    found = blank.copy(tmp_path_factory.mktemp("template") / "ws")
    (found.path / "keepers.txt").write_text((files / "keepers.txt").read_text())
    assert found.here("import", files / "list.csv", "--mapping", files / "list.toml").code == 0
    found.stop()
    return found


@pytest.fixture
def own(template: Register, tmp_path: Path) -> Iterator[Register]:
    """A register of the test's own, for tests that break something."""
    found = template.copy(tmp_path / "ws")
    yield found
    found.stop()


@pytest.fixture
def other(blank: Register, tmp_path: Path) -> Iterator[Register]:
    """A new register, to restore into."""
    found = blank.copy(tmp_path / "other")
    yield found
    found.stop()


@pytest.fixture(scope="module")
def register(template: Register, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A register that the tests of a module share."""
    found = template.copy(tmp_path_factory.mktemp("register") / "ws")
    yield found
    found.stop()
