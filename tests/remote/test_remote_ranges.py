"""Verbs that compare, between commits of a remote repository: they answer as in a clone of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CARDS, Ask, ask
from tests.gitfixture import GitFixture
from tests.remote.servers import git_daemon

__all__ = ["ask"]  # a fixture is found by its name here

TINY = CARDS["catalog/models/tiny.yaml"]


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    """`main` and `feature`, parted at the first of three commits; before it, a commit without a catalog."""
    repo = GitFixture.init(tmp_path / "served" / "cards")
    repo.commit({"README.md": "Nothing here yet.\n"})
    repo.git("tag", "empty")
    repo.commit({**CARDS, "catalog/catalog.toml": "[policy]\nfrozen_fields = ['license']\n"})
    repo.git("tag", "parted")
    repo.switch("feature", new=True)
    repo.commit({"catalog/models/tiny.yaml": TINY.replace("0.1", "0.2").replace("MIT", "Apache-2.0")})
    repo.switch("main")
    repo.commit({"catalog/models/tiny.yaml": TINY.replace("0.1", "0.3")})
    return repo


@pytest.fixture
def address(repo: GitFixture) -> Iterator[str]:
    with git_daemon(repo.folder.parent) as served:
        yield f"{served}/cards"


@pytest.mark.parametrize("filters", [True, False])
@pytest.mark.parametrize(
    ("verb", "revisions"),
    [
        ("diff", "parted main"),
        ("diff", "parted..feature"),
        ("diff", "main...feature"),
        ("diff", "main...main"),
        ("diff", "...feature"),
        ("diff", "empty feature"),
        ("diff", "feature empty"),
        ("diff", "--base feature"),
        ("diff", "--format json main...feature"),
        ("diff", "--root catalog/models main feature"),
        ("policy", "main...feature"),
        ("policy", "--format github main...feature"),
        ("policy", "--base feature"),
        ("validate", "--from-ref feature"),
        ("validate", "--from-ref main --to-ref feature"),
        ("validate", "--from-ref main --to-ref parted"),
        ("validate", "--from-ref empty --to-ref feature"),
        ("validate", "--new-only parted --rev feature"),
    ],
)
def test_a_remote_repository_answers_as_a_local_one(
    verb: str,
    revisions: str,
    filters: bool,
    repo: GitFixture,
    address: str,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(repo.folder)  # files open from here as from the top of a repository elsewhere
    repo.git("config", "uploadpack.allowFilter", str(filters).lower())

    def answer(place: str) -> tuple[int, str, str]:
        code, out, err = ask(verb, *revisions.split(), "--repo", place)
        if out.startswith("{"):
            out = json.dumps({key: value for key, value in json.loads(out).items() if key != "causes"})
        return code, out.replace(", Ada Author)", ")"), err  # who edited a line is not asked of a server

    code, out, _ = answer(str(repo.folder))
    is_base = "--base" in revisions or "--from-ref" in revisions
    parted = ("..." in revisions and "main...main" not in revisions) or is_base
    said = f"catalog: fetching the history of {address}, once\n" if parted else ""
    assert answer(address) == (code, out, said)
    assert answer(address) == (code, out, "")


def test_full_ids_are_compared_without_a_network_once_they_were(
    repo: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = f"{repo.head('main')}...{repo.head('feature')}"
    with git_daemon(repo.folder.parent) as served:
        address = f"{served}/cards"
        code, out, err = ask("diff", ends, "--repo", address, "--offline")
        assert (code, out) == (3, "")
        assert f"the history of commit {repo.head('feature')[:12]} is not in the cache" in err
        assert "fetching the history" not in err
        code, out, _ = ask("diff", ends, "--repo", address)
    assert code == 0
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    assert ask("diff", ends, "--repo", address) == (code, out, "")
    assert ask("cache", "verify")[0] == 0


@pytest.mark.parametrize("revisions", ["", "main", "--staged", "--base main --staged"])
def test_a_remote_repository_has_no_checkout_and_says_so(revisions: str, address: str, ask: Ask) -> None:
    for verb in ("diff", "policy"):
        said = f"catalog: {address} is a remote repository, which has no checkout and no index (name revisions)\n"
        assert ask(verb, *revisions.split(), "--repo", address) == (3, "", said)


def test_what_is_amiss_at_an_end_is_said(repo: GitFixture, address: str, ask: Ask) -> None:
    said = (
        f"catalog: 'nowhere' is not a branch or tag of {address} (name a branch, a tag, or the full id of a commit)\n"
    )
    assert ask("diff", "main", "nowhere", "--repo", address) == (3, "", said)
    said = "catalog: no catalog.toml in empty, and none in empty (name a folder of cards with --root)\n"
    assert ask("diff", "empty", "empty", "--repo", address) == (3, "", said)
    apart = repo.git("commit-tree", "-m", "Apart", "main^{tree}")
    repo.git("update-ref", "refs/heads/apart", apart)
    code, out, err = ask("diff", "main...apart", "--repo", address)
    assert (code, out) == (3, "")
    assert "have no common ancestor here" in err


def test_each_name_is_looked_up_once(
    repo: GitFixture, address: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, git = tmp_path / "log", shutil.which("git")
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >>{log}\nexec {git} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    ask("validate", "--from-ref", "main", "--to-ref", "feature", "--repo", address)
    names = [line.split()[-2] for line in log.read_text().splitlines() if " ls-remote --quiet " in line]
    assert names == ["refs/heads/main", "refs/heads/feature"]
