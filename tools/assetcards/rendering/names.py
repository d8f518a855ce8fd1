"""Full names of cards, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetcards.escaping import safe
from assetcards.names import FullName


def render_names(names: Iterable[FullName]) -> Iterator[str]:
    """One full name a line."""
    return (f"{safe(str(name))}\n" for name in names)
