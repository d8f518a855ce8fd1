"""Each kept page is what `catalog review` says of its change; `python -m tests.reviews.rewrite` writes them again."""

from __future__ import annotations

import pytest

from tests.reviews.changes import CHANGES, PAGES, render

COMMENT = 65_536
"""How many characters a comment on GitHub may have."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_has_the_page_that_was_read(change: str) -> None:
    page = render(change)
    assert page == (PAGES / f"{change}.md").read_text("utf-8")
    assert len(page.encode()) < COMMENT
