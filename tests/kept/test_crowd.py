"""A few of the commits of `python -m tests.kept.crowd`."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.gitfixture import GitFixture
from tests.kept import crowd
from tests.kept.crowd import read_in_a_crowd
from tests.kept.questions import Answer
from tests.sampling import sample


def test_readers_beside_commits_and_one_who_removes_what_is_kept_get_answers_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    outcome = read_in_a_crowd(tmp_path, sample(10, of_all=100), 2)
    print(outcome)
    assert outcome.faults == []
    assert set(outcome.compared) == {"pinned", "at HEAD", "of the checkout", "numbers"}


@pytest.mark.parametrize("what", ["_read_pinned", "_read_head", "_read_checkout", "_read_number"])
def test_an_answer_of_before_would_be_reported(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of any sort that is not the right one."""
    repo = GitFixture.init(tmp_path / "cards")
    monkeypatch.chdir(repo.folder)
    for number in range(2):
        crowd._land(repo, number)
    assert list(getattr(crowd, what)(repo, Random(1))) == [""]
    monkeypatch.setattr(crowd, "ask", lambda question: Answer(0, "99999\n", ""))
    [fault] = getattr(crowd, what)(repo, Random(1))
    assert "99999" in fault
