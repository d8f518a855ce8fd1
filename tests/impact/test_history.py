"""A made-up history in a real repository: what each commit does, before it is made, while it is, and afterwards."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assetcards.comparison.impact import find_impact
from assetcards.model import known_words, store
from assetcards.sources.ranges import open_range, parse_range
from tests.gitfixture import GitFixture
from tests.impact.changes import STEPS, is_small
from tests.impact.naive_diff import NaiveDiff, naive_diff
from tests.impact.test_second_diff import as_naive
from tests.model.naive import Source
from tests.model.rendering import render
from tests.model.strategies import catalogs
from tests.sampling import sample

COMMITS = sample(20, of_all=200)


@st.composite
def histories(draw: st.DrawFn) -> list[list[Source]]:
    """Draw a catalog at each of its commits."""
    states = [draw(catalogs().filter(is_small))]
    for _ in range(COMMITS):
        state = states[-1]
        for step in draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=3)):
            state = step(draw, state) if state else draw(catalogs().filter(is_small))
        states.append(state)
    return states


@pytest.fixture(scope="module")
def history() -> list[list[Source]]:
    """One history, the same every time: the richest of a few, for the first ones drawn are poor."""
    found: list[list[list[Source]]] = []

    @settings(
        max_examples=10,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(histories())
    def draw_some(states: list[list[Source]]) -> None:
        found.append(states)

    draw_some()
    return max(found, key=lambda states: len(repr(states)))


def write(repo: GitFixture, sources: list[Source]) -> None:
    """Make the checkout hold these cards and no others."""
    for path in (repo.folder / "catalog").rglob("*.y*ml"):
        path.unlink()
    repo.write({f"catalog/{path}": text for path, text in render(sources).items()})


def diff(repo: GitFixture, *revisions: str, staged: bool = False) -> NaiveDiff:
    old, new = open_range(parse_range(revisions, staged=staged), source=repo.folder)
    with old.catalog, new.catalog:
        return as_naive(find_impact(old.catalog, new.catalog))


def test_every_commit_does_the_same_where_words_of_card_files_are_known(
    history: list[list[Source]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are those of the first commit, and then of the one at which too much had changed."""
    monkeypatch.setattr(store, "MIN_INDEXED", 0)
    monkeypatch.setattr(known_words, "MAX_UNKNOWN", 3)
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    repo = GitFixture.init(tmp_path / "repo")
    repo.write({"catalog/catalog.toml": ""})
    for state in history:
        write(repo, state)
        repo.commit()
    for number, (before, after) in enumerate(pairwise(history)):
        revisions = (f"HEAD~{COMMITS - number}", f"HEAD~{COMMITS - number - 1}")
        assert diff(repo, *revisions) == naive_diff(before, after), number
    assert next((tmp_path / "cache").glob("words-*/*"))


def test_every_commit_does_what_the_second_comparison_says(history: list[list[Source]], tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.write({"catalog/catalog.toml": ""})
    write(repo, history[0])
    repo.commit()
    told = 0
    for number, (before, after) in enumerate(pairwise(history)):
        expected = naive_diff(before, after)
        told += expected != NaiveDiff()
        write(repo, after)
        assert diff(repo) == expected, number
        repo.git("add", "--all")
        assert diff(repo, staged=True) == expected, number
        repo.commit()
        assert diff(repo, "HEAD~1..HEAD") == expected, number
    assert told > COMMITS / 2
    assert diff(repo, f"HEAD~{COMMITS}", "HEAD") == naive_diff(history[0], history[-1])
