"""The processor time that a run may take is what its variable says, if that is a number."""

from __future__ import annotations

import pytest

from assetcards.cpu import CPU_SECONDS, cpu_seconds
from assetcards.errors import BoundError


@pytest.mark.parametrize(
    ("value", "seconds"), [("", CPU_SECONDS), ("1", 1), ("600", 600), ("0600", 600), ("999999999", 999_999_999)]
)
def test_a_number_above_0_counts(value: str, seconds: int) -> None:
    assert cpu_seconds({"CATALOG_CPU_SECONDS": value}) == seconds


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "none", "10m", "1k", "2G", "1000000000", "٣"])
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(BoundError, match=f"is {value!r}, which is no number of seconds above 0"):
        cpu_seconds({"CATALOG_CPU_SECONDS": value})


def test_a_long_value_is_not_repeated_whole() -> None:
    with pytest.raises(BoundError) as caught:
        cpu_seconds({"CATALOG_CPU_SECONDS": "x" * 10_000})
    assert len(str(caught.value)) < 200
