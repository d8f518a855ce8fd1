"""A few of the commits of `python -m tests.integrity.torn_reads`."""

from __future__ import annotations

from pathlib import Path

from tests.integrity.torn_reads import read_while_commits_land


def test_every_answer_belongs_to_one_commit_while_others_land(tmp_path: Path) -> None:
    outcome = read_while_commits_land(tmp_path / "repo", 100, 4)
    print(outcome)
    assert outcome.faults == []
    assert outcome.reads >= outcome.seen > 4
