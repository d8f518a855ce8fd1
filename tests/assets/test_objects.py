"""Relative paths of cards at a commit: the bytes come from git's objects, and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.assets.test_verify import tree_of
from tests.gitfixture import GitFixture

FOLDER = {"a/m-1.pt": b"1", "a/b/m-2.pt": b"2", "m.json": b"{}"}


@pytest.fixture
def committed(catalog: GitFixture) -> GitFixture:
    one = card("one", checkpoint="../w/one.pt", checkpoint_sha256=SHA256)
    many = card("many", checkpoint="../w/many", checkpoint_path="a/m-1.pt", checkpoint_sha256=tree_of(FOLDER))
    lfs = card("lfs", checkpoint="../w/lfs.pt")
    files: dict[str, str | bytes] = {f"w/many/{path}": content for path, content in FOLDER.items()}
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{SHA256}\nsize 7000\n"
    odd = [
        card(f"odd{at}", checkpoint=path) for at, path in enumerate(("../../out", "../w/none", "../w/link", "../.."))
    ]
    catalog.write({"w/one.pt": WEIGHTS})
    (catalog.folder / "w" / "link").symlink_to("one.pt")
    catalog.commit({**files, "w/lfs.pt": pointer, "catalog/x.yaml": "---\n".join([one, many, lfs, *odd])})
    catalog.write({"w/one.pt": b"changed since", "w/many/a/m-1.pt": b"changed since"})
    return catalog


@pytest.mark.parametrize("is_remote", [False, True])
def test_a_file_at_a_commit_is_that_of_the_commit(
    committed: GitFixture, ask: Ask, tmp_path: Path, is_remote: bool
) -> None:
    where = ["--repo", committed.folder.as_uri()] if is_remote else []
    code, out, err = ask("fetch", "one", "--rev", "HEAD", "--format", "paths", *where)
    path = Path(out.strip())
    assert (code, err, path.read_bytes(), path.suffix) == (0, "", WEIGHTS, ".pt")
    assert path.is_relative_to(tmp_path / "assets" / "assetcards")
    assert ask("fetch", "one")[0] == 5  # the checkout has other bytes by now


def test_a_folder_at_a_commit_is_all_below_it(committed: GitFixture, ask: Ask) -> None:
    assert "would fetch an unknown size in 3 files" in ask("fetch", "many", "--rev", "HEAD", "--dry-run")[1]
    code, out, err = ask("fetch", "many", "--rev", "HEAD", "--format", "paths", "--require-digests")
    path = Path(out.strip())
    assert (code, err, path.read_bytes()) == (0, "", b"1")
    folder = path.parents[1]
    assert {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    } == FOLDER


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("lfs", "is kept in git LFS, and the repository has a pointer to it (name the address of the file"),
        ("odd0", "leads out of the repository"),
        ("odd1", "the commit has nothing there (commit the file, or fix the path)"),
        ("odd2", "is a symbolic link, not a file"),
        ("odd3", "leads out of the repository"),
    ],
)
def test_what_a_commit_does_not_have_is_said(committed: GitFixture, ask: Ask, name: str, problem: str) -> None:
    code, out, err = ask("fetch", name, "--rev", "HEAD")
    assert (code, out, problem in err) == (4, "", True), err


def test_a_lock_has_what_its_cards_named_then(committed: GitFixture, ask: Ask) -> None:
    assert ask("lock", "one", "--rev", "HEAD")[0] == 0
    committed.commit({"catalog/x.yaml": card("one", checkpoint="/elsewhere.pt")})
    code, out, err = ask("fetch", "one", "--lock", "catalog.lock", "--format", "paths")
    assert (code, err, Path(out.strip()).read_bytes()) == (0, "", WEIGHTS)
    assert ask("fetch", "many", "--lock", "catalog.lock")[0] == 1
