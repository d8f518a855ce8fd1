"""Commits that git would not make, and people's tools did: told as far as they say it, and nothing is made up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.escaping import safe
from assetcards.git.log import Commit, read_commits
from assetcards.git.repo import Repository
from assetcards.provenance.blame import blame_card
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

ADA = b"author Ada <ada@example.org> 1700000000 +0000\n"
CLEO = b"committer Cleo <cleo@example.org> 1700003600 +0000\n"
PLAIN = ("Ada", "2023-11-14T22:13:20+00:00", "Subject")

ODD = {
    "as git makes them": (ADA + CLEO + b"\nSubject\n\nBody\n", PLAIN),
    "no author": (CLEO + b"\nSubject\n", (None, None, "Subject")),
    "no committer": (ADA + b"\nSubject\n", PLAIN),
    "two authors": (ADA + b"author Eve <eve@example.org> 1 +0000\n" + CLEO + b"\nSubject\n", PLAIN),
    "an author without a name": (ADA.replace(b"Ada ", b" ") + CLEO + b"\nSubject\n", (None, *PLAIN[1:])),
    "an author without an address": (b"author Ada\n" + CLEO + b"\nSubject\n", (None, None, "Subject")),
    "angle brackets in a name": (ADA.replace(b"Ada", b"A > B") + CLEO + b"\nSubject\n", ("A > B", *PLAIN[1:])),
    "no date": (b"author Ada <ada@example.org>\n" + CLEO + b"\nSubject\n", ("Ada", None, "Subject")),
    "a date beyond all calendars": (
        ADA.replace(b"1700000000", b"9" * 19) + CLEO + b"\nSubject\n",
        ("Ada", None, "Subject"),
    ),
    "a date after the year 9999": (
        ADA.replace(b"1700000000", b"9" * 12) + CLEO + b"\nSubject\n",
        ("Ada", None, "Subject"),
    ),
    "a date before 1970": (
        ADA.replace(b"1700000000", b"-1700000000") + CLEO + b"\nSubject\n",
        ("Ada", None, "Subject"),
    ),
    "a zone that is nowhere": (ADA.replace(b"+0000", b"+9999") + CLEO + b"\nSubject\n", PLAIN),
    "a zone west of Greenwich": (
        ADA.replace(b"+0000", b"-0330") + CLEO + b"\nSubject\n",
        ("Ada", "2023-11-14T18:43:20-03:30", "Subject"),
    ),
    "Latin-1 that says so": (
        ADA.replace(b"Ada", b"J\xf6rg") + CLEO + b"encoding ISO-8859-1\n\nGr\xfc\xdfe\n",
        ("Jörg", PLAIN[1], "Grüße"),
    ),
    "Latin-1 that does not": (
        ADA.replace(b"Ada", b"J\xf6rg") + CLEO + b"\nGr\xfc\xdfe\n",
        ("J\\xf6rg", PLAIN[1], "Gr\\xfc\\xdfe"),
    ),
    "an encoding that nobody knows": (ADA + CLEO + b"encoding klingon\n\nGr\xfc\xdfe\n", (*PLAIN[:2], "Gr\\xfc\\xdfe")),
    "no message": (ADA + CLEO + b"\n", (*PLAIN[:2], "")),
    "a message that begins with empty lines": (ADA + CLEO + b"\n\n \nSubject\nsecond line\n", PLAIN),
    "a NUL in the message": (ADA + CLEO + b"\nSubject\0 and more\n", PLAIN),
    "escapes for a terminal": (
        ADA.replace(b"Ada", b"\x1b[2JAda") + CLEO + "\nSub\x1b]0;x\x07ject\u202e\n".encode(),
        ("\x1b[2JAda", PLAIN[1], "Sub\x1b]0;x\x07ject\u202e"),
    ),
    "a signature": (ADA + CLEO + b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n =x\n\nSubject\n", PLAIN),
}


IN_LOG = {"two authors": ("Eve", "1970-01-01T00:00:01+00:00", "Subject")}
"""Where `git log` says something else than `git blame`."""


def with_commit(folder: Path, text: bytes) -> GitFixture:
    repo = GitFixture.init(folder)
    repo.commit({"catalog.toml": "", "tiny.yaml": "name: tiny\nnote: x\n"})
    tree = repo.git("rev-parse", "HEAD^{tree}")
    repo.git("update-ref", "refs/heads/main", repo.store_object("commit", f"tree {tree}\n".encode() + text))
    return repo


def blamed(repo: GitFixture) -> Commit:
    with open_catalog(repo.folder, rev="HEAD", stores=[]) as catalog:
        [(_, writer)] = blame_card(catalog, "tiny").entries
    assert writer.commit is not None
    return writer.commit


def told(commit: Commit) -> tuple[str | None, str | None, str]:
    return commit.author, commit.date.isoformat() if commit.date else None, commit.summary


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_commit_is_shown_as_far_as_it_says_anything(kind: str, tmp_path: Path) -> None:
    text, expected = ODD[kind]
    repo = with_commit(tmp_path / "repo", text)
    commit = blamed(repo)
    assert (commit.id, told(commit)) == (repo.head(), expected)
    logged = read_commits(Repository.find(str(repo.folder), os.environ), [commit.id], names_of=commit.id)
    assert told(logged[commit.id]) == IN_LOG.get(kind, expected)


@pytest.mark.parametrize("kind", ["no author", "a date after the year 9999", "escapes for a terminal"])
def test_what_is_not_known_is_said_and_nothing_reaches_the_terminal_raw(
    kind: str, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, (author, date, summary) = ODD[kind]
    repo = with_commit(tmp_path / "repo", text)
    monkeypatch.chdir(repo.folder)
    shown = f"{repo.head()[:12]}  {date[:10] if date else 'unknown date'}  "
    shown += f"{safe(author) if author else 'unknown author'}  {safe(summary)}"
    answer = ask("blame", "tiny", "--repo", repo.folder, "--rev", "HEAD")
    assert answer == (0, f"tiny\n  note  x  tiny  tiny.yaml:2  {shown}\n", "")
    code, out, err = ask("log", "tiny", "--repo", repo.folder)
    assert (code, out.splitlines()[1:], err) == (0, ["  appeared", "    + note  x"], "")
    assert out.isprintable() or set(filter(lambda character: not character.isprintable(), out)) == {"\n"}


def test_people_have_the_names_that_the_repository_knows_them_by(tmp_path: Path) -> None:
    repo = with_commit(tmp_path / "repo", ADA + CLEO + b"\nSubject\n")
    repo.git("reset", "--quiet", "--hard")
    repo.commit({".mailmap": "Ada Lovelace <ada@example.org>\n"})
    assert blamed(repo).author == "Ada Lovelace"
    repo.write({".mailmap": "Nobody <ada@example.org>\n"})
    assert blamed(repo).author == "Ada Lovelace"


def test_where_no_date_can_be_read_no_commit_is_said_to_be_later(tmp_path: Path, ask: Ask) -> None:
    unread = CLEO.replace(b"1700003600", b"9" * 12)
    repo = with_commit(tmp_path / "repo", ADA + unread + b"\nSubject\n")
    question = ("show", "tiny", "--at", "2030-01-01", "--repo", repo.folder)
    told = "catalog: HEAD has no commit at or before 2030-01-01 "
    assert ask(*question) == (3, "", f"{told}(no date of its commits can be read)\n")
    repo.git("reset", "--quiet", "--hard")
    repo.commit({"tiny.yaml": "name: tiny\nnote: y\n"})
    early = ("show", "tiny", "--at", "2001-01-01", "--repo", repo.folder)
    told = told.replace("2030", "2001")
    assert ask(*early) == (3, "", f"{told}(not all dates of its commits can be read)\n")
    assert ask(*question)[0] == 0
