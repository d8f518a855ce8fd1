"""Glob patterns mean what `fnmatch` makes of them, and take no time."""

from __future__ import annotations

import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.model.globs import GlobSet

PIECES = st.sampled_from(
    ["a", "b", "/", ".", "\n", "*", "**", "?", "[ab]", "[!ab]", "[a-c]", "[]]", "[!]a]", "[-a]", "["]
)


@given(st.lists(PIECES, max_size=8).map("".join), st.text("ab/.[]-\n", max_size=12))
def test_a_pattern_matches_what_fnmatch_says(pattern: str, text: str) -> None:
    assert (GlobSet([pattern]).matching(text) == [0]) is fnmatchcase(text, pattern)


@given(st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=6), st.text("ab/.[", max_size=8))
def test_patterns_together_match_as_each_alone(patterns: list[str], text: str) -> None:
    alone = [number for number, pattern in enumerate(patterns) if GlobSet([pattern]).matching(text)]
    assert GlobSet(patterns).matching(text) == alone


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("models/*", "models/a.yaml", True),
        ("models/*", "models/deep/a.yaml", True),
        ("models/*", "datasets/a.yaml", False),
        ("a.yaml", "models/a.yaml", False),
        ("*/[ab].yaml", "models/b.yaml", True),
        ("MODELS/*", "models/b.yaml", False),
        ("[z-a]", "m", False),
        ("", "", True),
        ("", "a", False),
        ("caf\u00e9*", "caf\u00e9.yaml", True),
    ],
)
def test_a_pattern_names_paths_from_the_root(pattern: str, path: str, matches: bool) -> None:
    assert bool(GlobSet([pattern]).matching(path)) is matches


def test_patterns_that_could_be_tried_in_many_ways_are_followed_once() -> None:
    patterns = ["*a" * 99 + "*b", "*" + "a" * 198 + "b", "*" * 199 + "b", "*?" * 99 + "b", "*[a-y]" * 33 + "b"] * 40
    globs = GlobSet(patterns)
    started = time.process_time()
    for number in range(20):
        assert globs.matching("a" * 4000 + str(number)) == []
    assert time.process_time() - started < 20
