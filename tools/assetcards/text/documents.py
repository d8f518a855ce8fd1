"""What reading a card file gives: YAML documents of nodes, and the bounds within which they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from assetcards.findings import Finding
from assetcards.nodes import Node

LONG = 1000
"""A string counts as one more value for every so many characters, or aliases of a long one would cost nothing."""


class Bounds(NamedTuple):
    """How large a card file may be; `catalog.toml` may change it.

    `file_bytes` per file, `depth` of nesting, `nodes` of one file after aliases are expanded, `documents` per file.
    """

    file_bytes: int = 1 << 20
    depth: int = 64
    nodes: int = 50_000
    documents: int = 10_000


class Location(NamedTuple):
    """A line and a column of a file, both from 1."""

    line: int
    column: int


class Span(NamedTuple):
    """A part of a file, from one offset up to another."""

    start: int
    end: int


@dataclass(slots=True)
class Document:
    """One YAML document: its root node (None when it is empty or reading stopped early) and what is wrong with it.

    `anchors` are the anchors by name, `aliases` and `merges` where those are; an alias that is merged is not among the
    aliases. `quoted` is where quoted and block scalars are: there a tab is a tab, and a backslash may start an escape.
    `values` is how many values the document counts for.
    """

    line: int
    root: Node | None = None
    anchors: dict[str, Location] = field(default_factory=dict)
    aliases: list[Location] = field(default_factory=list)
    merges: list[Location] = field(default_factory=list)
    quoted: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    values: int = 0
