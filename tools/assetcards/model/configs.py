"""Configurations: the layers of one config merged, every leaf with the card and line that wrote it (CARD_SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.errors import CardError
from assetcards.model.card import Card
from assetcards.nodes import (
    Entry,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    Value,
    describe,
    is_null,
    plain_value,
    same_value,
)
from assetcards.scalars import ScalarValue

DELETE = "_del_"
SET = "_set_"

_FORM = f"write `{DELETE}: [key, ...]` and `{SET}: {{key: value}}`"


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
    malformed = list(_malformed_in(node, card))
    if malformed:
        raise CardError(str(card.full_name), malformed)
    kept = _entries_of(below)
    for deleted in deleted_keys(node):
        kept.pop(deleted.value, None)
    for value, entry in node.entries.items():
        if value not in (DELETE, SET):
            kept[value] = _merge(kept.get(value), entry.key, entry.value, card)
    for value, entry in _set_entries(node):
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


def deleted_keys(node: MappingNode) -> list[ScalarNode]:
    """The keys that `_del_` of a mapping names, when it is well formed."""
    entry = node.entries.get(DELETE)
    items = entry.value.items if entry is not None and isinstance(entry.value, SequenceNode) else []
    return [item for item in items if isinstance(item, ScalarNode)]


def _set_entries(node: MappingNode) -> Iterable[tuple[ScalarValue, Entry]]:
    entry = node.entries.get(SET)
    return entry.value.entries.items() if entry is not None and isinstance(entry.value, MappingNode) else ()


def absent_deletions(below: Merged | None, node: Node) -> Iterator[ScalarNode]:
    """The keys that `_del_` names in any mapping of a layer, though nothing below has them."""
    if not isinstance(node, MappingNode):
        return
    kept = _entries_of(below)
    for deleted in deleted_keys(node):
        if kept.pop(deleted.value, None) is None:
            yield deleted
    for value, entry in node.entries.items():
        if value not in (DELETE, SET):
            yield from absent_deletions(kept.get(value), entry.value)


def adds_nothing(below: Merged, node: Node) -> bool:
    """Whether a layer leaves all that lies below it as it is; one with directives is taken to change something."""
    if not isinstance(node, MappingNode):
        return same_value(plain_value(node), merged_value(below))
    if DELETE in node.entries or SET in node.entries or not _is_mapping(below):
        return False
    kept = _entries_of(below)
    return all(value in kept and adds_nothing(kept[value], entry.value) for value, entry in node.entries.items())


def _is_mapping(merged: Merged) -> bool:
    return isinstance(merged, Branch) or isinstance(merged.node, MappingNode)


def malformed_directives(node: Node, card: Card) -> Iterator[Diagnostic]:
    """A finding for each directive of a layer that is not of the form it should have; null is none."""
    if not isinstance(node, MappingNode):
        return
    yield from _malformed_in(node, card)
    for value, entry in node.entries.items():
        if value not in (DELETE, SET):
            yield from malformed_directives(entry.value, card)


def _malformed_in(node: MappingNode, card: Card) -> Iterator[Diagnostic]:
    for directive, check in ((DELETE, _check_delete), (SET, _check_set)):
        entry = node.entries.get(directive)
        if entry is not None and not is_null(entry.value):
            yield from (_malformed(card, *problem) for problem in check(entry.value))


def _check_delete(node: Node) -> Iterator[tuple[Node, str, str]]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            if not isinstance(item, ScalarNode) or not isinstance(item.value, str):
                yield item, f"{DELETE} lists {describe(item)}, not the text of a key", _key_hint(item)
    else:
        yield node, f"{DELETE} is {describe(node)}, not a list of keys", _FORM


def _check_set(node: Node) -> Iterator[tuple[Node, str, str]]:
    if isinstance(node, MappingNode):
        for entry in node.entries.values():
            if not isinstance(entry.key.value, str):
                yield entry.key, f"{SET} sets {describe(entry.key)}, not the text of a key", _key_hint(entry.key)
    else:
        yield node, f"{SET} is {describe(node)}, not a mapping of keys to values", _FORM


def _key_hint(node: Node) -> str:
    return "quote it" if isinstance(node, ScalarNode) and node.value is not None else _FORM


def _malformed(card: Card, node: Node, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="C505",
        severity=Severity.ERROR,
        path=card.path,
        source=card.source,
        line=node.line,
        column=node.column,
        message=message,
        hint=hint,
    )


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
