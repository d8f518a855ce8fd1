"""Cards in a file that cannot be read: they were not removed.

The names in such a file are often unknown: a link, a Git LFS pointer and a conflict in the index have none. The other
side of the comparison knows which cards the file had.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from assetcards.comparison.edits import Edit
from assetcards.findings import Finding
from assetcards.model.catalog import Catalog
from assetcards.names import FullName

Unread: TypeAlias = Mapping[FullName, Finding]
"""The cards that cannot be read on one side, each with the finding about its file."""


def find_unread(side: Catalog, other: Catalog) -> Unread:
    """The cards of the other catalog in files that this one has but cannot read."""
    if not all(catalog.stores and catalog.maybe_problem(catalog.own) is None for catalog in (side, other)):
        return {}
    wrong = {file.path: file.findings[0] for file in side.own.files() if file.text is None}
    return {card.full_name: wrong[card.path] for card in other.own.cards() if card.path in wrong}


def as_changed(
    edits: Mapping[FullName, Edit], catalogs: tuple[Catalog, Catalog], unread: tuple[Unread, Unread]
) -> dict[FullName, Edit]:
    """The edits, with a card that one side cannot read as changed: it was neither added nor removed."""
    side_without = {"added": 0, "removed": 1}

    def is_lost(name: FullName, side: int) -> bool:
        return name in unread[side] or (not name.env and catalogs[side].maybe_lost(name.name) is not None)

    return {
        name: Edit(kind="changed") if edit.kind != "changed" and is_lost(name, side_without[edit.kind]) else edit
        for name, edit in edits.items()
    }
