"""Running git: in which environment, and what is said of its complaints."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.errors import GitError
from assetcards.git.process import git_environment, run_git
from assetcards.git.reader import ObjectReader


def test_of_the_variables_of_git_those_stay_that_are_of_git_itself() -> None:
    environ = {
        "HOME": "/home/me",
        "GIT_EXEC_PATH": "/opt/git",
        "GIT_CONFIG_GLOBAL": "/c",
        "GIT_DIR": "/x",
        "GIT_CONFIG_KEY_7": "core.pager",
        "GIT_TRACE": "1",
        "LC_ALL": "de_DE",
        "CATALOG_HTTP_TOKEN_EXAMPLE_ORG": "secret",
    }
    made = git_environment(environ)
    kept = {name: value for name, value in made.items() if environ.get(name) == value}
    assert kept == {"HOME": "/home/me", "GIT_EXEC_PATH": "/opt/git", "GIT_CONFIG_GLOBAL": "/c"}
    assert "GIT_CONFIG_KEY_7" not in made or made["GIT_CONFIG_KEY_7"] != "core.pager"
    assert (made["LC_ALL"], made["GIT_NO_LAZY_FETCH"], made["GIT_ALLOW_PROTOCOL"]) == ("C", "1", "")


def test_the_settings_that_a_repository_must_not_decide_are_numbered_without_a_gap() -> None:
    made = git_environment({})
    count = int(made["GIT_CONFIG_COUNT"])
    assert count > 5
    keys = [made[f"GIT_CONFIG_KEY_{number}"] for number in range(count)]
    assert len(set(keys)) == count
    assert {"core.hooksPath", "core.fsmonitor", "protocol.ext.allow"} <= set(keys)
    assert all(f"GIT_CONFIG_VALUE_{number}" in made for number in range(count))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which `git` prints the file `said` as its complaints, and fails."""
    program = tmp_path / "git"
    program.write_text(f"#!/bin/sh\ncat {tmp_path}/said >&2\nexit 9\n")
    program.chmod(0o755)
    return {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("fatal: no such thing\n", "no such thing"),
        ("warning: x\nerror: first\nfatal: second\n", "first"),
        ("fatal: two parts:\n\tthe second\n", "two parts: the second"),
        ("usage: git\n", "usage: git"),
        ("", "git failed with code 9"),
        ("fatal: bad object abc\n", "bad object abc (run `git fsck`)"),
        ("error: packfile x is too short\n", "packfile x is too short (run `git fsck`)"),
    ],
)
def test_the_first_complaint_of_git_is_reported(
    environment: dict[str, str], tmp_path: Path, said: str, message: str
) -> None:
    (tmp_path / "said").write_text(said)
    with pytest.raises(GitError) as caught:
        run_git(["anything"], environment)
    assert str(caught.value) == message


def test_a_git_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r"^git is not installed \(install git, or read a folder without --rev\)$"):
        run_git(["version"], {"PATH": str(tmp_path)})
    reader = ObjectReader(str(tmp_path), {"PATH": str(tmp_path)})
    with pytest.raises(GitError, match=r"^git is not installed"):
        reader.read("0" * 40, 10)


def test_a_git_that_is_asked_again_and_again_is_ended_after_its_processor_time(tmp_path: Path) -> None:
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\nread -r question\nwhile :; do :; done\n")
    program.chmod(0o755)
    reader = ObjectReader(str(tmp_path), {"PATH": str(tmp_path), "CATALOG_CPU_SECONDS": "1"})
    with pytest.raises(
        GitError, match=r"^git was ended: it takes more than 1 seconds of processor time \(ask for less"
    ):
        reader.read("0" * 40, 10)
