"""Running what somebody else has written: however it ends, it is a fault with a name, or none."""

from __future__ import annotations

import sys

import pytest

from assetcards.errors import GitError, SourceError
from assetcards.trees.guarding import foreign_code


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (ValueError("odd"), "ValueError: odd"),
        (ValueError(), "ValueError"),
        (SystemExit(0), "SystemExit: 0"),
        (GeneratorExit(), "GeneratorExit"),
        (RecursionError("deep"), "RecursionError: deep"),
    ],
)
def test_whatever_it_raises_is_a_fault_of_ours_with_its_cause(raised: BaseException, told: str) -> None:
    with pytest.raises(SourceError) as caught, foreign_code(SourceError):
        raise raised
    assert caught.value.message == told
    assert caught.value.__cause__ is raised


def test_ctrl_c_stays_what_it_is() -> None:
    with pytest.raises(KeyboardInterrupt), foreign_code(SourceError):
        raise KeyboardInterrupt


def test_our_own_errors_are_kept_unless_that_is_not_wanted() -> None:
    with pytest.raises(GitError, match="ours"), foreign_code(SourceError):
        raise GitError("ours")
    with pytest.raises(SourceError, match="GitError: ours"), foreign_code(SourceError, keep=False):
        raise GitError("ours")


def test_what_it_prints_goes_where_messages_go(capsys: pytest.CaptureFixture[str]) -> None:
    with foreign_code(SourceError):
        sys.stdout.write("hello\n")
    sys.stdout.write("after\n")
    assert capsys.readouterr() == ("after\n", "hello\n")
