"""How many git processes a command starts: each takes longer than most of what a hook does beside it."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards.cli.main import main
from tests.gitfixture import GitFixture

Started = Callable[[str], list[str]]
"""The arguments of each git that a command starts."""


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Started:
    """In a repository of two commits, and with a git on PATH that notes its arguments before it does its work."""
    repo = GitFixture.init(tmp_path / "repo")
    card = "name: tiny\nmodel_family: my_model\nmodel_arch: {}\ncheckpoint: hg://org/tiny\n"
    repo.commit({"catalog/catalog.toml": "# settings\n", "catalog/models/tiny.yaml": card.format("7b")})
    repo.commit({"catalog/models/tiny.yaml": card.format("8b")})
    repo.write({"catalog/models/tiny.yaml": card.format("9b")})
    repo.git("add", "--all")
    log = tmp_path / "log"
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    git = shutil.which("git")
    assert git is not None
    wrapper.write_text(f'#!/bin/sh\nprintf \'%s\\n\' "$*" >>{shlex.quote(str(log))}\nexec {shlex.quote(git)} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:/usr/bin:/bin")
    monkeypatch.chdir(repo.folder)

    def run(command: str) -> list[str]:
        log.write_text("")
        assert main(command.split()) == 0, capsys.readouterr().err
        capsys.readouterr()
        return log.read_text().splitlines()

    return run


@pytest.mark.parametrize(
    ("command", "most"),
    [
        ("show tiny", 1),
        ("validate", 1),
        ("show tiny --rev HEAD", 2),
        ("validate --rev HEAD~1", 2),
        ("diff HEAD~1 HEAD", 3),
        ("diff --base HEAD~1", 3),
        ("diff", 3),
        ("diff --staged", 3),
        ("validate --from-ref HEAD~1", 2),
        ("validate --from-ref HEAD~1 --to-ref HEAD", 2),
        ("validate --new-only HEAD~1", 3),
        ("validate --staged", 3),
        ("policy HEAD~1 HEAD", 2),
        ("policy --base HEAD~1 --staged", 3),
        ("review HEAD~1 HEAD", 3),
        ("review --base HEAD~1", 3),
        ("review --staged", 3),
        ("log tiny", 3),
        ("list --changed", 3),
        ("blame tiny", 9),
    ],
)
def test_a_command_starts_few_git_processes(started: Started, command: str, most: int) -> None:
    arguments = started(command)
    assert bool(arguments) == (most > 0), "the git on PATH is not the one that is started"
    assert len(arguments) <= most, "\n".join(arguments)


def test_a_folder_outside_of_git_starts_none(started: Started, tmp_path: Path) -> None:
    folder = shutil.copytree(tmp_path / "repo/catalog", tmp_path / "outside")
    for command in ("show tiny", "list", "validate"):
        assert started(f"{command} --root {folder}") == []


@pytest.mark.parametrize("command", ["validate --staged --repo=.", "policy --staged --repo=."])
def test_a_hook_on_a_commit_of_cards_starts_those_and_the_two_of_its_first_look(
    started: Started, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    arguments = started(command)
    assert 0 < len(arguments) <= 5, "\n".join(arguments)


def test_of_a_move_of_many_files_those_are_followed_whose_lines_are_asked_for(started: Started) -> None:
    repo = GitFixture(Path.cwd())
    repo.commit({f"catalog/models/{number}.yaml": f"name: other{number}\n" for number in range(20)})
    repo.git("mv", "catalog/models", "catalog/old")
    repo.commit()
    repo.git("mv", "catalog/old", "catalog/new")
    edited = (repo.folder / "catalog/new/tiny.yaml").read_text() + "license: MIT\n"
    repo.commit({"catalog/new/tiny.yaml": edited})
    asked = (line.partition(" -- ")[2] for line in started("blame tiny") if " ls-files " not in line)
    followed = {path for paths in asked for path in paths.split()}
    assert followed == {f"catalog/{folder}/tiny.yaml" for folder in ("models", "old", "new")}
