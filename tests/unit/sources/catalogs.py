"""What an opened catalog has."""

from __future__ import annotations

from assetcards import Catalog

CARDS = ["second", "tiny", "tiny@lab"]


def names(catalog: Catalog) -> list[str]:
    with catalog:
        return catalog.names()
