"""Checks what the layers of a card write into a config against the description of its family.

What an architecture or a class gives by default is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from assetcards.families.description import FamilyDescription
from assetcards.families.schemas import Schema, maybe_key_schema, resolved, takes_mappings
from assetcards.families.values import ValueFault, Verdict, value_faults
from assetcards.families.wording import expected, listed
from assetcards.model.card import Card
from assetcards.model.patches import Branch, Composed, Effect, Leaf
from assetcards.names import suggest_names
from assetcards.nodes import MappingNode, Node, SequenceNode, describe, plain_value

Path = tuple[Any, ...]
"""The keys, and numbers of items, that lead to a value."""


class FaultKind(Enum):
    """What is wrong with a config."""

    UNKNOWN_KEY = "unknown key"
    REFUSED = "refused"
    LOSSY = "lossy"
    MISSING = "missing"


_KINDS = {Verdict.LOSES: FaultKind.LOSSY, Verdict.REFUSES: FaultKind.REFUSED}


class Fault(NamedTuple):
    """One thing that is wrong, and the line that wrote it; `what` is the value in words, `expected` what is right."""

    kind: FaultKind
    path: Path
    what: str
    expected: str
    card: Card
    line: int
    column: int


def faults_of(family: FamilyDescription, patch: Composed, opened: object) -> Iterator[Fault]:
    """What the code of a described family does not take of a patch; `opened` is the config that it makes."""
    yield from _Checker(family).faults(patch, family.config or False, opened, ())


class _Checker:
    def __init__(self, family: FamilyDescription) -> None:
        self._family = family

    def faults(self, effect: Effect, schema: Schema, opened: object, path: Path) -> Iterator[Fault]:
        if isinstance(effect, Leaf):
            yield from self._in_leaf(effect, schema, path)
        elif isinstance(effect, Branch):
            mapping = resolved(schema, self._family.definitions)
            if takes_mappings(mapping):
                yield from self._in_branch(effect, mapping, opened, path)
            else:
                yield self._fault(FaultKind.REFUSED, effect, path, "a mapping", expected(schema))

    def _in_branch(self, branch: Branch, schema: Schema, opened: object, path: Path) -> Iterator[Fault]:
        values = opened if isinstance(opened, Mapping) else {}
        for effect in branch.entries.flat().values():
            below = maybe_key_schema(schema, effect.key)
            if below is None:
                yield self._unknown(effect, schema, path)
            else:
                yield from self._of_key(effect, schema, path)
                yield from self.faults(effect, below, values.get(effect.key), (*path, effect.key))
        if not isinstance(schema, Mapping):
            return
        for name in schema.get("required", ()):
            if name not in values:
                where = branch.entries.get(name) or branch
                yield self._fault(FaultKind.MISSING, where, (*path, name), "", expected(schema["properties"][name]))

    def _of_key(self, effect: Effect, schema: Schema, path: Path) -> Iterator[Fault]:
        """What is wrong with a key of a mapping whose keys have a type, and no names."""
        if isinstance(schema, Mapping) and "propertyNames" in schema:
            for found in value_faults(schema["propertyNames"], effect.key):
                what, at = key_in_words(effect.key), (*path, effect.key)
                yield self._fault(_KINDS[found.verdict], effect, at, what, found.expected)

    def _unknown(self, effect: Effect, schema: Schema, path: Path) -> Fault:
        assert isinstance(schema, Mapping)
        known = sorted(schema["properties"])
        close = suggest_names(str(effect.key), known, limit=1)
        hint = f"did you mean {close[0]!r}?" if close else listed(known, self._family)
        return self._fault(FaultKind.UNKNOWN_KEY, effect, (*path, effect.key), "", hint)

    def _in_leaf(self, leaf: Leaf, schema: Schema, path: Path) -> Iterator[Fault]:
        for found in _value_faults(self._family, _Identity(schema), _Value(leaf.node)):
            node = _node_at(leaf.node, found.path)
            key_line = (leaf.line, leaf.column)
            line, column = key_line if node is leaf.node else (node.line, node.column)
            what = key_in_words(found.path[-1]) if found.is_key else describe(node)
            kind, at = _KINDS[found.verdict], (*path, *found.path)
            yield Fault(kind, at, what, found.expected, leaf.card, line, column)

    def _fault(self, kind: FaultKind, at: Effect, path: Path, what: str, wanted: str) -> Fault:
        return Fault(kind, path, what, wanted, at.card, at.line, at.column)


class _Identity:
    """A schema as a key: descriptions are read once and never change."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.schema is self.schema


class _Value:
    """The value of a node as a key, by its `repr`: 1, 1.0 and true are three, and a date may be a key."""

    def __init__(self, node: Node) -> None:
        self.value = plain_value(node)
        self._text = repr(self.value)

    def __hash__(self) -> int:
        return hash(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Value) and other._text == self._text


@lru_cache(maxsize=10_000)
def _value_faults(family: FamilyDescription, schema: _Identity, value: _Value) -> tuple[ValueFault, ...]:
    whole = schema.schema
    return tuple(
        value_faults(whole if isinstance(whole, bool) else {**whole, "$defs": family.definitions}, value.value)
    )


def key_in_words(key: object) -> str:
    """What a key is that is not of its type, for messages."""
    return f"the key {key!r}"


def _node_at(node: Node, path: Path) -> Node:
    for step in path:
        if isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.items[step]
        elif isinstance(node, MappingNode) and step in node.entries:
            node = node.entries[step].value
    return node
