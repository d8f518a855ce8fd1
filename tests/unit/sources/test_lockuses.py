"""Lock files in use: while one pins a commit, pruning the cache keeps it, and offline it is read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from assetcards import OfflineError, open_catalog
from assetcards.cli.main import main
from assetcards.git.cache_uses import LockUse
from assetcards.sources.lockuses import is_in_use
from tests.gitfixture import GitFixture


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A remote repository of two commits, both in the cache, of which the first is locked and was opened so."""
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    remote = GitFixture.init(tmp_path / "cards")
    remote.commit({"catalog/catalog.toml": "", "catalog/x.yaml": "name: a\n"})
    remote.git("tag", "v1")
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    assert main(["lock", "a", "--repo", remote.folder.as_uri(), "--rev", "v1"]) == 0
    open_catalog(lock="catalog.lock").close()
    remote.commit({"catalog/x.yaml": "name: a\nnote: later\n"})
    open_catalog(remote.folder.as_uri(), rev="main").close()
    return remote


def pruned(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert main(["cache", "prune", *options]) == 0
    return re.sub(r"\d+(\.\d)? k?B", "SIZE", capsys.readouterr().out)


def test_pruning_keeps_what_a_lock_in_use_needs_and_offline_it_is_read(
    remote: GitFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pruned(capsys, "--keep", "0") == "kept for lock files in use: 1 entries, SIZE\nremoved 1 entries, SIZE\n"
    with open_catalog(lock="catalog.lock", offline=True) as catalog:
        assert catalog.card("a").name == "a"
    with pytest.raises(OfflineError, match=r"commit .* is not in the cache \(open it once"):
        open_catalog(remote.folder.as_uri(), rev=remote.head(), offline=True)


def test_what_was_read_in_the_last_days_is_kept_and_a_dry_run_only_lists(
    remote: GitFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = "kept for lock files in use: 1 entries, SIZE\n"
    assert pruned(capsys) == f"{kept}removed 0 entries, SIZE\n"
    for head in (tmp_path / "cache").glob("git/*/*/HEAD"):
        os.utime(head, (0, 0))
    row = f"git  files  SIZE  {remote.head()[:12]}  {remote.folder.as_uri()}\n"
    assert pruned(capsys, "--dry-run") == f"{row}{kept}would remove 1 entries, SIZE\n"
    assert pruned(capsys) == f"{kept}removed 1 entries, SIZE\n"


@pytest.mark.parametrize("way", ["removed", "moved on", "another lock"])
def test_a_lock_that_no_longer_pins_the_commit_keeps_nothing(
    remote: GitFixture, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if way == "removed":
        Path("catalog.lock").unlink()
    elif way == "moved on":
        assert main(["lock", "--update", "--rev", "main"]) == 0
    else:
        assert main(["lock", "a", "--replace", "--repo", str(remote.folder)]) == 0
    assert pruned(capsys, "--keep", "0") == "removed 2 entries, SIZE\n"


def test_a_lock_that_may_be_there_is_taken_for_one_in_use(tmp_path: Path) -> None:
    use = LockUse(lock=str(tmp_path / "catalog.lock"), pins="1" * 40, commit="1" * 40)
    assert not is_in_use(use)
    (tmp_path / "catalog.lock").write_text("what git leaves in the middle of a merge")
    assert is_in_use(use)
    assert not is_in_use(use._replace(lock=f"{use.lock}/inner"))
    assert is_in_use(use._replace(lock=str(tmp_path / ("x" * 300))))
