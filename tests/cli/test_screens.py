"""What verbs print about odd names in terminals of several widths, and where there is none."""

from __future__ import annotations

from itertools import product

import pytest

from assetcards.rendering.table import width_of
from tests.cli.screens import LONG, SCREENS, WIDTHS, screen_file


@pytest.mark.parametrize(("verb", "width"), list(product(SCREENS, WIDTHS)))
def test_what_is_printed_fits_the_terminal_and_is_as_it_was_looked_at(verb: str, width: str) -> None:
    assert SCREENS[verb](WIDTHS[width]) == screen_file(verb, width).read_text("utf-8")


@pytest.mark.parametrize(("verb", "width"), list(product(SCREENS, [40, 60, 79, 80, 100, 120, 200])))
def test_no_line_is_wider_than_the_terminal(verb: str, width: int) -> None:
    assert [line for line in SCREENS[verb](width).splitlines() if width_of(line) > width] == []


@pytest.mark.parametrize("verb", SCREENS)
def test_nothing_is_cut_where_there_is_no_terminal(verb: str) -> None:
    whole = SCREENS[verb](None)
    assert "…" not in whole and "..." not in whole
    assert f"{LONG}_1" in whole and "\x1b" not in whole and "\u202e" not in whole
