"""`catalog-policy` as a hook of git: what it judges when a commit is made, and when commits are pushed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from assetcards_hooks.catalog_policy import maybe_judged
from tests.hooks.hooked import RUN_LOCAL, HookedRepository

CARD = "name: {0}\nnote: {0}\n"


@pytest.fixture
def repo(tmp_path: Path) -> HookedRepository:
    """A catalog with two cards."""
    repo = HookedRepository(tmp_path / "repo")
    repo.folder.mkdir()
    repo.git("init", "--quiet", "--initial-branch=main")
    repo.commit({"catalog/catalog.toml": "", "catalog/a.yaml": CARD.format("a"), "catalog/b.yaml": CARD.format("b")})
    return repo


def add_hook(repo: HookedRepository, *arguments: str) -> None:
    """Let git itself run `catalog-policy` from this working tree before each commit."""
    hook = repo.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{RUN_LOCAL}' catalog-policy {' '.join(arguments)}\n")
    hook.chmod(0o755)


def test_a_commit_that_the_policy_fails_is_refused_with_the_reason(repo: HookedRepository) -> None:
    add_hook(repo)
    repo.git("rm", "--quiet", "catalog/a.yaml")
    before = repo.state()
    attempt = repo.attempt("commit", "--message=x")
    assert not attempt.done
    assert attempt.output.startswith("catalog/a.yaml: P101 error: card 'a' was removed (was at catalog/a.yaml:1): ")
    sides = f"from HEAD = {repo.head()} to the index"
    assert attempt.output.endswith(f"fail (1 error) {sides}: the author has to fix 1 error first\n")
    assert repo.state() == before


def test_a_commit_with_a_file_alone_is_judged_by_what_it_commits(repo: HookedRepository) -> None:
    add_hook(repo)
    repo.git("rm", "--quiet", "catalog/a.yaml")
    repo.write({"catalog/b.yaml": CARD.format("b").replace("note: b", "note: c")})
    assert repo.attempt("commit", "--quiet", "--message=x", "--", "catalog/b.yaml").done
    assert not repo.attempt("commit", "--quiet", "--message=x", "--all").done


def test_a_commit_that_needs_review_passes_and_says_so(repo: HookedRepository) -> None:
    repo.commit({"catalog/a.yaml": "name: a\nlicense: MIT\n"})
    add_hook(repo)
    repo.stage({"catalog/a.yaml": "name: a\nlicense: BSD-3-Clause\n"})
    attempt = repo.attempt("commit", "--quiet", "--message=x")
    assert attempt.done
    assert "P104 warning: license of 'a' changed from 'MIT' to 'BSD-3-Clause'" in attempt.output


def test_with_a_base_a_branch_may_undo_what_it_did(repo: HookedRepository) -> None:
    repo.switch("feature", new=True)
    repo.commit({"catalog/c.yaml": CARD.format("c")})
    repo.git("rm", "--quiet", "catalog/c.yaml")
    add_hook(repo)
    assert not repo.attempt("commit", "--quiet", "--message=x").done
    add_hook(repo, "--base", "main")
    assert repo.attempt("commit", "--quiet", "--message=x").done


def test_a_merge_is_not_judged_for_what_comes_from_the_other_side(repo: HookedRepository) -> None:
    repo.switch("feature", new=True)
    repo.commit({"catalog/b.yaml": CARD.format("b").replace("note: b", "note: ours")})
    repo.switch("main")
    repo.commit({"catalog/b.yaml": CARD.format("b").replace("note: b", "note: theirs")}, remove=["catalog/a.yaml"])
    repo.switch("feature")
    add_hook(repo, "--base", "main")
    assert not repo.attempt("merge", "--quiet", "main").done
    repo.stage({"catalog/b.yaml": CARD.format("b")})
    attempt = repo.attempt("commit", "--quiet", "--no-edit")
    assert attempt.done, attempt.output
    assert attempt.output.startswith(f"pass from main...HEAD = {repo.head('main')} to the index")


REFS = {"PRE_COMMIT_FROM_REF": "a", "PRE_COMMIT_TO_REF": "b"}


@pytest.mark.parametrize(
    ("environ", "arguments", "options"),
    [
        ({"GIT_INDEX_FILE": "x"}, [], ["--staged"]),
        ({"GIT_INDEX_FILE": "x"}, ["--base", "main"], ["--staged"]),
        (REFS, [], ["a...b"]),
        (REFS, ["--base", "main"], []),
        (REFS, ["--base=main"], []),
        (REFS, ["--strict"], ["a...b"]),
        ({}, [], ["--staged"]),
        ({"PRE_COMMIT_LOCAL_BRANCH": "refs/heads/first"}, [], None),
    ],
)
def test_what_is_judged_depends_on_what_git_does(
    environ: Mapping[str, str], arguments: list[str], options: list[str] | None
) -> None:
    assert maybe_judged(environ, arguments) == options


def test_a_commit_that_touches_no_file_of_the_catalog_is_not_judged(repo: HookedRepository) -> None:
    add_hook(repo)
    repo.stage({"k8s/pod.yaml": "kind: Pod\n"})
    attempt = repo.attempt("commit", "--quiet", "--message=x")
    assert attempt == (True, "no file of a catalog changes: nothing to judge\n")


def test_a_repository_without_a_catalog_has_nothing_to_judge(repo: HookedRepository) -> None:
    add_hook(repo, "--base", "main~1")
    repo.commit(remove=["catalog/catalog.toml", "catalog/a.yaml", "catalog/b.yaml"])
    start = repo.commit({"README.md": "1\n"})
    repo.stage({"k8s/pod.yaml": "kind: Pod\n"})
    repo.commit({"README.md": "2\n"})
    attempt = repo.attempt("commit", "--quiet", "--allow-empty", "--message=x")
    assert attempt.done, attempt.output
    said = "no catalog.toml in main~1...HEAD, and none in index: nothing to judge\n"
    assert (attempt.output, start != repo.head()) == (said, True)


def test_a_commit_that_removes_the_catalog_is_judged(repo: HookedRepository) -> None:
    add_hook(repo)
    repo.stage({"README.md": "no cards any more\n"})
    repo.git("rm", "--quiet", "-r", "catalog")
    attempt = repo.attempt("commit", "--quiet", "--message=x")
    assert not attempt.done
    assert attempt.output.startswith("catalog/a.yaml: P101 error: card 'a' was removed"), attempt.output


def test_a_commit_that_removes_all_files_is_judged(repo: HookedRepository) -> None:
    add_hook(repo)
    repo.git("rm", "-r", "--quiet", ".")
    attempt = repo.attempt("commit", "--quiet", "--message=x")
    assert (attempt.done, "P101 error: card 'a' was removed" in attempt.output) == (False, True), attempt.output
