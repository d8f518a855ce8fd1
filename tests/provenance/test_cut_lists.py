"""A list of shallow commits that somebody has made up: the answer is as without it, says that it ends, or fails."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture

__all__ = ["ask"]  # a fixture is found by its name here

QUESTIONS = (("blame", "tiny"), ("log", "tiny"), ("list", "--changed"), ("blame", "tiny", "--rev", "HEAD"))
Make = Callable[[GitFixture, Path], object]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository with a card that was changed three times, and a value that was not."""
    repo = GitFixture.init(tmp_path / "repo")
    for number in range(4):
        card = f"name: tiny\nmodel_family: llama\nkept: 1\nnote: {number}\n"
        repo.commit({"catalog/catalog.toml": "", "catalog/tiny.yaml": card})
    repo.git("tag", "--annotate", "--message=x", "v1")
    monkeypatch.chdir(repo.folder)
    return repo


def with_lines(*lines: str) -> Make:
    """A list with lines; names of commits and other objects are replaced by their ids."""

    def make(repo: GitFixture, path: Path) -> None:
        path.write_text("".join(f"{repo.git('rev-parse', line) if line[0].isupper() else line}\n" for line in lines))

    return make


ANSWERED: dict[str, Make] = {
    "a commit that is not there": with_lines("1" * 40),
    "commits that are not there": with_lines(*(f"{number:040x}" for number in range(1000))),
    "an id of the other length": with_lines("1" * 64),
}


@pytest.mark.parametrize("make", ANSWERED.values(), ids=ANSWERED)
def test_what_is_no_commit_of_the_repository_changes_nothing(make: Make, repo: GitFixture, ask: Ask) -> None:
    before = [ask(*question) for question in QUESTIONS]
    make(repo, repo.folder / ".git" / "shallow")
    assert [ask(*question) for question in QUESTIONS] == before


@pytest.mark.parametrize("other", ["HEAD:catalog/tiny.yaml", "HEAD:catalog", "HEAD^{tree}"])
def test_what_is_no_commit_at_all_changes_nothing_or_is_a_sentence(other: str, repo: GitFixture, ask: Ask) -> None:
    before = {question: ask(*question) for question in QUESTIONS}
    with_lines(other)(repo, repo.folder / ".git" / "shallow")
    for question in QUESTIONS:
        code, out, err = ask(*question)
        assert (code, out, err) == before[question] or (code, out, len(err.splitlines())) == (3, "", 1)


@pytest.mark.parametrize("cut", ["HEAD", "HEAD~2"])
def test_what_is_before_a_cut_is_not_known_though_it_is_there(cut: str, repo: GitFixture, ask: Ask) -> None:
    with_lines(cut)(repo, repo.folder / ".git" / "shallow")
    answers = [ask(*question) for question in QUESTIONS]
    assert [(code, err) for code, _, err in answers] == [(0, "")] * len(QUESTIONS)
    assert ["this clone is shallow" in out for _, out, _ in answers] == [True, True, cut == "HEAD", True]


def in_capitals(repo: GitFixture, path: Path) -> None:
    """git takes it for the commit all the same."""
    path.write_text(f"{repo.head('HEAD~2').upper()}\n")


REFUSED: dict[str, Make] = {
    "a word": with_lines("hello"),
    "a short id": lambda repo, path: path.write_text(f"{repo.head()[:12]}\n"),
    "an id in capitals": in_capitals,
    "an option": with_lines("--output=x"),
    "far too many ids": with_lines(*(f"{number:040x}" for number in range(200_000))),
    "a pipe": lambda _, path: os.mkfifo(path),
    "what never ends": lambda _, path: path.symlink_to("/dev/zero"),
    "a file of the machine": lambda _, path: path.symlink_to("/etc/passwd"),
    "a folder": lambda _, path: path.mkdir(),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_what_git_would_not_have_written_is_refused_in_a_sentence(make: Make, repo: GitFixture, ask: Ask) -> None:
    path = repo.folder / ".git" / "shallow"
    make(repo, path)
    for question in QUESTIONS:
        code, out, err = ask(*question)
        assert (code, out) == (3, "")
        assert err.startswith(f"catalog: the list of shallow commits {path} "), err
        assert len(err.splitlines()) == 1
    assert not Path("x").exists()
