"""Dates of commits as git stores them, and commits by many ids."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.git import log
from assetcards.git.log import parse_date, read_commits
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("1700000000 +0000", "2023-11-14T22:13:20+00:00"),
        ("1700000000 +0530", "2023-11-15T03:43:20+05:30"),
        ("1700000000 -0330", "2023-11-14T18:43:20-03:30"),
        ("-1 +0000", "1969-12-31T23:59:59+00:00"),
        ("1700000000 +2400", "2023-11-14T22:13:20+00:00"),
        ("1700000000 +9999", "2023-11-14T22:13:20+00:00"),
    ],
)
def test_a_date_has_the_zone_of_its_maker_unless_there_is_none_such(raw: str, date: str) -> None:
    parsed = parse_date(raw)
    assert parsed is not None
    assert parsed.isoformat() == date


@pytest.mark.parametrize("raw", ["", "0 +0000", "soon", "1700000000", "1700000000 0000", "9" * 20 + " +0000", "1 +000"])
def test_a_date_that_is_unknown_is_none(raw: str) -> None:
    assert parse_date(raw) is None


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    return GitFixture.init(tmp_path / "repo")


def test_commits_are_read_by_their_ids_however_many_each_once(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [repo.commit({"a": str(number)}, message=f"Number {number}") for number in range(5)]
    monkeypatch.setattr(log, "_IDS_AT_ONCE", 2)
    repository = Repository.find(str(repo.folder), os.environ)
    commits = read_commits(repository, [*ids, ids[0]], names_of=ids[-1])
    assert [(each, commits[each].id, commits[each].summary) for each in commits] == [
        (each, each, f"Number {number}") for number, each in enumerate(ids)
    ]
    assert read_commits(repository, [], names_of=ids[0]) == {}


def test_the_summary_is_the_first_line_that_says_something(repo: GitFixture) -> None:
    commit = repo.commit({"a": "1"}, message="\n\n  First\n\nSecond\n")
    repository = Repository.find(str(repo.folder), os.environ)
    assert read_commits(repository, [commit], names_of=commit)[commit].summary.strip() == "First"


def test_people_have_the_names_that_the_mailmap_of_the_commit_gives_them(repo: GitFixture) -> None:
    first = repo.commit({"a": "1"})
    repository = Repository.find(str(repo.folder), os.environ)
    before = read_commits(repository, [first], names_of=first)[first].author
    email = repo.git("log", "-1", "--format=%ae").strip()
    second = repo.commit({".mailmap": f"New Name <{email}>\n"})
    assert read_commits(repository, [first], names_of=second)[first].author == "New Name" != before
    assert read_commits(repository, [first], names_of=first)[first].author == before
