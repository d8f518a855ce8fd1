"""docs/bounds.md has the limits of the code."""

from __future__ import annotations

from pathlib import Path

from assetcards.commands.listing import MAX_SHOWN_BYTES
from assetcards.comparison.impact import MAX_DIFFERING_BYTES, MAX_TRIED
from assetcards.model.catalog import MAX_WALKED
from assetcards.model.graph import MAX_QUESTIONS
from assetcards.model.layers import MAX_CARD_BYTES
from assetcards.model.resolve import MAX_LAYERS
from assetcards.model.store import MAX_VALUES
from assetcards.provenance.history import MAX_VALUES as MAX_HISTORY_VALUES
from assetcards.rules.reference_cycle import MAX_STARTS
from assetcards.sources.lockfile import MAX_LOCKED_BYTES

PAGE = Path(__file__).parents[2] / "docs" / "bounds.md"


def test_the_page_on_bounds_has_the_limits_of_the_code() -> None:
    rows = [line.split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    limits = [int(row[1].removesuffix(" bytes").replace(",", "")) for row in rows if "`bounds`" not in row[1]]
    assert limits == [
        MAX_LAYERS,
        MAX_CARD_BYTES,
        MAX_VALUES,
        MAX_HISTORY_VALUES,
        MAX_QUESTIONS,
        MAX_DIFFERING_BYTES,
        MAX_TRIED,
        MAX_SHOWN_BYTES,
        MAX_LOCKED_BYTES,
        MAX_WALKED,
        MAX_STARTS,
    ]
