"""Where values of a remote catalog come from: the history is fetched when it is asked for, once, and that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.errors import OfflineError
from assetcards.provenance.blame import blame_card
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture
from tests.remote.servers import git_daemon

TINY = "name: tiny\nmodel_family: llama\nnote: x\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    repo = GitFixture.init(tmp_path / "served" / "cards")
    repo.commit({"cards/catalog.toml": "", "cards/tiny.yaml": TINY}, message="First")
    repo.commit({"old.yaml": TINY, "cards/tiny.yaml": TINY.replace("x", "y")}, message="Second")
    repo.commit({"README.md": "hello"}, message="Third")
    return repo


@pytest.mark.parametrize("filters", [False, True])
def test_the_history_of_a_served_repository_is_fetched_once_and_said_to_be(
    repo: GitFixture, ask: Ask, filters: bool
) -> None:
    first, second = (repo.head(f"HEAD~{back}")[:12] for back in (2, 1))
    repo.git("config", "uploadpack.allowFilter", str(filters).lower())
    repo.git("config", "uploadpack.allowAnySHA1InWant", str(filters).lower())
    with git_daemon(repo.folder.parent) as address:
        said = f"catalog: fetching the history of {address}/cards, once\n"
        rows = [
            "tiny",
            f"  model_family  llama  tiny  cards/tiny.yaml:2  {first}  2023-11-14  Ada Author  First",
            f"  note          y      tiny  cards/tiny.yaml:3  {second}  2023-11-15  Ada Author  Second\n",
        ]
        assert ask("blame", "tiny", "--repo", f"{address}/cards") == (0, "\n".join(rows), said)
        assert ask("blame", "tiny", "--repo", f"{address}/cards") == (0, "\n".join(rows), "")
        code, out, err = ask("log", "tiny", "--repo", f"{address}/cards")
        assert (code, [line[:12] for line in out.splitlines() if not line.startswith(" ")], err) == (
            0,
            [second, "", first],
            "",
        )


def test_what_was_fetched_answers_without_a_network(
    repo: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"file://{repo.folder}"
    assert ask("list", "--repo", address, "--rev", "main", "--format", "names") == (0, "tiny\n", "")
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    code, out, err = ask("show", "tiny", "--at", "2023-11-14", "--repo", address, "--rev", "main")
    assert (code, out) == (3, "")
    assert f"the history of commit {repo.head()[:12]} is not in the cache (open it once" in err
    monkeypatch.delenv("CATALOG_OFFLINE")
    code, out, err = ask("show", "tiny", "--at", "2023-11-14", "--repo", address, "--rev", "main")
    assert (code, "note          x" in out, err) == (0, True, f"catalog: fetching the history of {address}, once\n")
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    code, out, err = ask("list", "--changed", "--repo", address, "--rev", "main")
    assert (code, repo.head("HEAD~1")[:12] in out, err) == (0, True, "")
    assert ask("cache", "verify") == (0, "2 entries, 0 damaged\n", "")


def test_the_library_fetches_the_history_itself(repo: GitFixture) -> None:
    with open_catalog(f"file://{repo.folder}", rev="HEAD") as catalog:
        found = {writing.field: writer.commit for writing, writer in blame_card(catalog, "tiny").entries}
    assert {field: commit and commit.summary for field, commit in found.items()} == {
        "model_family": "First",
        "note": "Second",
    }
    with (
        open_catalog(f"file://{repo.folder}", rev=repo.head("HEAD~1")) as other,
        open_catalog(f"file://{repo.folder}", rev=repo.head("HEAD~1"), offline=True) as offline,
    ):
        with pytest.raises(OfflineError, match="is not in the cache"):
            blame_card(offline, "tiny")
        assert blame_card(other, "tiny").entries[1][1].commit is not None
