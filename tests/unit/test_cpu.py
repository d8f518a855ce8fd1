"""The processor time that a run may take is what its variable says, if that is a number."""

from __future__ import annotations

import pytest

from assetcards.cpu import CPU_SECONDS, cpu_seconds
from assetcards.errors import BoundError


@pytest.mark.parametrize(("value", "seconds"), [("", CPU_SECONDS), ("1", 1), ("600", 600), ("2k", 2000)])
def test_a_number_above_0_counts(value: str, seconds: int) -> None:
    assert cpu_seconds({"CATALOG_CPU_SECONDS": value}) == seconds


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "none"])
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(BoundError, match=f"is {value!r}, which is no number above 0"):
        cpu_seconds({"CATALOG_CPU_SECONDS": value})


def test_a_long_value_is_not_repeated_whole() -> None:
    with pytest.raises(BoundError) as caught:
        cpu_seconds({"CATALOG_CPU_SECONDS": "x" * 10_000})
    assert len(str(caught.value)) < 200
