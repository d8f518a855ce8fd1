"""How revisions are written: what is refused, and which steps back are meant."""

from __future__ import annotations

import pytest

from assetcards.errors import RevisionError
from assetcards.git.revisions import check_revision, parent_numbers, split_way


@pytest.mark.parametrize(
    ("revision", "start", "way", "numbers"),
    [
        ("main", "main", "", []),
        ("main~", "main", "~", [1]),
        ("main~3", "main", "~3", [1, 1, 1]),
        ("main^2~1^0", "main", "^2~1^0", [2, 1]),
        ("v1^{}^", "v1", "^{}^", [1]),
        ("v1^{commit}~0", "v1", "^{commit}~0", []),
        ("v1^{tree}", "v1^{tree}", "", []),
        ("~", "~", "", []),
    ],
)
def test_steps_back_are_split_off(revision: str, start: str, way: str, numbers: list[int]) -> None:
    assert split_way(revision) == (start, way)
    assert list(parent_numbers(way)) == numbers


@pytest.mark.parametrize("text", ["", "-x", "^main", "HEAD:a", "a..b", "a\nb", "@{1", "x" * 1001, "\ud800"])
def test_what_is_no_revision_is_refused(text: str) -> None:
    with pytest.raises(RevisionError, match=r"is not a revision \(name a branch, a tag or the id of a commit\)$"):
        check_revision(text)


@pytest.mark.parametrize("text", ["0" * 40, "0" * 64, f"{'0' * 40}~1", f"{'0' * 40}^2"])
def test_the_id_of_no_commit_is_said_to_be_that(text: str) -> None:
    with pytest.raises(RevisionError) as caught:
        check_revision(text)
    said = "is the id of no commit: the branch is new or was deleted (name the base of a new one, such as origin/main)"
    assert str(caught.value) == f"{text!r} {said}"
