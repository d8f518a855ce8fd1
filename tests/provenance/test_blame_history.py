"""Blame of a made-up history: for every value the line that holds it, and the commit that plain git names for that."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

from assetcards import open_catalog
from assetcards.model.catalog import Catalog
from assetcards.provenance.blame import Blame, Writing, blame_card, find_writings
from assetcards.provenance.writer import Writer
from assetcards.rendering.commits import describe_commit
from tests.gitfixture import GitFixture
from tests.provenance.gardening import Garden
from tests.provenance.histories import write_history
from tests.sampling import sample

COMMITS = sample(200, of_all=300)
IGNORED = ".git-blame-ignore-revs"


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    garden = Garden(seed=20240630, commits=COMMITS)
    assert len(garden.reformatted) > COMMITS // 15
    assert sum(len(snapshot.parents) == 2 for snapshot in garden.snapshots) > COMMITS // 30
    repo = GitFixture.init(tmp_path_factory.mktemp("garden"))
    commits = write_history(repo, garden.snapshots)
    lines = ["# form alone", *(f"{commits[number]}  # number {number}" for number in garden.reformatted)]
    repo.commit({IGNORED: "\n".join(lines) + "\n"})
    return repo


class PlainGit:
    """What `git blame` says when it is asked as a user would: the commit of each line, and what it is."""

    def __init__(self, repo: GitFixture, rev: str, *options: str) -> None:
        self._repo, self._arguments = repo, (*options, rev)
        self.lines = cache(self._lines)

    def _lines(self, path: str) -> list[dict[str, str]]:
        entries: list[dict[str, str]] = []
        for line in self._repo.git("blame", "--line-porcelain", *self._arguments, "--", path).split("\n"):
            key, _, value = line.partition(" ")
            if re.fullmatch("[0-9a-f]{40}", key):
                entries.append({"commit": key})
            elif not line.startswith("\t"):
                entries[-1][key] = value
        return entries


def check(blame: Blame, git: PlainGit) -> None:
    """Each line has the commit that git names for it, and each value the newest commit of its lines."""
    for writing, writer in blame.entries:
        told = git.lines(writing.card.path)
        lines = blame.lines[writing]
        assert len(lines) == (len(writing.value) if isinstance(writing.value, list) and len(lines) > 1 else 1)
        for number, of_line in lines.items():
            check_writer(of_line, told[number - 1])
        check_writer(writer, max((told[number - 1] for number in lines), key=lambda each: int(each["committer-time"])))


def check_writer(writer: Writer, told: dict[str, str]) -> None:
    ours: Any = describe_commit(writer.commit)
    assert ours["date"] is not None
    assert (ours["commit"], ours["author"], ours["summary"], int(ours["date"].timestamp()), writer.note) == (
        *(told["commit"], told["author"], told["summary"]),
        *(int(told["author-time"]), ""),
    )


@cache
def read_again(text: str) -> list[Any]:
    return list(YAML(typ="rt").load_all(text))


def place_by_reading_again(text: str, writing: Writing) -> tuple[int, object]:
    """The line and the value that another reader finds for a field in a card."""
    cards = [card for card in read_again(text) if card["name"] == str(writing.card.full_name)]
    [at] = cards
    *path, last = (part.strip('"') for part in re.findall(r'"[^"]*"|[^.]+', writing.field))
    for key in path:
        at = at[key]
    return at.lc.value(last)[0] + 1, at[last]


def questions(catalog: Catalog) -> list[str]:
    return [f"{card.name}@{card.env}" for card in catalog.all_cards()]


CASES: list[tuple[str | None, bool]] = [(rev, moves) for rev in (None, "HEAD", "HEAD~100") for moves in (False, True)]


@pytest.mark.parametrize(("rev", "moves"), sample([(None, False), ("HEAD", True), ("HEAD~100", False)], of_all=CASES))
def test_every_commit_is_that_which_git_names(garden: GitFixture, rev: str | None, moves: bool) -> None:
    ignoring = [] if rev == "HEAD~100" else [f"--ignore-revs-file={IGNORED}"]
    git = PlainGit(garden, rev or "HEAD", *ignoring, *(("-M", "-C") if moves else ()))
    with open_catalog(garden.folder, rev=rev, stores=[]) as catalog:
        for query in questions(catalog):
            check(blame_card(catalog, query, moves=moves), git)


def test_every_line_holds_the_value(garden: GitFixture) -> None:
    with open_catalog(garden.folder, stores=[]) as catalog:
        for query in questions(catalog):
            for writing in find_writings(catalog.card(query)):
                text = (garden.folder / writing.card.path).read_text()
                assert place_by_reading_again(text, writing) == (writing.line, writing.value), writing


def test_following_moves_and_passing_over_formatting_change_answers(garden: GitFixture) -> None:
    """Else the comparisons with git would show nothing."""
    with open_catalog(garden.folder, stores=[]) as catalog, open_catalog(garden.folder, rev="HEAD~1") as before:
        answers: dict[str, list[str | None]] = {"plain": [], "moves": [], "formatting": []}
        for query in questions(catalog)[::4]:
            for kind, of, moves in (("plain", catalog, False), ("moves", catalog, True), ("formatting", before, False)):
                answers[kind] += [
                    w.commit.id if w.commit else None for _, w in blame_card(of, query, moves=moves).entries
                ]
    assert answers["plain"] != answers["moves"]
    assert answers["plain"] != answers["formatting"]
