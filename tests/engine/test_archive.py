"""The backup container opens only with a right key, only when whole, and only to where it was sent."""

from __future__ import annotations

import hashlib
import io
import json
import random
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import IO

import pyrage
import pytest

from habeas.engine import archive, packing
from habeas.engine.archive import ArchiveError

KEYS = [archive.make_key() for _ in range(3)]
PUBLIC = [public for public, _ in KEYS[:2]]
SECRET = [secret for _, secret in KEYS]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def files() -> dict[str, bytes]:
    """Members of many sizes around the block borders of tar, with names of many scripts."""
    source = random.Random(7)
    sizes = [0, 1, 511, 512, 513, 1024, 65536, 200_001]
    made = {f"store/{size:x}/file-{size}": source.randbytes(size) for size in sizes}
    return {
        **made,
        "db.dump": source.randbytes(3000),
        "exports/名单 مەھبۇس.csv": b"x",
        "n/" + "long" * 60: b"y",
    }


@pytest.fixture
def written(tmp_path: Path, files: dict[str, bytes]) -> Path:
    path = tmp_path / "backup.age"
    archive.write(path, ((name, io.BytesIO(content)) for name, content in files.items()), PUBLIC)
    return path


def encrypted(path: Path, tar: bytes) -> Path:
    """An age file around any bytes, as an attacker who knows the public key can make it."""
    path.write_bytes(pyrage.encrypt(tar, [pyrage.x25519.Recipient.from_str(key) for key in PUBLIC]))
    return path


