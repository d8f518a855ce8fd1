"""Addresses of the Hugging Face Hub: their parts, and what the Hub would not take."""

from __future__ import annotations

import pytest

from assetcards.model.hub import maybe_hub_problem, parse_hub


@pytest.mark.parametrize(
    ("address", "repository", "revision"),
    [
        ("hg://org/name", "org/name", None),
        ("hg://org/name@v1", "org/name", "v1"),
        ("hg://org/name@", "org/name", ""),
        ("hg://name", "name", None),
        ("hg://org/name@refs/pr/1", "org/name", "refs/pr/1"),
        ("hg://org/name@a@b", "org/name", "a@b"),
        ("hg://", "", None),
    ],
)
def test_an_address_names_a_repository_and_perhaps_a_revision(
    address: str, repository: str, revision: str | None
) -> None:
    assert parse_hub(address) == (repository, revision)


@pytest.mark.parametrize(
    "repository", ["org/name", "name", "o/n", "_o/n_", "Org-1.x_y/Name.2", "a" * 96, f"{'o' * 47}/{'n' * 48}"]
)
@pytest.mark.parametrize("revision", [None, "main", "v1.0", "refs/pr/1", "0123abc", "a" * 200])
def test_what_the_hub_takes_has_no_problem(repository: str, revision: str | None) -> None:
    assert maybe_hub_problem(repository, revision) is None


PART = "has a part that the Hub does not allow"


@pytest.mark.parametrize(
    ("repository", "problem"),
    [
        ("org/name/file", "has more than an organization and a name"),
        ("", PART),
        ("org/", PART),
        ("/name", PART),
        ("-org/name", PART),
        ("org/name-", PART),
        ("org/.name", PART),
        ("org/na..me", PART),
        ("org/na--me", PART),
        ("org/na me", PART),
        ("org/n\xe4me", PART),
        ("org/name\n", PART),
        ("org/name.git", "ends with '.git'"),
        ("a" * 97, "has more than 96 characters"),
        (f"{'o' * 48}/{'n' * 48}", "has more than 96 characters"),
    ],
)
def test_what_the_hub_does_not_take_is_named(repository: str, problem: str) -> None:
    assert maybe_hub_problem(repository, None) == problem


@pytest.mark.parametrize("revision", ["", "-x", ".x", "/x", "a..b", "a b", "a~1", "a@b", "a\n"])
def test_what_git_takes_for_no_revision_is_named(revision: str) -> None:
    assert maybe_hub_problem("org/name", revision) == "has an invalid git revision after its '@'"
