"""Where a repository is at home."""

from __future__ import annotations

import os
from pathlib import Path

from assetcards.git.remote_url import maybe_remote_url
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture


def test_the_remote_of_the_current_branch_comes_before_origin(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "cards")
    found = Repository.find(str(repo.folder), os.environ)
    assert maybe_remote_url(found) is None
    repo.git("remote", "add", "origin", "https://example.org/cards.git")
    repo.git("remote", "add", "fork", "../fork")
    assert maybe_remote_url(found) == "https://example.org/cards.git"
    repo.git("config", "branch.main.remote", "fork")
    assert maybe_remote_url(found) == "../fork"
    repo.commit({"a": ""})
    repo.git("switch", "--quiet", "--detach")
    assert maybe_remote_url(found) == "https://example.org/cards.git"
    found.close()
