"""What reading a card file gives: YAML documents of nodes, and the bounds within which they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from assetcards.findings import Finding
from assetcards.nodes import Node


class Bounds(NamedTuple):
    """How large a card file may be; `catalog.toml` may say otherwise.

    `file_bytes` per file, `depth` of nesting, `nodes` of one file after aliases are expanded, `documents` per file.
    """

    file_bytes: int = 1 << 20
    depth: int = 64
    nodes: int = 50_000
    documents: int = 10_000


class Place(NamedTuple):
    """A line and a column of the text, both from 1."""

    line: int
    column: int


class Span(NamedTuple):
    """A part of the text, from one offset to before another."""

    start: int
    end: int


@dataclass(slots=True)
class Document:
    """One YAML document: its root node (None when it is empty or broke off early) and what is wrong with it.

    `anchors` are named, `aliases` and `merges` are where they stand; an alias that is merged is not among the aliases.
    `quoted` is where the text has quoted and block scalars: there a tab is a tab, and a backslash may be more than
    itself. `values` is how many values it counts for.
    """

    line: int
    root: Node | None = None
    anchors: dict[str, Place] = field(default_factory=dict)
    aliases: list[Place] = field(default_factory=list)
    merges: list[Place] = field(default_factory=list)
    quoted: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    values: int = 0
