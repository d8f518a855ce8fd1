"""Configurations: the layers of one config merged, every leaf with the card and line that wrote it (CARD_SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from assetcards.card import Card, describe
from assetcards.diagnostics import Diagnostic, Severity
from assetcards.errors import CardError
from assetcards.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, Value, plain_value
from assetcards.scalars import ScalarValue

DELETE = "_del_"
SET = "_set_"


class Leaf(NamedTuple):
    """A value that is merged whole (a scalar, a list, or what `_set_` gave), and who wrote it where."""

    node: Node
    card: Card
    line: int
    column: int


class Branch(NamedTuple):
    """A mapping that is merged key by key, and who wrote it first."""

    entries: dict[ScalarValue, Merged]
    card: Card
    line: int
    column: int


Merged: TypeAlias = Leaf | Branch


def merge_layers(layers: Iterable[tuple[Card, Entry]]) -> Merged | None:
    """Merge the values of one config key, farthest layer first; None when there is no layer.

    Raises CardError when a directive is malformed.
    """
    merged: Merged | None = None
    for card, entry in layers:
        merged = _merge(merged, entry.key, entry.value, card)
    return merged


def _merge(below: Merged | None, key: ScalarNode, node: Node, card: Card) -> Merged:
    if not isinstance(node, MappingNode):
        return Leaf(node, card, key.line, key.column)
    kept = _entries_of(below)
    for deleted in deleted_keys(node, card):
        kept.pop(deleted, None)
    for value, entry in node.entries.items():
        if value not in (DELETE, SET):
            kept[value] = _merge(kept.get(value), entry.key, entry.value, card)
    for value, entry in _set_entries(node, card):
        kept[value] = Leaf(entry.value, card, entry.key.line, entry.key.column)
    if isinstance(below, Branch):
        return below._replace(entries=kept)
    return Branch(kept, card, key.line, key.column)


def _entries_of(below: Merged | None) -> dict[ScalarValue, Merged]:
    """A copy of the entries below; a mapping that `_set_` placed can be merged into like any other."""
    if isinstance(below, Branch):
        return dict(below.entries)
    if isinstance(below, Leaf) and isinstance(below.node, MappingNode):
        return {
            key: Leaf(entry.value, below.card, entry.key.line, entry.key.column)
            for key, entry in below.node.entries.items()
        }
    return {}


def deleted_keys(node: MappingNode, card: Card) -> list[str]:
    """The keys that `_del_` of a mapping names. Raises CardError when it is not a list of texts."""
    entry = node.entries.get(DELETE)
    if entry is None or _is_null(entry.value):
        return []
    if not isinstance(entry.value, SequenceNode):
        raise _malformed(card, entry.value, f"{DELETE} is {describe(entry.value)}, not a list of keys")
    keys = []
    for item in entry.value.items:
        if not isinstance(item, ScalarNode) or not isinstance(item.value, str):
            raise _malformed(card, item, f"{DELETE} lists {describe(item)}, not the text of a key")
        keys.append(item.value)
    return keys


def _set_entries(node: MappingNode, card: Card) -> Iterator[tuple[ScalarValue, Entry]]:
    entry = node.entries.get(SET)
    if entry is None or _is_null(entry.value):
        return
    if not isinstance(entry.value, MappingNode):
        raise _malformed(card, entry.value, f"{SET} is {describe(entry.value)}, not a mapping of keys to values")
    for key, value in entry.value.entries.items():
        if not isinstance(key, str):
            raise _malformed(card, value.key, f"{SET} sets {describe(value.key)}, not the text of a key")
        yield key, value


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None


def _malformed(card: Card, node: Node, message: str) -> CardError:
    finding = Diagnostic(
        code="C505",
        severity=Severity.ERROR,
        path=card.path,
        line=node.line,
        column=node.column,
        message=message,
        hint=f"write `{DELETE}: [key, ...]` and `{SET}: {{key: value}}`",
    )
    return CardError(str(card.full_name), [finding])


def merged_value(merged: Merged) -> Value:
    """The merged config as a Python value, built anew."""
    if isinstance(merged, Leaf):
        return plain_value(merged.node)
    return {key: merged_value(child) for key, child in merged.entries.items()}


def merged_leaves(merged: Merged, path: tuple[ScalarValue, ...] = ()) -> Iterator[tuple[tuple[ScalarValue, ...], Leaf]]:
    """Every leaf with the keys that lead to it; an empty mapping is a leaf of its own."""
    if isinstance(merged, Branch) and merged.entries:
        for key, child in merged.entries.items():
            yield from merged_leaves(child, (*path, key))
    elif isinstance(merged, Branch):
        yield path, Leaf(MappingNode({}, merged.line, merged.column), merged.card, merged.line, merged.column)
    elif isinstance(merged.node, MappingNode) and merged.node.entries:
        for key, entry in merged.node.entries.items():
            leaf = Leaf(entry.value, merged.card, entry.key.line, entry.key.column)
            yield from merged_leaves(leaf, (*path, key))
    else:
        yield path, merged
