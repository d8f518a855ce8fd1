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


WHO = "Ada <ada@example.org> 1700000000 +0100"
ODD = {
    "ordinary": (WHO, "", "Say it\n"),
    "no name": ("<ada@example.org> 1700000000 +0100", "", "Say it\n"),
    "brackets": ("Ada <B> <ada@example.org> 1700000000 +0100", "", "Say it\n"),
    "no address": ("Ada <> 1700000000 -0030", "", "Say it\n"),
    "spaces": ("  Ada   A.  <ada@example.org>  1700000000 +0100", "", "Say it\n"),
    "no date": ("Ada <ada@example.org>", "", "Say it\n"),
    "an early date": ("Ada <ada@example.org> -5 +0100", "", "Say it\n"),
    "a late date": ("Ada <ada@example.org> 99999999999999999 +0100", "", "Say it\n"),
    "a zone of its own": ("Ada <ada@example.org> 1700000000 +100", "", "Say it\n"),
    "no zone": ("Ada <ada@example.org> 1700000000", "", "Say it\n"),
    "another encoding": ("Zo\xeb <zoe@example.org> 1700000000 +0100", "encoding ISO-8859-1\n", "Se\xf1or\n"),
    "no encoding": ("Zo\xeb <zoe@example.org> 1700000000 +0100", "", "Se\xf1or\n"),
    "a signature": (WHO, "gpgsig -----BEGIN\n encoding ISO-8859-1\n author B <b> 1 +0000\n -----END\n", "Say it\n"),
    "two authors": (WHO, "author B <b@example.org> 1600000000 +0000\n", "Say it\n"),
    "no message": (WHO, "", ""),
    "empty lines first": (WHO, "", "\n \n\n  Say it\n\nmore\n"),
    "an end in the middle": (WHO, "", "Say\0 it\n"),
    "a line ending of another kind": (WHO, "", "Say it\r\nmore\r\n"),
}


@pytest.mark.parametrize(("who", "more", "message"), ODD.values(), ids=list(ODD))
def test_a_commit_says_what_git_makes_of_it(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, who: str, more: str, message: str
) -> None:
    first = repo.commit({"a": "1"})
    tree = repo.git("rev-parse", f"{first}^{{tree}}")
    text = f"tree {tree}\nparent {first}\nauthor {who}\ncommitter {who}\n{more}\n{message}"
    commit = repo.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", content=text.encode("latin-1"))
    repository = Repository.find(str(repo.folder), os.environ)
    found = read_commits(repository, [first, commit], names_of=first)
    monkeypatch.setattr(log, "_ordinary_commits", lambda repository, ids: ())
    assert found == read_commits(repository, [first, commit], names_of=first)


def test_no_git_is_started_for_an_ordinary_commit(repo: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = repo.commit({"a": "1"}, message="Größe\n\nmore")
    repository = Repository.find(str(repo.folder), os.environ)
    monkeypatch.setattr(Repository, "run", None)
    found = read_commits(repository, [commit], names_of=commit)[commit]
    assert (found.author, found.summary, found.date) == ("Ada Author", "Größe", found.committed)
