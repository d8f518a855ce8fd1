"""The line that says best why a command failed that talks to another machine."""

from __future__ import annotations

import pytest

from assetcards.git.transfer import FETCH_LIMITS, Transfer


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("fatal: no such thing\n", "no such thing"),
        ("Receiving objects: 5%\r\nerror: first\nfatal: second\n", "first"),
        ("warning: x\nfatal: two parts:\n  the second\n", "two parts: the second"),
        ("fatal: ends here:\n", "ends here:"),
        ("ssh: host is down\nfatal: Could not read from remote repository.\n", "ssh: host is down"),
        ("ERROR: no access\nfatal: Could not read from remote repository.\n", "no access"),
        ("remote: no access\nfatal: Could not read from remote repository.\n", "no access"),
        ("fatal: Could not read from remote repository.\n", "Could not read from remote repository."),
        ("\n  something else\nand more\n", "something else"),
        ("", "git failed with code 7"),
    ],
)
def test_it_is_that_of_git_or_of_the_program_that_connects_for_it(said: str, complaint: str) -> None:
    assert Transfer(b"", said, 7, None, FETCH_LIMITS).complaint == complaint


def test_a_limit_is_the_cause_whatever_was_said() -> None:
    ended = Transfer(b"", "fatal: early EOF", 128, "size", FETCH_LIMITS)
    assert ended.complaint == "it has more than 2.0 GB"
