"""What is published about the hooks, and what this repository runs on itself, holds together."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PUBLISHED: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
CONFIGURATION: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
OURS: list[dict[str, Any]] = [hook for repo in CONFIGURATION["repos"] for hook in repo["hooks"]]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
MODULES = {file.stem.replace("_", "-") for file in (ROOT / "hooks" / "assetcards_hooks").glob("catalog_*.py")}


@pytest.mark.parametrize(
    ("check", "file"), [("validate-manifest", ".pre-commit-hooks.yaml"), ("validate-config", ".pre-commit-config.yaml")]
)
def test_pre_commit_takes_the_file(check: str, file: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pre_commit", check, ROOT / file], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_every_hook_is_published_has_a_command_and_a_row_in_the_readme() -> None:
    assert {hook["id"] for hook in PUBLISHED} == MODULES
    for hook in PUBLISHED:
        module = hook["id"].replace("-", "_")
        assert PROJECT["scripts"][hook["entry"]] == f"assetcards_hooks.{module}:main"
    rows = [line for line in (ROOT / "hooks" / "README.md").read_text().splitlines() if line.startswith("| `")]
    assert [row.split("|")[1].strip(" `") for row in rows] == [hook["id"] for hook in PUBLISHED]
    assert [row.split("|")[3].strip() for row in rows] == [", ".join(hook["stages"]) for hook in PUBLISHED]


@pytest.mark.parametrize("hook", PUBLISHED, ids=lambda hook: hook["id"])
def test_a_hook_that_reads_the_index_always_runs_once_and_gets_no_names(hook: dict[str, Any]) -> None:
    assert (hook["always_run"], hook["pass_filenames"], hook["require_serial"]) == (True, False, True)
    assert hook["minimum_pre_commit_version"] == "3.2.0"


def test_this_repository_runs_the_published_hooks_from_its_working_tree() -> None:
    local = {hook["id"]: hook for hook in OURS if "run_local" in hook["entry"]}
    assert list(local) == [hook["id"] for hook in PUBLISHED]
    same = ("language", "always_run", "pass_filenames", "require_serial", "stages")
    for hook in PUBLISHED:
        ours = local[hook["id"]]
        assert {key: ours[key] for key in same} == {key: hook[key] for key in same}
        assert ours["entry"] == f"python hooks/run_local.py {hook['id']}"
        assert ours["additional_dependencies"] == PROJECT["dependencies"]


def test_names_are_passed_behind_two_dashes() -> None:
    assert [hook["id"] for hook in OURS if hook.get("pass_filenames", True) and hook["args"][-1] != "--"] == []


def test_no_hook_touches_what_is_kept_byte_for_byte() -> None:
    kept = re.findall(r"^(\S+)/\*\* -text$", (ROOT / ".gitattributes").read_text(), re.MULTILINE)
    assert kept
    assert [folder for folder in kept if not re.match(CONFIGURATION["exclude"], f"{folder}/x.yaml")] == []


def test_tools_of_hooks_are_those_of_the_tests() -> None:
    constraints = set((ROOT / "constraints.txt").read_text().splitlines())
    pins = {pin for hook in OURS for pin in hook["additional_dependencies"] if pin.startswith(("ruff", "yamllint"))}
    assert len(pins) == 2
    assert pins - constraints == set()


def test_workflows_name_actions_by_commit() -> None:
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        used = re.findall(r"uses: (.+)", workflow.read_text())
        assert [action for action in used if not re.fullmatch(r"\S+@[0-9a-f]{40} # v[0-9.]+", action)] == []


@pytest.mark.parametrize("arguments", [[], ["catalog-nothing"], ["../catalog-validate"]])
def test_running_a_hook_that_is_not_there_names_those_that_are(arguments: list[str]) -> None:
    command = [sys.executable, str(ROOT / "hooks" / "run_local.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("the names are catalog-listing, catalog-policy, catalog-validate\n")


@pytest.mark.parametrize("written", ["checkpoint: {}", 'checkpoint: "{}"', "data:\n  - {}", 'data:\n  - url: "{}"'])
def test_a_long_address_is_no_reason_to_refuse_a_line(tmp_path: Path, written: str) -> None:
    card = tmp_path / "card.yaml"
    card.write_text(f"name: x\n{written.format('https://host.example/' + 'models/' * 40 + 'x.pt')}\n")
    command = [sys.executable, "-m", "yamllint", "--strict", "--config-file", str(ROOT / ".yamllint.yaml"), str(card)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
