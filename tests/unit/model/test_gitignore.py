"""Patterns mean what git takes them for: it is asked about the same ones."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.model.gitignore import GitIgnore
from tests.gitfixture import GitFixture

NAMES = ("a", "b", "ab", "a.b", "-", "A", "a-b", "[", "!a", "a b")
PARTS = ("a", "b", "*", "**", "?", "/", "[ab]", "[!a]", "[^b-c]", "[a-]", "[]a]", "[[:alpha:]]", "\\*", "\\a", ".", "-")
PATTERNS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("".join)
LINES = st.lists(
    st.builds("{}{}{}".format, st.sampled_from(["", "", "!"]), PATTERNS, st.sampled_from(["", "/"])), max_size=4
)
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join)


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return GitFixture.init(tmp_path_factory.mktemp("ignoring"))


def named_by_git(repo: GitFixture, lines: list[str], paths: list[str]) -> set[str]:
    """The paths that git ignores by some lines; a line without a pattern says nothing."""
    repo.write({".gitignore": "".join(f"{line}\n" for line in lines)})
    asked = "".join(f"{path}\0" for path in paths)
    done = subprocess.run(
        ["git", "-C", repo.folder, "check-ignore", "--no-index", "--stdin", "-z"],
        input=asked.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(filter(None, done.stdout.decode().split("\0")))


def named_by_us(lines: list[str], paths: list[str]) -> set[str]:
    patterns = GitIgnore(lines)
    return {path for path in paths if patterns.maybe_pattern(path) is not None}


@given(lines=LINES, paths=st.lists(PATHS, min_size=1, max_size=30, unique=True))
def test_a_pattern_names_what_git_ignores_by_it(repo: GitFixture, lines: list[str], paths: list[str]) -> None:
    assert named_by_us(lines, paths) == named_by_git(repo, lines, paths)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("x.yaml", ["x.yaml", "a/x.yaml", "a/b/x.yaml"]),
        ("/x.yaml", ["x.yaml"]),
        ("a/*.yaml", ["a/x.yaml"]),
        ("a/**", ["a/x.yaml", "a/b/x.yaml", "a/b/c.txt"]),
        ("a/**/x.yaml", ["a/x.yaml", "a/b/x.yaml"]),
        ("**/b/**/**", ["a/b/x.yaml", "a/b/c.txt"]),
        ("b/", ["a/b/x.yaml", "a/b/c.txt"]),
        ("***/b/", ["a/b/x.yaml", "a/b/c.txt"]),
        ("*.tx[s-u]", ["a/b/c.txt"]),
        ("[", []),
        ("[[:nothing:]].yaml", []),
        ("/", []),
        ("!", []),
        ("x.yaml\\", []),
        ("*", ["x.yaml", "a/x.yaml", "a/b/x.yaml", "a/b/c.txt"]),
    ],
)
def test_what_a_pattern_names(repo: GitFixture, line: str, named: list[str]) -> None:
    paths = ["x.yaml", "a/x.yaml", "a/b/x.yaml", "a/b/c.txt"]
    assert (named_by_us([line], paths), named_by_git(repo, [line], paths)) == (set(named), set(named))


def test_nothing_comes_back_below_a_folder_that_is_named() -> None:
    lines = ["*", "!*.yaml", "!a", "b/"]
    paths = ["x.yaml", "x.txt", "a/x.yaml", "a/b/x.yaml", "c/x.yaml"]
    assert named_by_us(lines, paths) == {"x.txt", "a/b/x.yaml", "c/x.yaml"}


def test_a_folder_itself_is_named_by_a_pattern_of_folders() -> None:
    patterns = GitIgnore(["vendor/"])
    assert patterns.maybe_pattern("vendor", is_folder=True) == "vendor/"
    assert patterns.maybe_pattern("vendor") is None


def test_hostile_patterns_take_no_longer_than_others(tmp_path: Path) -> None:
    """A pattern of a hundred stars, and a path of a hundred thousand characters."""
    patterns = GitIgnore(["*a" * 100 + "b", "**/" * 60 + "b", "[" * 200] * 60)
    assert patterns.maybe_pattern("a" * 100_000) is None
    assert patterns.maybe_pattern("/".join("a" * 2000)) is None
