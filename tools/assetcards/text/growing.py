"""Nodes while a document is being built: how large they are, and which value is still expected."""

from __future__ import annotations

from typing import NamedTuple

from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode


class OpenNode:
    """A collection that is being built: its node, and for a mapping the key whose value comes next."""

    __slots__ = ("anchor", "height", "key", "merge", "node", "size")

    def __init__(self, node: SequenceNode | MappingNode, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.size = 1
        self.height = 1
        self.key: ScalarNode | None = None
        self.merge: list[MappingNode] | None = None


class SizedNode(NamedTuple):
    """A node that an anchor names, with how many nodes it stands for and how deep they go."""

    node: Node
    size: int
    height: int
