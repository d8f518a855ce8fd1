"""Whatever changes between two runs, no answer of the second is that of before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gitfixture import GitFixture
from tests.kept.changes import CHANGES
from tests.kept.questions import Answer, ask, ask_without_cache
from tests.sampling import sample

WATCHED = [
    "list --format names",
    "list --resolved --format jsonl",
    "list --format names --rev HEAD",
    "list --format names --root sound",
    "list --format names --root built",
    "list --format names --store more",
    "show tiny --env lab",
    "show tiny_chat",
    "show tiny_chat --rev HEAD",
    "show tinny",
    "show ours --root built",
    "envs",
    "stores",
    "validate --advice",
    "validate --advice --rev HEAD",
    "validate --staged",
    "validate --staged --all --advice",
    "validate --from-ref HEAD~1",
    "validate --root sound --staged",
    "validate --root sound --from-ref HEAD~1",
    "validate --root built",
    "diff HEAD",
    "diff HEAD~1 HEAD",
    "diff --staged --root sound",
    "policy HEAD~1 HEAD",
    "policy --staged --root sound",
    "review --base v1",
    "log tiny_chat",
    "blame tiny_chat",
    "graph tiny",
    "TAB catalog show ti",
]


@pytest.fixture
def repo(made: GitFixture, small_counts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A copy of the repository that may be changed, in the current directory, with a cache that is empty."""
    made_too = GitFixture(made.folder.parent / "base")
    made_too.copy(tmp_path / "base")
    copied = made.copy(tmp_path / "cards")
    monkeypatch.chdir(copied.folder)
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    return copied


def warm(questions: list[str]) -> dict[str, Answer]:
    """What is answered with the cache, once it knows all of the questions."""
    for question in questions:
        ask(question)
    return {question: ask(question) for question in questions}


@pytest.mark.parametrize("change", CHANGES)
def test_no_answer_is_that_of_before_a_change(repo: GitFixture, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    make, seen_by = CHANGES[change]
    asked = sample(
        [seen_by] if seen_by else WATCHED[:3], of_all=list(dict.fromkeys([*filter(None, [seen_by]), *WATCHED]))
    )
    before = warm(asked)
    make(repo, monkeypatch)
    found = expect_nothing_stale(asked)
    assert (found[asked[0]] == before[asked[0]]) is not bool(seen_by)
    for step in STEPS if (repo.folder / ".git").is_dir() else ():
        repo.git(*step.split())
        expect_nothing_stale(asked)


STEPS = sample([], of_all=["add --all", "commit --quiet --allow-empty --no-verify --message Changed"])
"""What becomes of the change after that."""


def expect_nothing_stale(asked: list[str]) -> dict[str, Answer]:
    """Compare what is answered with the cache with what is answered without it; gives that."""
    expected = {question: _expected(question) for question in asked}
    for _ in range(sample(1, of_all=2)):
        found = {question: ask(question) for question in asked}
        assert {question: answer for question, answer in found.items() if answer != expected[question]} == {}
    return expected


def _expected(question: str) -> Answer:
    answer = ask_without_cache(question)
    return ask_without_cache(question) if "fetching" in answer.err else answer  # which is said once
