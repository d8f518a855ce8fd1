"""Hooks on a commit that changes no card: they say what the command would say, and load nearly nothing to know it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards_hooks import catalog_listing, catalog_policy, catalog_validate
from assetcards_hooks.untouched import is_untouched
from tests.gitfixture import GitFixture, git_variables

HOOKS: dict[str, tuple[Callable[[list[str]], int], list[str]]] = {
    "catalog_validate": (catalog_validate.main, ["--quiet"]),
    "catalog_policy": (catalog_policy.main, []),
    "catalog_listing": (catalog_listing.main, []),
}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A commit that is being made, of a file that is of no catalog."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/a.yaml": "name: a\n"})
    repo.write({"README.md": "# Cards\n"})
    repo.git("add", "README.md")
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    return repo


@pytest.mark.parametrize("name", HOOKS)
def test_the_command_is_not_loaded(repo: GitFixture, name: str) -> None:
    program = f"import sys; from assetcards_hooks.{name} import main; assert main() == 0; print(*sys.modules)"
    variables = {**git_variables(repo.folder), "GIT_INDEX_FILE": ".git/index", "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = HOOKS[name][1]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, env=variables, check=True
    )
    loaded = set(done.stdout.split())
    assert "assetcards.sources.untouched" in loaded
    assert loaded.isdisjoint({"yaml", "assetcards.cli.main", "assetcards.model.catalog", "assetcards.git.repo"})


@pytest.mark.parametrize("name", HOOKS)
def test_what_is_said_is_what_the_command_says(
    repo: GitFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    hook, arguments = HOOKS[name]
    quick = (hook(arguments), *capsys.readouterr())
    monkeypatch.setattr(sys.modules[hook.__module__], "is_untouched", lambda also="": False)
    assert (hook(arguments), *capsys.readouterr()) == quick
    assert quick[0] == 0


@pytest.mark.parametrize("name", HOOKS)
def test_a_card_that_changes_or_another_format_is_for_the_command(
    repo: GitFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert is_untouched()
    with monkeypatch.context() as other:
        other.setenv("CATALOG_FORMAT", "agent")
        assert not is_untouched()
    repo.write({"catalog/models/a.yaml": "name: [\n"})
    repo.git("add", ".")
    assert not is_untouched()
    hook, arguments = HOOKS[name]
    assert hook(arguments) == 1
    assert "catalog/models/a.yaml" in capsys.readouterr().out


def test_a_page_that_changes_is_looked_at(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write({"CARDS.md": "not a list of cards\n"})
    repo.git("add", "CARDS.md")
    assert (is_untouched(), is_untouched(also="CARDS.md")) == (True, False)


def test_where_the_current_directory_is_gone_the_command_says_so(
    repo: GitFixture, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert not is_untouched()
    assert catalog_validate.main(["--quiet"]) == 3
    assert "current directory" in capsys.readouterr().err
