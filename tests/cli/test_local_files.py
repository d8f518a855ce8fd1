"""What cards load from beside them: a path that is no file there, and one that others do not get."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards import Catalog, open_catalog
from assetcards.trees.tree import Presence
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

CARD = "name: {0}\nmodel_family: my_model\ncheckpoint: {1}\n"
LFS = "*.bin filter=lfs\n"


def cards_of(**paths: str) -> str:
    return "---\n".join(CARD.format(name, path) for name, path in paths.items())


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository of cards that load from files of it: there, missing, ignored, in Git LFS, and behind a link."""
    repo = GitFixture.init(tmp_path / "repo")
    files = {"there": "w/there.bst", "gone": "w/gone.bst", "ignored": "w/ignored.pt", "lfs": "w/lfs.bin", "folder": "w"}
    paths = cards_of(**files, linked="link/x.bst", new="w/new.bst")
    repo.write({"catalog/catalog.toml": "", ".gitignore": "*.pt\n", ".gitattributes": LFS, "elsewhere/x.bst": "x\n"})
    repo.write({f"catalog/models/w/{name}": "x\n" for name in ("there.bst", "gone.bst", "ignored.pt")})
    repo.write({"catalog/models/a.yaml": paths, "catalog/models/w/lfs.bin": "version https://git-lfs.github.com/\n"})
    (repo.folder / "catalog/models/link").symlink_to("../../elsewhere")
    repo.commit()
    (repo.folder / "catalog/models/w/gone.bst").unlink()
    repo.write({"catalog/models/w/new.bst": "x\n"})
    monkeypatch.chdir(repo.folder)
    return repo


def told(output: str) -> dict[str, str]:
    """From the line of each card to the code of what is said of its path."""
    return dict(re.findall(r"a\.yaml:(\d+):\d+: (C61[78]) ", output))


THERE, GONE, IGNORED, IN_LFS, NEW = (str(4 * number - 1) for number in (1, 2, 3, 4, 7))


def test_a_checkout_has_what_git_would_take_of_it(repo: GitFixture, ask: Ask) -> None:
    assert told(ask("validate", "--advice")[1]) == {GONE: "C617", IGNORED: "C618", IN_LFS: "C618"}


def test_a_revision_has_what_git_has(repo: GitFixture, ask: Ask) -> None:
    found = {IGNORED: "C617", IN_LFS: "C618", NEW: "C617"}
    assert told(ask("validate", "--advice", "--rev", "HEAD")[1]) == found


def test_the_commit_that_is_being_made_is_told_of_what_it_removes_and_not_of_what_was_missing(
    repo: GitFixture, ask: Ask
) -> None:
    repo.git("rm", "--quiet", "--cached", "catalog/models/w/gone.bst")
    assert told(ask("validate", "--staged")[1]) == {GONE: "C617"}
    repo.git("add", "--all")
    assert told(ask("validate", "--staged")[1]) == {GONE: "C617"}


def test_a_change_that_removes_a_file_is_told_of_the_card_that_loads_it(repo: GitFixture, ask: Ask) -> None:
    repo.git("rm", "--quiet", "--cached", "catalog/models/w/gone.bst")
    repo.git("commit", "--quiet", "--message=Remove")
    assert told(ask("validate", "--from-ref", "HEAD~1", "--to-ref", "HEAD")[1]) == {GONE: "C617"}
    repo.commit({"catalog/models/w/README.md": "hello\n"}, message="Explain")
    assert told(ask("validate", "--from-ref", "HEAD~1", "--to-ref", "HEAD")[1]) == {}


def test_what_a_sparse_checkout_leaves_out_is_there(repo: GitFixture, ask: Ask) -> None:
    repo.git("stash", "--quiet", "--include-untracked")
    repo.git(
        "sparse-checkout", "set", "--no-cone", "/catalog/catalog.toml", "/catalog/models/a.yaml", "/.gitattributes"
    )
    assert told(ask("validate", "--advice")[1]) == {IN_LFS: "C618", NEW: "C617", IGNORED: "C618"}


def test_a_file_of_a_hundred_megabytes_is_not_read(repo: GitFixture, ask: Ask) -> None:
    large = repo.folder / "catalog/models/w/there.bst"
    with large.open("wb") as file:
        file.truncate(100 << 20)
    large.chmod(0)
    assert THERE not in told(ask("validate")[1])


@pytest.mark.parametrize(
    ("path", "in_checkout", "in_commit"),
    [
        ("models", Presence.THERE, Presence.THERE),
        (".", Presence.THERE, Presence.THERE),
        ("./models/w/../w/there.bst", Presence.THERE, Presence.THERE),
        ("models/link", Presence.THERE, Presence.THERE),
        ("models/link/x.bst", Presence.UNKNOWN, Presence.UNKNOWN),
        ("models/w/there.bst/x", Presence.ABSENT, Presence.ABSENT),
        ("models/w/" + 300 * "x", Presence.UNKNOWN, Presence.ABSENT),
        ("models/w/\0", Presence.ABSENT, Presence.ABSENT),
        ("models/w/ignored.pt", Presence.IGNORED, Presence.ABSENT),
        ("models/w/gone.bst", Presence.ABSENT, Presence.THERE),
        ("models/w/new.bst", Presence.THERE, Presence.ABSENT),
    ],
)
def test_a_tree_knows_of_every_path_whether_it_is_there(
    repo: GitFixture, path: str, in_checkout: Presence, in_commit: Presence
) -> None:
    opened: list[Callable[[], Catalog]] = [lambda: open_catalog("."), lambda: open_catalog(".", rev="HEAD")]
    found = []
    for each in opened:
        with each() as catalog:
            found.append(catalog.own.tree.presence(path))
    assert found == [in_checkout, in_commit]
