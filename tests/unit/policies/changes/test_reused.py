"""P105: names that belonged to another card before."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.policies.policing import judge_change
from tests.gitfixture import GitFixture

ONE, TWO = "name: one\nnote: 1\n", "name: two\nnote: 2\n"


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog.toml": "", "x.yaml": ONE, "y.yaml": TWO})
    return repo


def reused(repo: GitFixture) -> list[str]:
    """What this policy finds in the last commit."""
    with (
        open_catalog(repo.folder, rev="HEAD~1", stores=[]) as old,
        open_catalog(repo.folder, rev="HEAD", stores=[]) as new,
    ):
        found = [finding for finding in judge_change(old, new) if finding.code == "P105"]
        return [f"{finding.location} {finding.severity}: {finding.message}" for finding in found]


def test_another_card_under_a_name_of_the_past_fails(repo: GitFixture) -> None:
    last = repo.head()
    repo.commit(remove=["y.yaml"])
    repo.commit({"z.yaml": ONE.replace("one", "other")})
    repo.commit({"new.yaml": "# c\nname: two\nnote: 3\n"})
    assert reused(repo) == [f"new.yaml:2 error: the name 'two' belonged to another card until commit {last[:12]}"]


def test_a_card_that_comes_back_as_it_was_passes_wherever_it_is(repo: GitFixture) -> None:
    repo.commit(remove=["y.yaml"])
    repo.commit({"deep/new.yaml": "note: 2\nname: two\n"})
    assert reused(repo) == []


def test_a_name_that_was_an_override_alone_was_never_used(repo: GitFixture) -> None:
    repo.commit({"y.yaml": "name: three@lab\nnote: 1\n"})
    repo.commit({"y.yaml": "name: three\nnote: 1\n"})
    assert reused(repo) == []


def test_the_last_of_several_uses_counts(repo: GitFixture) -> None:
    repo.commit({"y.yaml": TWO.replace("note: 2", "note: 9")})
    repo.commit(remove=["y.yaml"])
    repo.commit({"y.yaml": TWO})
    assert [line.partition(":")[2].partition(" until")[0] for line in reused(repo)] == [
        "1 error: the name 'two' belonged to another card"
    ]
    repo.commit({"y.yaml": TWO.replace("two", "four")})
    assert reused(repo) == []
