"""Locks and caches beside those from the field: of the same kinds, and chosen without seeing the code."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from assetcards import NotLockedError, open_catalog
from tests.cli.conftest import BASE, CHILD, Ask
from tests.gitfixture import GitFixture

PATH = "catalog/models/tiny.yaml"
TINY = f"{BASE}---\n{CHILD}"


def locked() -> list[str]:
    return re.findall(r'name = "([^"]+)"', Path("catalog.lock").read_text())


@pytest.fixture
def moved_on(cards: GitFixture) -> GitFixture:
    """The cards of `v1`, and a later commit with another license."""
    cards.git("reset", "--quiet", "--hard")
    cards.commit({PATH: TINY.replace("MIT", "ISC")})
    return cards


# Adding


def test_nothing_is_locked_where_one_of_the_names_is_unknown(moved_on: GitFixture, ask: Ask) -> None:
    ask("lock", "tiny", "--rev", "v1")
    before = Path("catalog.lock").read_bytes()
    code, _, err = ask("lock", "sums", "tinny")
    assert (code, "'tinny' is not known (did you mean 'tiny" in err) == (1, True), err
    assert Path("catalog.lock").read_bytes() == before


def test_locking_what_is_locked_changes_no_byte(moved_on: GitFixture, ask: Ask) -> None:
    ask("lock", "tiny", "sums", "--rev", "v1")
    before = Path("catalog.lock").read_bytes()
    assert ask("lock", "tiny")[0] == ask("lock", "sums", "tiny")[0] == 0
    assert Path("catalog.lock").read_bytes() == before


def test_a_tag_that_moved_adds_at_the_locked_commit_and_moves_when_that_is_asked_for(
    moved_on: GitFixture, ask: Ask
) -> None:
    ask("lock", "tiny", "--rev", "v1")
    first = moved_on.head("v1")
    moved_on.git("tag", "--force", "v1", "main")
    assert ask("lock", "sums")[0] == 0
    assert (locked(), first in Path("catalog.lock").read_text()) == (["sums", "tiny"], True)
    assert ask("lock", "tiny_chat", "--rev", "v1")[0] == 3
    assert ask("lock", "--update")[0] == 0
    assert (locked(), moved_on.head() in Path("catalog.lock").read_text()) == (["sums", "tiny"], True)


def test_an_override_and_its_plain_card_are_locked_side_by_side(moved_on: GitFixture, ask: Ask) -> None:
    assert [ask("lock", name)[0] for name in ("tiny", "tiny@lab")] == [0, 0]
    assert locked() == ["tiny", "tiny@lab"]


# Merging


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
@pytest.mark.parametrize("ending", ["lf", "crlf"])
def test_markers_of_any_style_and_line_ending_give_what_both_sides_locked(
    moved_on: GitFixture, ask: Ask, style: str, ending: str
) -> None:
    moved_on.git("config", "merge.conflictStyle", style)
    moved_on.git("config", "core.autocrlf", "true" if ending == "crlf" else "false")
    ask("lock", "tiny", "--rev", "v1")
    moved_on.commit()
    for branch, name in (("side", "sums"), ("main", "tiny_chat")):
        moved_on.git("switch", "--quiet", *([] if branch == "main" else ["--create"]), branch)
        ask("lock", "--update", "--rev", moved_on.commit({f"catalog/{branch}.txt": ""}))
        assert ask("lock", name)[0] == 0
        moved_on.commit()
        moved_on.switch("main")
    with pytest.raises(AssertionError):
        moved_on.merge("side")
    assert (b"\r\n" in Path("catalog.lock").read_bytes()) == (ending == "crlf")
    assert ask("lock", "--check")[0] == 3
    assert ask("lock", "--update", "--rev", "v1")[0] == 0
    assert locked() == ["sums", "tiny", "tiny_chat"]


def test_a_card_that_one_side_gave_up_and_the_other_moved_is_never_lost_in_silence(
    moved_on: GitFixture, ask: Ask
) -> None:
    ask("lock", "tiny", "sums", "--rev", "v1")
    moved_on.commit()
    moved_on.switch("side", new=True)
    ask("lock", "tiny", "--replace", "--rev", "v1")
    moved_on.commit()
    moved_on.switch("main")
    ask("lock", "--update", "--rev", "main")
    moved_on.commit()
    with pytest.raises(AssertionError):
        moved_on.merge("side")
    assert ask("lock", "--update", "--rev", "main")[0] == 0
    assert locked() == ["sums", "tiny"]


# What is not locked, and edits beside it


def test_an_edit_of_a_base_and_a_staged_one_are_said_of_each_card_that_it_reaches(
    moved_on: GitFixture, ask: Ask
) -> None:
    ask("lock", "tiny_chat", "sums", "tiny@lab")
    moved_on.write({PATH: TINY.replace("MIT", "BSD-3-Clause")})
    said = "otherwise in the checkout: tiny@lab, tiny_chat (to lock that, commit it: catalog lock --update)"
    assert ask("lock", "sums")[1].splitlines()[-1] == said
    moved_on.git("add", "--all")
    assert ask("lock", "sums")[1].splitlines()[-1] == said


def test_what_a_locked_card_is_made_of_is_not_locked_by_that(moved_on: GitFixture, ask: Ask) -> None:
    ask("lock", "tiny_chat", "--rev", "v1")
    with open_catalog(lock="catalog.lock") as catalog:
        assert catalog.card("tiny_chat").fields["license"] == "MIT"
        for name in ("tiny", "tiny@lab", "tiny@"):
            with pytest.raises(NotLockedError):
                catalog.card(name)
        assert [card.name for card in catalog] == ["tiny_chat"]


# The cache


@pytest.fixture
def remote(moved_on: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the cards, and a project elsewhere with an empty cache."""
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "project/deploy").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    return moved_on.folder.as_uri()


