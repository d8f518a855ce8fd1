"""A tag that is pushed with a change does not take the place of the branch that the change is judged by."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, ask, cards, cards_made_once
from tests.gitfixture import GitFixture

__all__ = ["ask", "cards", "cards_made_once"]

MAIN, ORIGIN_MAIN = "refs/heads/main", "refs/remotes/origin/main"


@pytest.fixture
def change(cards: GitFixture) -> GitFixture:
    """A branch that deletes a card, with the base at two refs."""
    cards.git("update-ref", ORIGIN_MAIN, "main")
    cards.switch("feat", new=True)
    cards.commit(remove=["catalog/datasets/sums.yaml"])
    return cards


def refusal(name: str, ref: str) -> str:
    meant = f"refs/tags/{name} or {ref}, which are different commits (write the one that you mean in full)"
    return f"catalog: {name!r} may be {meant}\n"


@pytest.mark.parametrize(("name", "ref"), [("main", MAIN), ("origin/main", ORIGIN_MAIN)])
@pytest.mark.parametrize(
    "words",
    [
        "policy --base {}",
        "policy --base {} --staged",
        "validate --from-ref {}",
        "validate --new-only {}",
        "diff {}",
        "diff --base {}",
        "diff v1..{}",
        "list --changed --rev {}",
        "show tiny --rev {}",
    ],
)
def test_a_name_of_a_tag_and_of_a_branch_of_different_commits_is_refused(
    change: GitFixture, ask: Ask, words: str, name: str, ref: str
) -> None:
    change.git("tag", name, "feat")
    assert ask(*words.format(name).split()) == (3, "", refusal(name, ref))


@pytest.mark.parametrize(("name", "ref"), [("main", MAIN), ("origin/main", ORIGIN_MAIN)])
def test_the_change_is_judged_by_the_branch_that_is_written_in_full(
    change: GitFixture, ask: Ask, name: str, ref: str
) -> None:
    before = ask("policy", "--base", name)
    change.git("tag", name, "feat")
    code, out, _ = ask("policy", "--base", ref)
    assert code == before[0] == 1
    assert "sums" in out


def test_a_tag_of_the_same_commit_as_the_branch_is_no_obstacle(change: GitFixture, ask: Ask) -> None:
    before = ask("policy", "--base", "main")
    change.git("tag", "--annotate", "--message", "x", "main", MAIN)
    assert ask("policy", "--base", "main") == before


def test_a_tag_called_like_what_is_being_merged_is_not_merged(change: GitFixture, ask: Ask) -> None:
    change.switch("main")
    change.commit({"catalog/models/later.yaml": "name: later\ncheckpoint: hg://org/later\n"})
    change.switch("feat")
    before = ask("policy", "--base", "main", "--staged")
    change.git("update-ref", "refs/tags/MERGE_HEAD", "main")
    assert ask("policy", "--base", "main", "--staged") == before


def test_a_remote_name_of_a_tag_and_of_a_branch_is_refused(
    change: GitFixture, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    bare = tmp_path / "cards.git"
    shutil.copytree(change.folder / ".git", bare)
    GitFixture(bare).git("config", "core.bare", "true")
    served = ["--repo", bare.as_uri(), "--format", "names"]
    GitFixture(bare).git("tag", "--annotate", "--message", "x", "main", "feat")
    assert ask("list", *served, "--rev", "main") == (3, "", refusal("main", MAIN))
    assert "sums" in ask("list", *served, "--rev", MAIN)[1]
    assert "sums" not in ask("list", *served, "--rev", "refs/tags/main")[1]
    GitFixture(bare).git("tag", "--force", "main", MAIN)
    assert "sums" in ask("list", *served, "--rev", "main")[1]
