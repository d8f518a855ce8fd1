"""The nodes of a YAML document, each with its line and column.

Tuples rather than dataclasses, because a catalog has hundreds of nodes per file and they are built for every read.
Lines and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, TypeAlias

from assetcards.scalars import ScalarValue


class ScalarNode(NamedTuple):
    """A scalar: its value, its text as the parser read it, and whether it was unquoted (plain)."""

    value: ScalarValue
    text: str
    plain: bool
    line: int
    column: int


class SequenceNode(NamedTuple):
    """A sequence of nodes."""

    items: list[Node]
    line: int
    column: int


class MappingNode(NamedTuple):
    """A mapping: from the value of each key to the key's node and the value's node, in the order of the file."""

    entries: dict[ScalarValue, Entry]
    line: int
    column: int


class Entry(NamedTuple):
    """One key of a mapping, and its value."""

    key: ScalarNode
    value: Node


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode

make_scalar: Callable[[tuple[ScalarValue, str, bool, int, int]], ScalarNode] = partial(tuple.__new__, ScalarNode)
"""A scalar of its parts. As the two below it is for who makes thousands: half the time that the class itself takes."""
make_mapping: Callable[[tuple[dict[ScalarValue, Entry], int, int]], MappingNode] = partial(tuple.__new__, MappingNode)
"""A mapping of its parts."""
make_entry: Callable[[tuple[ScalarNode, Node]], Entry] = partial(tuple.__new__, Entry)
"""An entry of its key and its value."""

Value: TypeAlias = "ScalarValue | list[Value] | dict[ScalarValue, Value]"
"""The Python value of a node: a scalar, a list or a dict of such."""


def plain_value(node: Node) -> Value:
    """The Python value of a node, a new one for each caller, who may change it.

    >>> plain_value(SequenceNode([ScalarNode(1, "1", True, 1, 4)], 1, 3))
    [1]
    """
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [plain_value(item) for item in node.items]
    return {key: plain_value(entry.value) for key, entry in node.entries.items()}


class Extent(NamedTuple):
    """How large a value is when it is written out, one line for each leaf."""

    leaves: int
    characters: int

    def plus(self, *others: Extent) -> Extent:
        """The sum of all."""
        leaves, characters = self
        for other in others:
            leaves += other.leaves
            characters += other.characters
        return Extent(leaves, characters)

    def minus(self, *others: Extent) -> Extent:
        """The rest without the others."""
        leaves, characters = NO_EXTENT.plus(*others)
        return Extent(self.leaves - leaves, self.characters - characters)

    def named(self, key: str) -> Extent:
        """The same below a key, which becomes part of the name of each leaf; an empty mapping is a leaf."""
        leaves = max(self.leaves, 1)
        return Extent(leaves, self.characters + leaves * (len(key) + 1))

    @property
    def size(self) -> int:
        """About how many bytes it takes, in JSON as well."""
        return self.characters + 50 * self.leaves


NO_EXTENT = Extent(0, 0)


def extent_of(node: Node) -> Extent:
    """The extent of a value that is one leaf.

    >>> extent_of(SequenceNode([ScalarNode("ab", "ab", True, 1, 4)], 1, 3))
    Extent(leaves=1, characters=4)
    """
    return Extent(1, _characters_of(node))


def _characters_of(node: Node) -> int:
    if isinstance(node, ScalarNode):
        return len(node.text) + 2
    if isinstance(node, SequenceNode):
        return sum(map(_characters_of, node.items))
    return sum(len(entry.key.text) + 2 + _characters_of(entry.value) for entry in node.entries.values())


def walk_scalars(node: Node) -> Iterator[ScalarNode]:
    """Every scalar value in a node, keys left out, in the order of the file.

    >>> [each.value for each in walk_scalars(SequenceNode([ScalarNode(1, "1", True, 1, 4)], 1, 3))]
    [1]
    """
    if isinstance(node, ScalarNode):
        yield node
        return
    children = node.items if isinstance(node, SequenceNode) else [entry.value for entry in node.entries.values()]
    for child in children:
        if isinstance(child, ScalarNode):
            yield child
        else:
            yield from walk_scalars(child)


def walk_mappings(node: Node) -> Iterator[MappingNode]:
    """Every mapping in a node, itself first, in the order of the file."""
    if isinstance(node, ScalarNode):
        return
    if isinstance(node, MappingNode):
        yield node
    children = node.items if isinstance(node, SequenceNode) else [entry.value for entry in node.entries.values()]
    for child in children:
        if not isinstance(child, ScalarNode):
            yield from walk_mappings(child)


def is_null(node: Node) -> bool:
    """Whether a value is null, however it is spelled."""
    return isinstance(node, ScalarNode) and node.value is None


def is_empty(node: Node) -> bool:
    """Whether a value is null because nothing is written behind its key.

    >>> is_empty(ScalarNode(None, "", True, 1, 1)), is_empty(ScalarNode(None, "null", True, 1, 1))
    (True, False)
    """
    return isinstance(node, ScalarNode) and node.value is None and node.text == ""


def same_value(first: Value, second: Value) -> bool:
    """Whether two values are the same for every reader: `1`, `1.0` and `true` differ, `.nan` is itself.

    The order of keys does not matter, that of items does.

    >>> same_value({"a": [1], "b": None}, {"b": None, "a": [1]}), same_value([1], [True])
    (True, False)
    """
    if type(first) is not type(second):
        return False
    if isinstance(first, dict) and isinstance(second, dict):
        others = {(type(key), key): value for key, value in second.items()}
        return len(first) == len(others) and all(
            (type(key), key) in others and same_value(value, others[type(key), key]) for key, value in first.items()
        )
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same_value, first, second))
    return first == second or (first != first and second != second)  # noqa: PLR0124 (only .nan differs from itself)


def same_node(first: Node, second: Node) -> bool:
    """Whether two nodes have the same value, as `same_value` compares them; it stops at the first difference."""
    if isinstance(first, MappingNode) and isinstance(second, MappingNode):
        others = second.entries
        return len(first.entries) == len(others) and all(
            key in others and type(key) is type(others[key].key.value) and same_node(entry.value, others[key].value)
            for key, entry in first.entries.items()
        )
    if isinstance(first, SequenceNode) and isinstance(second, SequenceNode):
        return len(first.items) == len(second.items) and all(map(same_node, first.items, second.items))
    if isinstance(first, ScalarNode) and isinstance(second, ScalarNode):
        return same_value(first.value, second.value)
    return False


def describe(node: Node) -> str:
    """What a node is, for messages.

    >>> describe(ScalarNode(False, "no", True, 1, 1)), describe(SequenceNode([], 1, 1))
    ("the boolean 'no'", 'a sequence')
    """
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a sequence"
    if node.value is None:
        return "null" if node.text else "empty"
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return f"the {names.get(type(node.value), 'date')} {node.text[:60]!r}"