def tar_of(entries: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for info, content in entries:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def manifest_of(files: dict[str, bytes]) -> tuple[tarfile.TarInfo, bytes]:
    members = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    return tarfile.TarInfo(packing.MANIFEST), json.dumps({"format": 1, "members": members}).encode()


def refused(path: Path, dest: Path, match: str) -> None:
    """Reading fails with these words, makes no destination, and leaves nothing beside it."""
    before = {p for p in dest.parent.iterdir() if p != path}
    with pytest.raises(ArchiveError, match=match):
        archive.read(path, [SECRET[0]], dest)
    assert not dest.exists()
    assert {p for p in dest.parent.iterdir() if p != path} == before


@pytest.mark.parametrize("secret", SECRET[:2], ids=["first", "second"])
def test_each_keeper_alone_can_open_it(written: Path, files: dict[str, bytes], tmp_path: Path, secret: str) -> None:
    """Every byte comes back with any one of the keepers' secret keys."""
    manifest = archive.read(written, [secret], tmp_path / "out")
    assert contents(tmp_path / "out") == files
    assert [entry["name"] for entry in manifest["members"]] == list(files)


def test_members_may_be_files(tmp_path: Path) -> None:
    """Members given as paths are read when their turn comes; the manifest tells size and digest."""
    (tmp_path / "a").write_bytes(b"abc")
    manifest = archive.write(tmp_path / "b.age", [("x/a", tmp_path / "a")], PUBLIC)
    digest = hashlib.sha256(b"abc").hexdigest()
    assert manifest == {"format": 1, "members": [{"name": "x/a", "size": 3, "sha256": digest}]}
    assert archive.read(tmp_path / "b.age", SECRET, tmp_path / "out") == manifest


def test_nothing_shows_from_outside(written: Path, files: dict[str, bytes]) -> None:
    """The file is private, begins as age files do, and shows neither names nor contents."""
    content = written.read_bytes()
    assert written.stat().st_mode & 0o777 == 0o600
    assert content.startswith(b"age-encryption.org/v1\n")
    assert b"store/" not in content
    assert b"manifest" not in content
    assert files["db.dump"][:16] not in content


def test_an_empty_backup_is_possible(tmp_path: Path) -> None:
    """An archive without members has a manifest and opens."""
    archive.write(tmp_path / "b.age", [], PUBLIC)
    assert archive.read(tmp_path / "b.age", SECRET, tmp_path / "out")["members"] == []
    assert (tmp_path / "out").is_dir()


def test_the_standard_program_opens_it(written: Path, tmp_path: Path, files: dict[str, bytes]) -> None:
    """The container is plain age around plain tar: no program of ours is needed to rescue the data."""
    plain = pyrage.decrypt(written.read_bytes(), [pyrage.x25519.Identity.from_str(SECRET[0])])
    done = subprocess.run(["tar", "-t"], input=plain, capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == len(files) + 1


@pytest.mark.parametrize("keys", [[], PUBLIC[:1], [PUBLIC[0], PUBLIC[0]]])
def test_two_keepers_are_needed(tmp_path: Path, keys: list[str]) -> None:
    """With fewer than two different keys nothing is written, and the error says how to make keys."""
    with pytest.raises(ArchiveError, match=r"two keepers.*age-keygen.*keepers\.txt"):
        archive.write(tmp_path / "b.age", [], keys)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_public_key_is_told(tmp_path: Path) -> None:
    """A public key with a wrong letter is refused before anything is written."""
    wrong = PUBLIC[0][:-1] + ("q" if PUBLIC[0][-1] != "q" else "p")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.write(tmp_path / "b.age", [], [wrong, PUBLIC[1]])
    assert list(tmp_path.iterdir()) == []


def test_backups_are_not_overwritten(written: Path) -> None:
    """A name that exists is refused, and the earlier backup stays."""
    before = written.read_bytes()
    with pytest.raises(FileExistsError, match="never overwritten"):
        archive.write(written, [], PUBLIC)
    assert written.read_bytes() == before


class _Failing(io.BytesIO):
    """Says to be long, and fails or ends early when read."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__(b"x" * 3_000_000)
        self.error = error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() < 2**20:
            return super().read(size)
        if self.error is not None:
            raise self.error
        return b""


@pytest.mark.parametrize(
    ("error", "kind"),
    [(OSError(5, "input/output"), OSError), (None, ArchiveError), (KeyError("k"), KeyError)],
)
def test_a_failing_source_leaves_nothing(tmp_path: Path, error: Exception | None, kind: type[Exception]) -> None:
    """When a member cannot be read to its end, its own error is told and no file appears."""
    source: IO[bytes] = _Failing(error)
    with pytest.raises(kind):
        archive.write(tmp_path / "b.age", [("a", source)], PUBLIC)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", [2_000_000, 2_000])  # in the middle, and within the last piece
def test_a_full_disk_is_told(tmp_path: Path, missing: int) -> None:
    """When the disk is full, were it only for the last piece, the error says that the backup was not written, and no
    half file stays that could be taken for a whole one."""
    program = (
        "import sys, io, resource, signal; from pathlib import Path; from habeas.engine import archive\n"
        "path = Path(sys.argv[1])\n"
        "write = lambda: archive.write(path, [('a', io.BytesIO(bytes(3000000)))], sys.argv[3:])\n"
        "write(); room = path.stat().st_size - int(sys.argv[2]); path.unlink()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))\n"
        "try: write()\n"
        "except archive.ArchiveError as error: print(error)"
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", program, str(tmp_path / "b.age"), str(missing), *PUBLIC]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=True)
    assert "could not be written" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_killed_backup_does_not_stop_the_next(tmp_path: Path) -> None:
    """The half file of a killed backup is replaced by the next one of the same name."""
    (tmp_path / ".b.age.part").write_bytes(b"half")
    archive.write(tmp_path / "b.age", [], PUBLIC)
    assert [path.name for path in tmp_path.iterdir()] == ["b.age"]


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/.", "a\\b", "a\0b", "a\nb", "x" * 1100, "a/"],
)
def test_bad_names_are_not_written(tmp_path: Path, name: str) -> None:
    """A member name that is not a plain relative path is refused while writing."""
    with pytest.raises(ArchiveError, match="Unsafe member name"):
        archive.write(tmp_path / "b.age", [(name, io.BytesIO(b""))], PUBLIC)


@pytest.mark.parametrize("name", ["a", packing.MANIFEST])
def test_doubled_names_are_not_written(tmp_path: Path, name: str) -> None:
    """Two members of one name, or one named as the manifest, are refused while writing."""
    with pytest.raises(ArchiveError, match="Two members"):
        archive.write(tmp_path / "b.age", [("a", io.BytesIO(b"")), (name, io.BytesIO(b""))], PUBLIC)


def test_a_wrong_key_is_refused(written: Path, tmp_path: Path) -> None:
    """A key that is no keeper's opens nothing."""
    with pytest.raises(ArchiveError, match="wrong key"):
        archive.read(written, [SECRET[2]], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("secret", ["", "AGE-SECRET-KEY-1", PUBLIC[0]], ids=["empty", "cut off", "public"])
def test_a_damaged_secret_key_is_told(written: Path, tmp_path: Path, secret: str) -> None:
    """A text that is no secret key is told as such, and not repeated."""
    with pytest.raises(ArchiveError, match="secret key is damaged") as caught:
        archive.read(written, [secret], tmp_path / "out")
    assert PUBLIC[0] not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"age-encryption.org/v2\n" + bytes(9), bytes(9)])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that is not age is refused by its first bytes."""
    (tmp_path / "b.age").write_bytes(content)
    refused(tmp_path / "b.age", tmp_path / "out", "not a Habeas backup")


def test_every_truncation_is_refused(written: Path, tmp_path: Path) -> None:
    """A file cut anywhere, also at the borders of its encrypted chunks, is refused."""
    content = written.read_bytes()
    source = random.Random(3)
    first = content.index(b"\n", content.index(b"\n---") + 1) + 1 + 16  # after the header and its nonce
    cuts = {len(content) - 1, len(content) - 16, *range(first, len(content), 65536 + 16)}
    cuts |= {source.randrange(len(archive.MAGIC), len(content)) for _ in range(20)}
    for cut in sorted(cuts):
        written.write_bytes(content[:cut])
        refused(written, tmp_path / "out", "cannot be opened")


def test_every_flipped_bit_is_refused(written: Path, tmp_path: Path) -> None:
    """One changed bit anywhere is found, and nothing of the archive is left on the disk."""
    content = written.read_bytes()
    source = random.Random(4)
    for place in [*(source.randrange(len(content)) for _ in range(40)), 0, len(content) - 1]:
        changed = bytearray(content)
        changed[place] ^= 1 << source.randrange(8)
        written.write_bytes(changed)
        refused(written, tmp_path / "out", "cannot be opened|not a Habeas backup")


def test_something_appended_is_refused(written: Path, tmp_path: Path) -> None:
    """Bytes after the end are refused."""
    written.write_bytes(written.read_bytes() + b"more")
    refused(written, tmp_path / "out", "cannot be opened")


def test_a_used_destination_is_refused(written: Path, tmp_path: Path) -> None:
    """A destination that holds anything is not touched."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("kept")
    with pytest.raises(ArchiveError, match="not empty"):
        archive.read(written, SECRET, tmp_path / "out")
    assert contents(tmp_path / "out") == {"mine": b"kept"}


def test_an_empty_destination_is_taken(written: Path, tmp_path: Path, files: dict[str, bytes]) -> None:
    """An empty folder becomes the destination, closed to others."""
    (tmp_path / "out").mkdir()
    archive.read(written, SECRET, tmp_path / "out")
    assert contents(tmp_path / "out") == files
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def _special(name: str, kind: bytes, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


@pytest.mark.parametrize(
    "entries",
    [
        [(tarfile.TarInfo("../evil"), b"x")],
        [(tarfile.TarInfo("/tmp/evil"), b"x")],
        [(tarfile.TarInfo("a/../../evil"), b"x")],
        [_special("link", tarfile.SYMTYPE, "/etc"), (tarfile.TarInfo("link/evil"), b"x")],
        [_special("link", tarfile.LNKTYPE, "/etc/passwd")],
        [_special("folder", tarfile.DIRTYPE)],
        [_special("device", tarfile.CHRTYPE)],
        [_special("pipe", tarfile.FIFOTYPE)],
        [(tarfile.TarInfo("a"), b"x"), (tarfile.TarInfo("a"), b"y")],
        [(tarfile.TarInfo("a"), b"x"), (tarfile.TarInfo("a/b"), b"y")],
    ],
)
def test_path_tricks_are_refused(tmp_path: Path, entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    """Names that climb out, links, devices and doubled names are refused; nothing is written outside."""
    path = encrypted(tmp_path / "b.age", tar_of([*entries, manifest_of({})]))
    (tmp_path / "restore").mkdir()
    with pytest.raises(ArchiveError, match=r"refused|damaged"):
        archive.read(path, SECRET, tmp_path / "restore" / "out")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["b.age", "restore"]
    assert not Path("/tmp/evil").exists()


@pytest.mark.parametrize(
    ("held", "listed", "told"),
    [
        ({"a": b"x"}, {}, "'a' differs"),
        ({}, {"a": b"x"}, "'a' differs"),
        ({"a": b"x"}, {"a": b"y"}, "'a' differs"),
        ({"a": b"x"}, {"a": b"xx"}, "'a' differs"),
        ({"a": b"x"}, {"b": b"x"}, "'a' differs"),
    ],
)
def test_members_must_match_the_manifest(
    tmp_path: Path, held: dict[str, bytes], listed: dict[str, bytes], told: str
) -> None:
    """A member that is missing, added or other than listed is named and the archive refused."""
    entries = [(tarfile.TarInfo(name), content) for name, content in held.items()]
    refused(encrypted(tmp_path / "b.age", tar_of([*entries, manifest_of(listed)])), tmp_path / "out", told)


@pytest.mark.parametrize(
    ("tar", "told"),
    [
        (tar_of([]), "no manifest"),
        (tar_of([(tarfile.TarInfo("a"), b"x")]), "no manifest"),
        (tar_of([manifest_of({}), (tarfile.TarInfo("a"), b"x")]), "follows the manifest"),
        (tar_of([(tarfile.TarInfo(packing.MANIFEST), b"{")]), "damaged"),
        (tar_of([(tarfile.TarInfo(packing.MANIFEST), b"[]")]), "no manifest"),
        (tar_of([(tarfile.TarInfo(packing.MANIFEST), b'{"format": 2, "members": []}')]), "format 2"),
        (tar_of([(tarfile.TarInfo(packing.MANIFEST), b'{"format": 1}')]), "manifest is damaged"),
        (tar_of([(tarfile.TarInfo(packing.MANIFEST), b'{"format": 1, "members": [3]}')]), "is damaged"),
        (b"no tar at all" * 100, "damaged"),
        (b"", "damaged|no manifest"),
        (tar_of([(tarfile.TarInfo("a"), b"x" * 5000)])[:3000], "damaged|no manifest"),
    ],
)
def test_a_damaged_inside_is_refused(tmp_path: Path, tar: bytes, told: str) -> None:
    """An authentic file with a broken inside is refused with its own reason."""
    refused(encrypted(tmp_path / "b.age", tar), tmp_path / "out", told)


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Writing and reading 150 MB takes less than 60 MB more memory than Python itself."""
    program = (
        "import sys, resource; from pathlib import Path; from habeas.engine import archive\n"
        "class Zeros:\n"
        "    place, size = 0, 150 * 2**20\n"
        "    def tell(self): return self.place\n"
        "    def seek(self, to, how=0):\n"
        "        self.place = to + (self.size if how == 2 else 0); return self.place\n"
        "    def read(self, n):\n"
        "        n = min(n, self.size - self.place); self.place += n; return bytes(n)\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "keys = [archive.make_key() for _ in range(2)]; start = peak(); folder = Path(sys.argv[1])\n"
        "archive.write(folder / 'b.age', [('zeros', Zeros())], [public for public, _ in keys])\n"
        "archive.read(folder / 'b.age', [keys[0][1]], folder / 'out')\n"
        "print(peak() - start, (folder / 'out' / 'zeros').stat().st_size)"
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=True)
    grown, size = map(int, done.stdout.split())
    assert size == 150 * 2**20
    assert grown < 60


def test_keys_differ() -> None:
    """Each made key pair is new, and has the form that keepers.txt wants."""
    assert len({secret for _, secret in KEYS}) == 3
    assert all(public.startswith("age1") and len(public) == 62 for public, _ in KEYS)
