"""The digest of a folder is that of what `sha256sum` prints, sorted; and what has no digest is refused."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from assetcards import AssetError
from assetcards.assets.hashing import digest_of, hash_file, hash_files
from assetcards.assets.listing import Selection, list_folder
from tests.sampling import sample

NAMES = (
    "a",
    "b.pt",
    "B",
    "é",
    "日本",
    " x",
    "x ",
    "-n",
    "--",
    "a b",
    "*.pt",
    "'q'",
    '"',
    "$(x)",
    "#",
    "a-b",
    "a.b",
    "a_b",
)


def digest(folder: Path, patterns: tuple[str, ...] = ()) -> str:
    return digest_of(hash_files(list_folder(str(folder), Selection(patterns)).files, hash_file))


def by_programs(folder: Path) -> str:
    """What `sha256sum` and `sort` make of it."""
    script = r"find -L . -type f -printf '%P\0' | xargs -0 -r sha256sum -- | LC_ALL=C sort -k2 | sha256sum"
    done = subprocess.run(["bash", "-c", script], cwd=folder, check=True, capture_output=True, text=True)
    return f"tree:{done.stdout[:64]}"


def generate(folder: Path, chance: random.Random) -> None:
    """A folder with folders in it, some of them empty, odd names, and links inside."""
    folders = [folder]
    folder.mkdir(parents=True)
    for _ in range(chance.randrange(4)):
        inner = chance.choice(folders) / chance.choice(NAMES)
        if not inner.exists():
            inner.mkdir()
            folders.append(inner)
    files: list[Path] = []
    for _ in range(chance.randrange(12)):
        path = chance.choice(folders) / f"{chance.choice(NAMES)}{chance.randrange(5)}"
        if not os.path.lexists(path):
            if files and chance.random() < 0.3:
                path.symlink_to(os.path.relpath(chance.choice(files), path.parent))
            else:
                path.write_bytes(chance.randbytes(chance.choice((0, 1, 50, 5000))))
            files.append(path)


@pytest.mark.parametrize("number", range(sample(12, of_all=200)))
def test_the_digest_of_a_folder_is_that_of_what_programs_print(number: int, tmp_path: Path) -> None:
    generate(tmp_path / "it", random.Random(number))
    assert digest(tmp_path / "it") == by_programs(tmp_path / "it")


def test_many_files_are_one_digest(tmp_path: Path) -> None:
    for number in range(sample(300, of_all=10_000)):
        (tmp_path / f"{number % 7}" / "x").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{number % 7}" / "x" / f"{number}").write_bytes(b"%d" % number)
    assert digest(tmp_path) == by_programs(tmp_path)


def test_a_snapshot_in_the_cache_of_the_hub_is_links_to_files_beside_it(tmp_path: Path) -> None:
    repository = tmp_path / "models--org--tiny"
    snapshot = repository / "snapshots" / ("0" * 40)
    (repository / "blobs").mkdir(parents=True)
    (snapshot / "sub").mkdir(parents=True)
    for number, path in enumerate(("a.safetensors", "sub/b.safetensors", "config.json")):
        (repository / "blobs" / f"{number}").write_bytes(path.encode())
        (snapshot / path).symlink_to(os.path.relpath(repository / "blobs" / f"{number}", (snapshot / path).parent))
    plain = tmp_path / "plain"
    shutil.copytree(snapshot, plain)
    assert digest(snapshot) == digest(plain) == by_programs(snapshot)
    assert digest(snapshot, ("*.safetensors*",)) != digest(snapshot)
    (plain / "config.json").unlink()
    assert digest(snapshot, ("*.safetensors*",)) == digest(plain)
    assert list_folder(str(snapshot), Selection(("*.safetensors*",))).extra == ("config.json",)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (b"a\nb", "has a control character or a backslash in its name"),
        (b"a\\b", "has a control character or a backslash in its name"),
        (b"a\x7f", "has a control character or a backslash in its name"),
        (b"\xff", "has a name that is not UTF-8"),
    ],
)
def test_a_name_that_programs_print_in_another_way_is_refused(tmp_path: Path, name: bytes, problem: str) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb"):
        pass
    with pytest.raises(AssetError, match=problem):
        digest(tmp_path)


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "it").mkdir()
    (tmp_path / "it-too").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    for target, problem in (
        ("../secret", "is a link that leads out of it"),
        ("/etc/passwd", "is a link that leads out of it"),
        ("../it-too", "is a link that leads out of it"),
        ("nothing", "is a link that leads to nothing"),
        ("link", "is a link that leads to nothing"),
        (".", "is a link to a folder that it is in"),
    ):
        (tmp_path / "it" / "link").symlink_to(target)
        with pytest.raises(AssetError, match=problem):
            digest(tmp_path / "it")
        (tmp_path / "it" / "link").unlink()


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(AssetError, match="'pipe' in it is a pipe"):
        digest(tmp_path)


def test_what_does_not_count_is_listed_whatever_it_is(tmp_path: Path) -> None:
    """And nothing of it is opened, or followed."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "out").symlink_to("/etc")
    (tmp_path / "nothing").symlink_to("nowhere")
    (tmp_path / "round").symlink_to(".")
    (tmp_path / "a\\b").mkdir()
    for name in ("m.pt", "a\\b/x", "new\nline"):
        (tmp_path / name).write_bytes(b"x")
    listing = list_folder(str(tmp_path), Selection(("*.pt",)))
    assert [file.path for file in listing.files] == ["m.pt"]
    assert listing.extra == ("a\\b/x", "new\nline", "nothing", "out", "pipe", "round")


def test_a_folder_that_is_itself_a_link_is_that_folder(tmp_path: Path) -> None:
    (tmp_path / "it").mkdir()
    (tmp_path / "it" / "a").write_bytes(b"x")
    (tmp_path / "link").symlink_to("it")
    assert digest(tmp_path / "link") == digest(tmp_path / "it") == f"tree:{one_line('a', b'x')}"


def one_line(path: str, content: bytes) -> str:
    return hashlib.sha256(f"{hashlib.sha256(content).hexdigest()}  {path}\n".encode()).hexdigest()
