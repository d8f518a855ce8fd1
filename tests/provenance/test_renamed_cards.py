"""A card that was renamed has the history of the card that it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

PATH = "cards/models/a.yaml"
FIRST = """\
name: one
model_family: llama
license: MIT
checkpoint: "hg://org/one"
---
name: other
model_family: llama
checkpoint: "hg://org/other"
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A card that is changed, renamed twice, and changed again."""
    repo = GitFixture.init(tmp_path / "repo")
    text = FIRST
    repo.commit({"cards/catalog.toml": "", PATH: text}, message="A card")
    for old, new, message in (
        ("MIT", "Apache-2.0", "Another license"),
        ("name: one", "name: two", "A better name"),
        ("name: two", "name: three", "The best name"),
        ("hg://org/one", "hg://org/three", "Other weights"),
    ):
        text = text.replace(old, new)
        repo.commit({PATH: text}, message=message)
    monkeypatch.chdir(repo.folder)
    return repo


def log(ask: Ask, name: str, *options: str) -> list[tuple[str, str]]:
    out = ask("log", name, "--format", "json", *options)[1]
    return [(entry["summary"], entry["change"]) for entry in json.loads(out)["entries"]]


WHOLE = [
    ("Other weights", "changed"),
    ("The best name", "renamed"),
    ("A better name", "renamed"),
    ("Another license", "changed"),
    ("A card", "appeared"),
]


@pytest.mark.parametrize("options", [(), ("--all-parents",)])
def test_the_log_goes_on_under_the_old_name(repo: GitFixture, ask: Ask, options: tuple[str, ...]) -> None:
    assert log(ask, "three", *options) == WHOLE


def test_text_and_json_say_both_names(repo: GitFixture, ask: Ask) -> None:
    out = ask("log", "three")[1]
    assert "  renamed from two to three\n" in out
    assert "  renamed from one to two\n" in out
    entries = json.loads(ask("log", "three", "--format", "json")[1])["entries"]
    assert [entry["names"] for entry in entries[:3]] == [
        None,
        {"old": "two", "new": "three"},
        {"old": "one", "new": "two"},
    ]
    assert entries[1]["fields"] == {}


def test_the_log_of_an_old_name_ends_where_it_was_given_up(repo: GitFixture, ask: Ask) -> None:
    assert log(ask, "two") == WHOLE[1:]
    assert log(ask, "one") == WHOLE[2:]


def test_two_cards_alike_that_come_when_one_goes_are_two_new_cards(repo: GitFixture, ask: Ask) -> None:
    text = (
        FIRST.replace("name: one", "name: twin").replace("MIT", "Apache-2.0").replace("hg://org/one", "hg://org/three")
    )
    twin = text.partition("---\n")[0].replace("twin", "twin_b")
    repo.commit({PATH: f"{twin}---\n{text}"}, message="Twins")
    assert log(ask, "twin") == [("Twins", "appeared")]


def test_a_card_that_is_renamed_and_changed_at_once_is_another_card(repo: GitFixture, ask: Ask) -> None:
    text = (repo.folder / PATH).read_text()
    repo.commit({PATH: text.replace("name: three", "name: four").replace("Apache-2.0", "MIT")}, message="Two things")
    assert log(ask, "four") == [("Two things", "appeared")]


def test_a_name_that_a_merged_branch_gave_is_followed_through_the_merge(repo: GitFixture, ask: Ask) -> None:
    text = (repo.folder / PATH).read_text()
    repo.git("switch", "--quiet", "--create", "branch")
    repo.commit({PATH: text.replace("name: three", "name: four")}, message="On a branch")
    repo.git("switch", "--quiet", "main")
    repo.commit({"notes.txt": "x"}, message="Elsewhere")
    repo.git("merge", "--quiet", "--no-edit", "branch")
    [merge, *others] = log(ask, "four")
    assert (merge[1], others) == ("renamed", WHOLE)
    assert log(ask, "four", "--all-parents") == [("On a branch", "renamed"), *WHOLE]


def test_blame_goes_on_through_a_new_name_also_in_another_file(repo: GitFixture, ask: Ask) -> None:
    repo.git("mv", PATH, "cards/models/b.yaml")
    text = (repo.folder / "cards/models/b.yaml").read_text()
    repo.commit({"cards/models/b.yaml": text.replace("name: three", "name: four")}, message="Moved and renamed")
    entries = json.loads(ask("blame", "four", "--format", "json")[1])["entries"]
    assert {entry["field"]: entry["summary"] for entry in entries} == {
        "model_family": "A card",
        "license": "Another license",
        "checkpoint": "Other weights",
    }
