"""Full names of cards, for programs."""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.escaping import safe
from assetcards.names import FullName


def render_names(names: Iterable[FullName]) -> str:
    """One full name a line, sorted."""
    return "".join(f"{safe(name)}\n" for name in sorted({*map(str, names)}))
