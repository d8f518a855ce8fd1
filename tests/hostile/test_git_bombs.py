"""Objects and trees for which git needs more memory or processor time than any cards do."""

from __future__ import annotations

import sys
import zlib

import pytest

from tests.cli.conftest import Ask, ask, cards, cards_made_once
from tests.gitfixture import GitFixture

__all__ = ["ask", "cards", "cards_made_once"]

LARGE = 2_500_000_000
"""The bytes that an object says to have."""

TOO_LARGE = (
    "catalog: git was ended: git needs more than 1.0 GB of memory for it "
    "(look for what is so large in the repository: no cards are)\n"
)
TOO_LONG = (
    "catalog: git was ended: it takes more than 2 seconds of processor time "
    "(ask for less; if the repository is really that large, raise CATALOG_CPU_SECONDS)\n"
)


def store_large(repo: GitFixture, kind: str, content: bytes) -> str:
    """An object that says in its first bytes how long it is: git makes room for it before it reads on."""
    name = "ab" + "0" * 38
    path = repo.folder / ".git" / "objects" / name[:2] / name[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(f"{kind} {LARGE}\0".encode() + content))
    return name


def store_wide(repo: GitFixture) -> str:
    """A tree of a billion files, in ten objects."""
    blob = repo.store_object("blob", b"name: x\n")
    entries = "".join(f"100644 blob {blob}\tf{number}.yaml\n" for number in range(10))
    for _ in range(9):
        tree = repo.git("mktree", content=entries)
        entries = "".join(f"040000 tree {tree}\td{number}\n" for number in range(10))
    return tree


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone counts the memory of a process")
@pytest.mark.parametrize(
    "words",
    [
        ["list", "--rev", "HEAD"],
        ["validate", "--from-ref", "main"],
        ["diff", "v1", "main~1"],
        ["log", "tiny"],
        ["show", "tiny", "--rev", "ab" + "0" * 38],
    ],
    ids=" ".join,
)
def test_a_commit_that_does_not_fit_into_the_memory_of_git_is_given_up(
    cards: GitFixture, ask: Ask, words: list[str]
) -> None:
    large = store_large(cards, "commit", b"tree " + b"0" * 40)
    (cards.folder / ".git" / "refs" / "heads" / "main").write_text(f"{large}\n")
    assert ask(*words) == (3, "", TOO_LARGE)


@pytest.fixture
def moved(cards: GitFixture) -> GitFixture:
    """The cards moved by a commit that adds a billion files."""
    wide = store_wide(cards)
    tree = cards.git(
        "mktree", content=f"040000 tree {wide}\tother\n040000 tree {cards.git('rev-parse', 'HEAD:catalog')}\tcards\n"
    )
    cards.git("update-ref", "refs/heads/main", cards.git("commit-tree", tree, "-p", "HEAD", "-m", "Move"))
    return cards


def test_a_catalog_is_not_searched_for_among_a_billion_files(moved: GitFixture, ask: Ask) -> None:
    code, out, err = ask("list", "--rev", "HEAD")
    assert (code, out) == (3, "")
    assert "the search ended after 100000 folders of commit" in err
    assert "(name a folder of cards with --root)" in err
    assert ask("list", "--rev", "HEAD", "--format", "names", "--root", "cards")[0] == 0


def test_a_tree_of_a_billion_files_beside_the_cards_is_given_up(
    moved: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CPU_SECONDS", "2")
    assert ask("blame", "tiny", "--rev", "HEAD", "--moves", "--root", "cards") == (3, "", TOO_LONG)


def test_where_a_billion_files_came_with_a_card_its_older_name_is_not_searched_for(
    moved: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assetcards.git.lineage.MAX_FILES", 1000)
    code, out, err = ask("blame", "tiny", "license", "--rev", "HEAD", "--root", "cards")
    head = moved.head()[:12]
    assert (code, err) == (0, "")
    assert f"models/tiny.yaml:5  {head}  " in out
    assert f"commit {head} changes more than 1,000,000 files and folders, so the names that files had before" in out
