"""The files for CI that docs/ci.md shows do what the page says: their commands are run in a clone of a repository."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.gitfixture import GitFixture, git_variables
from tests.house.pages import read_page
from tests.house.sources import ROOT
from tests.programs import path_with_programs

FILES = {step.path: step.text for step in read_page((ROOT / "docs" / "ci.md").read_text("utf-8")) if step.path}
INSTALL = "python -m pip install "
GITHUB, GITLAB = ".github/workflows/catalog.yml", ".gitlab-ci.yml"

CARDS = """\
name: tiny
license: MIT
---
name: tiny_chat
base: tiny
license: MIT
"""
CHANGES = {
    "good": CARDS.replace("name: tiny_chat", "name: tiny_chat\nnote: new"),
    "gone": CARDS.partition("---")[0],
    "broken": CARDS.replace("base: tiny", "base: tinny"),
}


def github_commands() -> list[str]:
    """What each step runs."""
    jobs = yaml.safe_load(FILES[GITHUB])["jobs"]
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


def gitlab_commands() -> list[str]:
    """What each job runs, after the `before_script` that they have in common."""
    jobs = yaml.safe_load(FILES[GITLAB])
    return [*jobs[".catalog"]["before_script"], *(line for job in jobs.values() for line in job.get("script", ()))]


@pytest.fixture(scope="module")
def checkouts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, GitFixture]:
    """A clone with the whole history for each change, where CI has checked it out."""
    origin = GitFixture.init(tmp_path_factory.mktemp("ci") / "origin")
    origin.commit({"catalog/catalog.toml": "", "catalog/models/tiny.yaml": CARDS})
    for name, cards in CHANGES.items():
        origin.git("switch", "--quiet", "--create", name, "main")
        origin.commit({"catalog/models/tiny.yaml": cards})
    return {name: origin.clone(origin.folder.parent / name, f"--branch={name}") for name in CHANGES}


def exit_codes(commands: list[str], checkout: GitFixture, variables: Mapping[str, str], folder: Path) -> list[int]:
    """The exit code of every command but those that install the toolchain, in order."""
    environment = {**git_variables(folder), **variables, "PATH": path_with_programs(folder / "bin")}
    shell = ["bash", "-e", "-o", "pipefail", "-c"]
    return [
        subprocess.run([*shell, command], cwd=checkout.folder, env=environment, check=False).returncode
        for command in commands
        if not command.startswith(INSTALL)
    ]


@pytest.mark.parametrize(("change", "codes"), [("good", [0, 0, 0]), ("gone", [0, 1, 0]), ("broken", [1, 1, 0])])
def test_the_steps_on_github_pass_and_fail_as_they_should(
    change: str, codes: list[int], checkouts: dict[str, GitFixture], tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    variables = {"GITHUB_BASE_REF": "main", "GITHUB_STEP_SUMMARY": str(summary)}
    assert exit_codes(github_commands(), checkouts[change], variables, tmp_path) == codes
    assert "### Review of the catalog" in summary.read_text("utf-8")


@pytest.mark.parametrize(("change", "codes"), [("good", [0, 0, 0]), ("gone", [0, 0, 1]), ("broken", [1, 0, 1])])
def test_the_jobs_on_gitlab_pass_and_fail_as_they_should(
    change: str, codes: list[int], checkouts: dict[str, GitFixture], tmp_path: Path
) -> None:
    checkout = checkouts[change]
    variables = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": checkout.git("merge-base", "origin/main", "HEAD")}
    assert exit_codes(gitlab_commands(), checkout, variables, tmp_path) == codes
    job = yaml.safe_load(FILES[GITLAB])["check-change"]
    (page,) = job["artifacts"]["paths"]
    assert "### Review of the catalog" in (checkout.folder / page).read_text("utf-8")


def test_the_files_check_out_the_history_and_install_one_version() -> None:
    (job,) = yaml.safe_load(FILES[GITHUB])["jobs"].values()
    gitlab = yaml.safe_load(FILES[GITLAB])
    assert job["steps"][0]["with"]["fetch-depth"] == 0
    assert gitlab[".catalog"]["variables"]["GIT_DEPTH"] == "0"
    installs = {command for command in (*github_commands(), *gitlab_commands()) if command.startswith(INSTALL)}
    assert len(installs) == 1
