"""Numbers of bytes as people write and read them."""

from __future__ import annotations

import pytest

from assetcards.sizes import maybe_size, render_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("500", 500),
        ("500M", 500_000_000),
        ("2 GB", 2_000_000_000),
        (" 3 kb ", 3000),
        ("1t", 10**12),
        ("7B", 7),
        ("9" * 15, int("9" * 15)),
    ],
)
def test_a_size_may_have_a_unit_in_any_case(text: str, size: int) -> None:
    assert maybe_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "M", "-1", "1.5G", "1e9", "1 P", "1 kib", "many", "9" * 16, "\u0661", "1 2", "1\n2"]
)
def test_what_is_no_size_is_none(text: str) -> None:
    assert maybe_size(text) is None


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_999, "1000.0 kB"),
        (1_000_000, "1.0 MB"),
        (1_550_000_000, "1.6 GB"),
        (10**13, "10000.0 GB"),
    ],
)
def test_a_size_is_shown_in_the_largest_unit_that_it_fills(size: int, shown: str) -> None:
    assert render_size(size) == shown
