"""What happened to one value of a card, for people and for programs."""

from __future__ import annotations

from assetcards.comparison.compare import Difference
from assetcards.escaping import safe
from assetcards.rendering.wording import render_values

MAX_VALUE = 160
"""How much of a value is shown in text; the JSON document has all of it."""

_SIGNS = {"added": "+", "removed": "-", "changed": " "}


def describe_difference(difference: Difference) -> dict[str, object]:
    """What happened to a leaf, with both values; null also stands for none."""
    old, new = difference.values
    return {"change": difference.kind, "old": old, "new": new}


def render_difference(difference: Difference) -> tuple[str, str]:
    """Its name behind a sign, and the values."""
    values = " -> ".join(text for text in render_values(difference, MAX_VALUE) if text is not None)
    return f"{_SIGNS[difference.kind]} {safe(difference.field)}", safe(values)
