"""What the hooks compare when something is pushed, also when the branch is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards_hooks import catalog_policy, catalog_validate
from assetcards_hooks.pushed import Pushed, maybe_pushed
from tests.gitfixture import GitFixture
from tests.hooks.hooked import BAD, BAD_LINE, GOOD

NONE = "0" * 40


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A clone with a branch of its own, beside a broken card that is in main already."""
    origin = GitFixture.init(tmp_path / "origin")
    old = "name: old\nbase: x@y\n"
    origin.commit({"catalog/catalog.toml": "", "catalog/models/good.yaml": GOOD, "catalog/models/old.yaml": old})
    clone = origin.clone(tmp_path / "clone")
    clone.switch("feature", new=True)
    monkeypatch.chdir(clone.folder)
    return clone


@pytest.mark.parametrize(
    ("environ", "pushed"),
    [
        ({}, None),
        ({"PRE_COMMIT_FROM_REF": "a"}, None),
        ({"PRE_COMMIT_FROM_REF": "a", "PRE_COMMIT_TO_REF": "b"}, Pushed("a", "b")),
        ({"PRE_COMMIT_LOCAL_BRANCH": "refs/heads/b"}, Pushed("", "refs/heads/b")),
        ({"PRE_COMMIT_FROM_REF": NONE, "PRE_COMMIT_TO_REF": "b"}, Pushed("refs/remotes/origin/HEAD", "b")),
        (
            {"PRE_COMMIT_FROM_REF": "0" * 64, "PRE_COMMIT_TO_REF": "b", "PRE_COMMIT_REMOTE_NAME": "mine"},
            Pushed("", "b"),
        ),
        (
            {"PRE_COMMIT_FROM_REF": NONE, "PRE_COMMIT_TO_REF": "b", "PRE_COMMIT_REMOTE_NAME": "https://host/x"},
            Pushed("", "b"),
        ),
    ],
)
def test_a_new_branch_is_compared_with_the_default_branch(
    clone: GitFixture, environ: dict[str, str], pushed: Pushed | None
) -> None:
    assert maybe_pushed(environ) == pushed


def test_the_default_branch_is_found_where_git_has_not_noted_it(clone: GitFixture) -> None:
    clone.git("remote", "set-head", "origin", "--delete")
    environ = {"PRE_COMMIT_FROM_REF": NONE, "PRE_COMMIT_TO_REF": "HEAD"}
    assert maybe_pushed(environ) == Pushed("refs/remotes/origin/main", "HEAD")


def test_only_what_a_new_branch_changes_is_reported(
    clone: GitFixture, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head = clone.commit({"catalog/models/bad.yaml": BAD})
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", NONE)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", head)
    assert catalog_validate.main(["--quiet"]) == 1
    assert capsys.readouterr().out == f"{BAD_LINE}\n1 error in {head} = {head}\n"
    assert catalog_policy.main([]) == 1
    assert "P108" in capsys.readouterr().out
