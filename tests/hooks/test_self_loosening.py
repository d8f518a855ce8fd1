"""A commit, and a merge, that silence what is wrong with them: the hooks as git runs them are not led astray."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.loosening import BAD, BASE, TYPO, ignoring
from tests.hooks.hooked import RUN_LOCAL, HookedRepository

HOOKS = ("catalog-validate", "catalog-policy")


@pytest.fixture
def repo(tmp_path: Path) -> HookedRepository:
    """A catalog with one good card."""
    repo = HookedRepository(tmp_path / "repo")
    repo.folder.mkdir()
    repo.git("init", "--quiet", "--initial-branch=main")
    repo.commit(BASE)
    return repo


@pytest.fixture
def add_hook(repo: HookedRepository) -> Callable[..., None]:
    def add(hook: str, *arguments: str) -> None:
        """Let git itself run a hook of this working tree before each commit and merge."""
        for name in ("pre-commit", "pre-merge-commit"):
            path = repo.folder / ".git" / "hooks" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{RUN_LOCAL}' {hook} {' '.join(arguments)}\n")
            path.chmod(0o755)

    return add


@pytest.mark.parametrize("hook", HOOKS)
def test_a_commit_that_ignores_its_own_errors_is_refused_or_needs_review(
    repo: HookedRepository, add_hook: Callable[..., None], hook: str
) -> None:
    silenced = {"catalog/catalog.toml": ignoring('"C"'), "catalog/models/y.yaml": TYPO}
    add_hook(hook)
    repo.stage({**silenced, "catalog/models/bad.yaml": BAD})
    done, output = repo.attempt("commit", "--message=x")
    assert (done, "base 'nosuch' does not exist" in output) == (False, True), output
    repo.git("rm", "--quiet", "--force", "catalog/models/bad.yaml")
    add_hook(hook, "--strict")
    done, output = repo.attempt("commit", "--message=x")
    assert (done, "y.yaml:3:1: C907 warning: silenced by this change: C303 error: " in output) == (False, True), output
    add_hook(hook)
    done, output = repo.attempt("commit", "--message=x")
    assert (done, "C907 warning" in output) == (True, True), output


@pytest.mark.parametrize("hook", HOOKS)
def test_a_branch_that_silences_its_own_errors_is_not_merged(
    repo: HookedRepository, add_hook: Callable[..., None], hook: str
) -> None:
    repo.switch("side", new=True)
    repo.commit({"catalog/catalog.toml": ignoring('"C"')})
    repo.commit({"catalog/models/bad.yaml": BAD})
    repo.switch("main")
    repo.commit({"README.md": "x\n"})
    add_hook(hook)
    done, output = repo.attempt("merge", "--no-edit", "side")
    assert (done, "base 'nosuch' does not exist" in output) == (False, True), output


@pytest.mark.parametrize("hook", HOOKS)
def test_what_is_staged_counts_and_not_the_settings_of_the_checkout(
    repo: HookedRepository, add_hook: Callable[..., None], hook: str
) -> None:
    add_hook(hook)
    repo.stage({"catalog/models/bad.yaml": BAD})
    repo.write({"catalog/catalog.toml": ignoring('"C"')})
    done, output = repo.attempt("commit", "--message=x")
    assert (done, "base 'nosuch' does not exist" in output, "C908" in output) == (False, True, False), output
