"""Where a card writes what it changes: the line of a value in its own text."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.comparison.compare import part_of
from assetcards.model.card import Card
from assetcards.nodes import Entry, MappingNode
from assetcards.scalars import ScalarValue


def line_of(card: Card, path: Sequence[ScalarValue] = ()) -> int:
    """The line of a value of a resolved card, by the keys that lead to it, in the text of one of its cards.

    The line of the nearest key above it when the card does not write it, or no longer; without any, that of the card.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": "name: tiny\\nmodel_config_overrides:\\n  a:\\n    b: 1\\n"})
    >>> (tiny,) = open_catalog(tree, stores=[]).all_cards()
    >>> [line_of(tiny, path) for path in (["model_config", "a", "b"], ["model_config", "x"], ["license"])]
    [4, 2, 1]
    """
    entry = next((entry for field, entry in card.fields.items() if path and part_of(field) == path[0]), None)
    if entry is None:
        return card.line
    for key in path[1:]:
        node = entry.value
        inner = node.entries.get(key) or _set_entry(node, key) if isinstance(node, MappingNode) else None
        if inner is None:
            break
        entry = inner
    return entry.key.line


def _set_entry(node: MappingNode, key: ScalarValue) -> Entry | None:
    """What a mapping replaces a key with, by its `_set_`."""
    directive = node.entries.get("_set_")
    value = directive.value if directive is not None else None
    return value.entries.get(key) if isinstance(value, MappingNode) else None
