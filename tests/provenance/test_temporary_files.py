"""A disk without room for temporary files is said to be one; nothing is wrong with the output."""

from __future__ import annotations

import resource

from tests.cli.conftest import Ask, ask, cards, cards_made_once
from tests.gitfixture import GitFixture

__all__ = ["ask", "cards", "cards_made_once"]


def test_a_temporary_file_that_cannot_be_written_is_said(cards: GitFixture, ask: Ask) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        answer = ask("blame", "tiny")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert answer == (3, "", "catalog: a temporary file cannot be written: File too large (set TMPDIR)\n")
