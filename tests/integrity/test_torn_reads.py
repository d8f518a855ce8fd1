"""A few of the commits of `python -m tests.integrity.torn_reads`."""

from __future__ import annotations

from pathlib import Path

from tests.integrity.torn_reads import CARDS, Read, read_while_commits_land, torn
from tests.sampling import sample


def test_every_answer_belongs_to_one_commit_while_others_land(tmp_path: Path) -> None:
    outcome = read_while_commits_land(tmp_path / "repo", sample(30, of_all=100), 4)
    print(outcome)
    assert outcome.faults == []
    assert outcome.reads >= outcome.seen > 4


def test_an_answer_of_two_commits_or_of_another_one_would_be_reported() -> None:
    numbers = {"aa": "1", "bb": "2"}
    right = Read("HEAD", "aa", (1,) * CARDS)
    mixed = Read("HEAD", "bb", (1, *(2,) * (CARDS - 1)))
    other = Read("aa", "bb", (2,) * CARDS)
    assert list(torn([right, mixed, other], numbers)) == [
        f"{mixed} is not of commit number 2",
        f"{other} is another commit than the one that was asked for",
    ]
