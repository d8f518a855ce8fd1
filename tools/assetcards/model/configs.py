"""Configs: the layers of one config merged, every leaf with the card and line that wrote it (CARD_SPEC 4).

A layer does not change those below it, so what cards inherit is merged once and shared by all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from assetcards.errors import CardError
from assetcards.findings import Finding, finding_of
from assetcards.model.card import Card
from assetcards.model.overlay import Overlay
from assetcards.nodes import (
    NO_EXTENT,
    Entry,
    Extent,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    Value,
    describe,
    extent_of,
    is_null,
    plain_value,
    same_node,
)
from assetcards.scalars import ScalarValue

DELETE = "_del_"
SET = "_set_"

_FORM = f"write `{DELETE}: [key, ...]` and `{SET}: {{key: value}}`"


class Leaf(NamedTuple):
    """A value that is replaced as a whole, a scalar or a sequence, and which card and line wrote it.

    `key` is its key in the config, as the farthest layer wrote it: `1`, `1.0` and `true` are one key.
    """

    key: ScalarValue
    node: Node
    card: Card
    line: int
    column: int
    extent: Extent


class Branch(NamedTuple):
    """A mapping that is merged key by key, and which card and line wrote it first."""

    key: ScalarValue
    entries: Entries
    card: Card
    line: int
    column: int
    extent: Extent


Merged: TypeAlias = Leaf | Branch
Entries: TypeAlias = "Overlay[ScalarValue, Merged]"

_NOTHING: Entries = Overlay({})


def merge(below: Merged | None, entry: Entry, card: Card) -> Merged:
    """Merge the config of a layer into the one below, which is shared and not changed.

    Raises CardError when a directive is malformed.
    """
    return _merge(below, entry.key, entry.value, card)


def _merge(below: Merged | None, key: ScalarNode, node: Node, card: Card) -> Merged:
    name = key.value if below is None else below.key
    if not isinstance(node, MappingNode):
        return Leaf(name, node, card, key.line, key.column, extent_of(node))
    malformed = list(_malformed_in(node, card))
    if malformed:
        raise CardError(str(card.full_name), malformed)
    entries = entries_of(below)
    deleted = {key.value for key in deleted_keys(node) if entries.get(key.value) is not None}
    own: dict[ScalarValue, Merged] = {}
    for value, entry in node.entries.items():
        if value not in (DELETE, SET):
            own[value] = _merge(None if value in deleted else entries.get(value), entry.key, entry.value, card)
    for value, entry in _set_entries(node):
        own[value] = _as_written(entry, card, entries.get(value))
    return _over(below, Branch(name, entries, card, key.line, key.column, NO_EXTENT), own, deleted)


def _over(
    below: Merged | None, new: Branch, own: dict[ScalarValue, Merged], deleted: Collection[ScalarValue]
) -> Branch:
    """The branch below with some entries replaced; a new one if there is none."""
    branch = below if isinstance(below, Branch) else new
    if not own and not deleted:
        return branch
    gone = [found for key in {*own, *deleted} if (found := branch.entries.get(key)) is not None]
    extent = branch.extent.plus(*map(_named, own.values())).minus(*map(_named, gone))
    return branch._replace(entries=Overlay(own, below=branch.entries, without=deleted), extent=extent)


def _as_written(entry: Entry, card: Card, below: Merged | None) -> Merged:
    """The value in `_set_`, in which nothing is a directive; later layers can be merged into it."""
    key = below.key if below is not None else entry.key.value
    line, column = entry.key.line, entry.key.column
    if not isinstance(entry.value, MappingNode):
        return Leaf(key, entry.value, card, line, column, extent_of(entry.value))
    own = {value: _as_written(each, card, None) for value, each in entry.value.entries.items()}
    return _over(None, Branch(key, _NOTHING, card, line, column, NO_EXTENT), own, ())


def _named(merged: Merged) -> Extent:
    """The extent of a value with its key as a prefix of the name of each leaf."""
    return merged.extent.named(str(merged.key))


def entries_of(merged: Merged | None) -> Entries:
    """The entries of a merged value; none when it is not a mapping."""
    return merged.entries if isinstance(merged, Branch) else _NOTHING


def deleted_keys(node: MappingNode) -> list[ScalarNode]:
    """The keys in `_del_` of a mapping, if it is well formed."""
    entry = node.entries.get(DELETE)
    items = entry.value.items if entry is not None and isinstance(entry.value, SequenceNode) else []
    return [item for item in items if isinstance(item, ScalarNode)]


def _set_entries(node: MappingNode) -> Iterable[tuple[ScalarValue, Entry]]:
    entry = node.entries.get(SET)
    return entry.value.entries.items() if entry is not None and isinstance(entry.value, MappingNode) else ()


def absent_deletions(below: Merged | None, node: Node) -> Iterator[ScalarNode]:
    """The keys in `_del_` of any mapping of a layer that do not exist below."""
    if not isinstance(node, MappingNode):
        return
    entries = entries_of(below)
    deleted: set[ScalarValue] = set()
    for key in deleted_keys(node):
        if key.value in deleted or entries.get(key.value) is None:
            yield key
        deleted.add(key.value)
    for value, entry in node.entries.items():
        if value not in (DELETE, SET):
            yield from absent_deletions(None if value in deleted else entries.get(value), entry.value)


def adds_nothing(below: Merged, node: Node) -> bool:
    """Whether a layer changes nothing below it; one with directives is assumed to change something."""
    if not isinstance(node, MappingNode):
        return isinstance(below, Leaf) and same_node(node, below.node)
    if DELETE in node.entries or SET in node.entries or not isinstance(below, Branch):
        return False
    return all(
        (inherited := below.entries.get(value)) is not None and adds_nothing(inherited, entry.value)
        for value, entry in node.entries.items()
    )


def same_merged(first: Merged | None, second: Merged | None) -> bool:
    """Whether two merged values are the same; shared parts are not compared."""
    if first is second:
        return True
    if first is None or second is None or type(first.key) is not type(second.key):
        return False
    if isinstance(first, Branch) and isinstance(second, Branch):
        one, other = first.entries, second.entries
        return all(same_merged(one.get(key), other.get(key)) for key in one.apart(other))
    return isinstance(first, Leaf) and isinstance(second, Leaf) and same_node(first.node, second.node)


def malformed_directives(node: Node, card: Card) -> Iterator[Finding]:
    """A finding for each malformed directive of a layer; null is not malformed."""
    if not isinstance(node, MappingNode):
        return
    yield from _malformed_in(node, card)
    for value, entry in node.entries.items():
        if value not in (DELETE, SET):
            yield from malformed_directives(entry.value, card)


def _malformed_in(node: MappingNode, card: Card) -> Iterator[Finding]:
    for directive, check in ((DELETE, _check_delete), (SET, _check_set)):
        entry = node.entries.get(directive)
        if entry is not None and not is_null(entry.value):
            yield from (finding_of("C505", card, *problem) for problem in check(entry.value))


def _check_delete(node: Node) -> Iterator[tuple[Node, str, str]]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            if not isinstance(item, ScalarNode) or not isinstance(item.value, str):
                yield item, f"{DELETE} has an item that is {describe(item)}, not the string of a key", _key_hint(item)
    else:
        yield node, f"{DELETE} is {describe(node)}, not a sequence of keys", _FORM


def _check_set(node: Node) -> Iterator[tuple[Node, str, str]]:
    if isinstance(node, MappingNode):
        for entry in node.entries.values():
            if not isinstance(entry.key.value, str):
                yield entry.key, f"{SET} has a key that is {describe(entry.key)}, not a string", _key_hint(entry.key)
    else:
        yield node, f"{SET} is {describe(node)}, not a mapping of keys to values", _FORM


def _key_hint(node: Node) -> str:
    return "quote it" if isinstance(node, ScalarNode) and node.value is not None else _FORM


def merged_value(merged: Merged) -> Value:
    """The merged config as a Python value, built again for each caller."""
    if isinstance(merged, Leaf):
        return plain_value(merged.node)
    return {key: merged_value(child) for key, child in merged.entries.flat().items()}


def merged_leaves(merged: Merged, path: tuple[ScalarValue, ...] = ()) -> Iterator[tuple[tuple[ScalarValue, ...], Leaf]]:
    """Every leaf with the keys that lead to it; an empty mapping is a leaf."""
    if is_leaf(merged):
        yield path, as_leaf(merged)
    for key, child in entries_of(merged).flat().items():
        yield from merged_leaves(child, (*path, key))


def is_leaf(merged: Merged) -> bool:
    """Whether it is not a mapping, or an empty one."""
    return isinstance(merged, Leaf) or not merged.extent.leaves


def as_leaf(merged: Merged) -> Leaf:
    """A value that is not a mapping, or an empty mapping, as a leaf."""
    if isinstance(merged, Leaf):
        return merged
    return Leaf(merged.key, MappingNode({}, merged.line, merged.column), *merged[2:])