def test_the_locks_of_several_projects_and_folders_keep_what_they_pin(
    remote: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("lock", "tiny", "--repo", remote, "--rev", "v1", "--file", "deploy/cards.lock")[0] == 0
    assert ask("list", "--lock", "deploy/cards.lock")[0] == 0
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert ask("lock", "tiny", "--repo", remote, "--rev", "main")[0] == 0
    assert ask("list", "--lock", "catalog.lock")[0] == 0
    assert "removed 0 entries" in ask("cache", "prune", "--keep", "0")[1]
    Path("catalog.lock").unlink()
    assert "would remove 1 entries" in ask("cache", "prune", "--keep", "0", "--dry-run")[1]
    assert "removed 1 entries" in ask("cache", "prune", "--keep", "0")[1]
    monkeypatch.chdir(tmp_path / "project")
    assert ask("list", "--lock", "deploy/cards.lock", "--offline")[0] == 0


def test_what_was_pruned_is_said_not_to_be_in_the_cache(remote: str, ask: Ask, moved_on: GitFixture) -> None:
    head = moved_on.head()
    assert ask("list", "--repo", remote, "--rev", head)[0] == 0
    ask("cache", "prune", "--keep", "0")
    for question in ("list", "show tiny", "log tiny", "validate"):
        code, out, err = ask(*question.split(), "--repo", remote, "--rev", head, "--offline")
        assert (code, out, "is not in the cache" in err) == (3, "", True), (question, err)


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o002, 0o077])
def test_entries_of_the_cache_are_as_open_as_the_umask_says(remote: str, ask: Ask, tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        assert ask("list", "--repo", remote, "--rev", "main")[0] == 0
    finally:
        os.umask(before)
    found = list((tmp_path / "cache").rglob("*"))
    folders = {path.stat().st_mode & 0o777 for path in found if path.is_dir()}
    files = {path.stat().st_mode & (0o066 & ~umask) for path in found if path.is_file()}
    assert folders == {0o777 & ~umask}
    assert {mode & 0o044 for mode in files} == {0o044 & ~umask}
