"""The workspace folder: made safely, opened with clear errors."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from habeas.engine import archive
from habeas.engine.workspace import FOLDERS, SECRETS, Workspace, WorkspaceError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_is_private(tmp_path: Path) -> None:
    """Folders of a new workspace are for their owner only, and so is each file."""
    workspace = Workspace.create(tmp_path / "deep" / "ws")
    assert mode(workspace.path) == 0o700
    assert {mode(workspace.path / name) for name in FOLDERS} == {0o700}
    files = [path for path in workspace.path.rglob("*") if path.is_file()]
    assert len(files) == len(SECRETS) + 2
    assert {mode(path) for path in files} == {0o600}


def test_a_loose_folder_is_tightened(tmp_path: Path) -> None:
    """A workspace made in an existing open folder closes that folder."""
    (tmp_path / "ws").mkdir(mode=0o755)
    workspace = Workspace.create(tmp_path / "ws")
    assert mode(workspace.path) == 0o700


def test_secrets_are_long_and_differ(tmp_path: Path) -> None:
    """Each secret has at least 256 bits and none is used twice, also not in another workspace."""
    one, two = Workspace.create(tmp_path / "one"), Workspace.create(tmp_path / "two")
    values = [workspace.secret(name) for workspace in (one, two) for name in SECRETS]
    assert len(set(values)) == 2 * len(SECRETS)
    assert min(map(len, values)) >= 43
    assert one.identifier != two.identifier


def test_making_it_again_changes_nothing(tmp_path: Path) -> None:
    """`create` is safe to repeat: secrets, keys and the identifier stay."""
    first = Workspace.create(tmp_path / "ws")
    first.keepers_file.write_text(archive.make_key()[0] + "\n")
    before = {path: path.read_bytes() for path in first.path.rglob("*") if path.is_file()}
    second = Workspace.create(tmp_path / "ws")
    assert second.identifier == first.identifier
    assert {path: path.read_bytes() for path in second.path.rglob("*") if path.is_file()} == before


def test_a_half_made_workspace_is_completed(tmp_path: Path) -> None:
    """After a kill in the middle of `create`, the next one completes the folder and keeps the secrets."""
    workspace = Workspace.create(tmp_path / "ws")
    kept = workspace.secret("owner.password")
    (workspace.path / "workspace.toml").unlink()
    (workspace.path / "secrets" / "app.password").unlink()
    (workspace.path / ".workspace.toml.1234").write_text("half")
    shutil.rmtree(workspace.exports)
    again = Workspace.create(tmp_path / "ws")
    assert again.secret("owner.password") == kept
    assert again.secret("app.password")
    assert again.exports.is_dir()


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """A folder that holds something else does not become a workspace."""
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(WorkspaceError, match=r"letters\.txt.*empty folder"):
        Workspace.create(tmp_path)
    assert not (tmp_path / "secrets").exists()


def test_an_absent_workspace_says_what_to_do(tmp_path: Path) -> None:
    """Opening a folder that is no workspace names the command that makes one."""
    with pytest.raises(WorkspaceError, match=f"run `habeas init --workspace {tmp_path / 'none'}`"):
        Workspace.open(tmp_path / "none")
    with pytest.raises(WorkspaceError, match="habeas init"):
        Workspace.open(tmp_path)


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """A path that leads through a file is told as an absent workspace."""
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="habeas init"):
        Workspace.open(tmp_path / "file")


@pytest.mark.parametrize("text", ["", "format = 1", "format = 'x'\nid = 'a'\ndemo = true", "[[[", "\udcff"])
def test_a_damaged_marker_is_told(tmp_path: Path, text: str) -> None:
    """A damaged workspace.toml is named, never taken for an absent workspace."""
    workspace = Workspace.create(tmp_path / "ws")
    (workspace.path / "workspace.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(WorkspaceError, match=r"workspace\.toml is damaged"):
        Workspace.open(workspace.path)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    """A workspace of a later Habeas is not touched by this one."""
    workspace = Workspace.create(tmp_path / "ws")
    marker = workspace.path / "workspace.toml"
    marker.write_text(marker.read_text().replace("format = 1", "format = 2"))
    with pytest.raises(WorkspaceError, match="newer Habeas"):
        Workspace.open(workspace.path)


def test_demo_is_chosen_once(tmp_path: Path) -> None:
    """A demo workspace stays one; a real workspace never becomes one."""
    assert Workspace.create(tmp_path / "demo", demo=True).demo
    assert Workspace.create(tmp_path / "demo").demo
    assert Workspace.open(tmp_path / "demo").demo
    assert not Workspace.create(tmp_path / "real").demo
    with pytest.raises(WorkspaceError, match="real workspace"):
        Workspace.create(tmp_path / "real", demo=True)
    assert not Workspace.open(tmp_path / "real").demo


def test_paths_lie_inside(tmp_path: Path) -> None:
    """All the named places are in the workspace, and a relative path is made absolute."""
    workspace = Workspace.create(tmp_path / "ws")
    places = [workspace.postgres, workspace.store, workspace.backups, workspace.tmp, workspace.exports]
    assert {place.parent for place in [*places, workspace.logs, workspace.keepers_file]} == {workspace.path}
    assert workspace.path.is_absolute()
    assert not workspace.postgres.exists()


def test_keepers_are_read_with_comments(tmp_path: Path) -> None:
    """keepers.txt gives each key once, in order, without comments and empty lines."""
    workspace = Workspace.create(tmp_path / "ws")
    assert workspace.keepers == []
    one, two = archive.make_key()[0], archive.make_key()[0]
    workspace.keepers_file.write_text(f"# ours\n\n{one}  # Testkeeper Alpha\n{two}\n  {one}\n")
    assert workspace.keepers == [one, two]
    workspace.keepers_file.unlink()
    assert workspace.keepers == []


@pytest.mark.parametrize("line", ["age1short", "ssh-ed25519 AAAA", "SECRET", "age1" + "b" * 58])
def test_a_wrong_key_is_named_by_line(tmp_path: Path, line: str) -> None:
    """A line that is no public key is an error with file and line, never skipped."""
    workspace = Workspace.create(tmp_path / "ws")
    workspace.keepers_file.write_text(f"{archive.make_key()[0]}\n{line}\n")
    with pytest.raises(WorkspaceError, match=r"keepers\.txt, line 2"):
        _ = workspace.keepers


def test_a_missing_or_empty_secret_is_told(tmp_path: Path) -> None:
    """A secret that is gone or empty is an error, never an empty password."""
    workspace = Workspace.create(tmp_path / "ws")
    (workspace.path / "secrets" / "app.password").write_text("\n")
    with pytest.raises(WorkspaceError, match="empty"):
        workspace.secret("app.password")
    (workspace.path / "secrets" / "app.password").unlink()
    with pytest.raises(WorkspaceError, match="missing"):
        workspace.secret("app.password")
