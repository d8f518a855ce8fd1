"""Blame of values on several lines: the newest commit among their lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.provenance.blame import blame_card
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

CARD = """\
name: tiny
langs:
- en
# languages that nobody has tried

- de
- fr
description: >-
  A small model.

  For trying things out.
sizes: [1,
  2,
  3
]
owners: {ada: 1,
  bob: 2}
note: several words
  go on here
license: MIT
model_config:
  towers:
    - layers: 2
      heads: 4
"""
PATH = "cards/models/tiny.yaml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"cards/catalog.toml": "", PATH: CARD}, message="A card")
    monkeypatch.chdir(repo.folder)
    return repo


def change(repo: GitFixture, old: str, new: str, message: str) -> None:
    text = (repo.folder / PATH).read_text()
    assert text.count(old) == 1
    repo.commit({PATH: text.replace(old, new)}, message=message)


def told(folder: Path, field: str | None = None) -> dict[str, tuple[str, tuple[int, ...]]]:
    """For each value the subject of its commit, or a note, and its lines."""
    with open_catalog(folder, stores=[]) as catalog:
        blame = blame_card(catalog, "tiny", field)
    return {
        writing.field: (writer.commit.summary if writer.commit else writer.note, tuple(blame.lines[writing]))
        for writing, writer in blame.entries
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "lines"),
    [
        ("- fr\n", "- it\n", "langs", (3, 6, 7)),
        ("- en\n", "- es\n", "langs", (3, 6, 7)),
        ("  For trying", "  For testing", "description", (8, 9, 10, 11)),
        ("  2,\n", "  5,\n", "sizes", (12, 13, 14, 15)),
        ("  bob: 2", "  eve: 2", "owners", (16, 17)),
        ("  go on", "  end", "note", (18, 19)),
        ("heads: 4", "heads: 8", "model_config.towers", (23, 24)),
        ("MIT", "Apache-2.0", "license", (20,)),
    ],
)
def test_a_value_has_the_newest_commit_of_its_lines(
    repo: GitFixture, old: str, new: str, field: str, lines: tuple[int, ...]
) -> None:
    change(repo, old, new, "One line")
    found = told(repo.folder)
    assert found.pop(field) == ("One line", lines)
    assert {summary for summary, _ in found.values()} == {"A card"}


def test_a_comment_or_an_empty_line_between_items_is_not_a_change_of_the_value(repo: GitFixture) -> None:
    change(repo, "# languages that nobody has tried\n\n", "# tried\n\n\n", "Words")
    assert told(repo.folder, "langs") == {"langs": ("A card", (3, 7, 8))}


def test_a_line_that_is_not_committed_is_newer_than_any_commit(repo: GitFixture) -> None:
    repo.write({PATH: CARD.replace("- de", "- at")})
    assert told(repo.folder, "langs") == {"langs": ("not committed yet", (3, 6, 7))}


def test_of_a_commit_and_the_one_before_it_the_later_is_newer_whatever_their_clocks_said(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(repo, "- de", "- at", "Now")
    for variable in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(variable, "2001-01-01T00:00:00Z")
    change(repo, "- en", "- es", "By a slow clock")
    assert told(repo.folder, "langs") == {"langs": ("By a slow clock", (3, 6, 7))}


def test_a_line_older_than_a_shallow_clone_is_older_than_what_it_has(repo: GitFixture, tmp_path: Path) -> None:
    change(repo, "- de", "- at", "Second")
    change(repo, "- en", "- es", "Third")
    repo.git("clone", "--quiet", "--depth=2", repo.folder.as_uri(), str(tmp_path / "clone"))
    found = told(tmp_path / "clone")
    assert found["langs"] == ("Third", (3, 6, 7))
    assert found["sizes"][0].startswith("this clone is shallow")


def test_text_has_the_range_of_lines_and_json_each_line_with_its_commit(repo: GitFixture, ask: Ask) -> None:
    change(repo, "- de", "- at", "Second")
    assert f"{PATH.removeprefix('cards/')}:3-7  " in ask("blame", "tiny", "langs")[1]
    [entry] = json.loads(ask("blame", "tiny", "langs", "--format", "json")[1])["entries"]
    assert (entry["line"], entry["end_line"], entry["summary"]) == (3, 7, "Second")
    assert [(line["line"], line["summary"], line["note"]) for line in entry["lines"]] == [
        (3, "A card", None),
        (6, "Second", None),
        (7, "A card", None),
    ]
    [entry] = json.loads(ask("blame", "tiny", "license", "--format", "json")[1])["entries"]
    assert (entry["line"], entry["end_line"], len(entry["lines"])) == (20, 20, 1)
