"""Unresolved cards, and the content of one file (CARD_SPEC 1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal, TypeAlias

from assetcards.findings import FileLine, Finding, has_errors
from assetcards.names import FullName
from assetcards.nodes import Entry, Extent, MappingNode, Node, ScalarNode, extent_of, walk_mappings, walk_scalars
from assetcards.scalars11 import is_word
from assetcards.text.documents import LONG, Document
from assetcards.trees.tree import Tree

Kind: TypeAlias = Literal["model", "dataset", "tokenizer", "other"]
"""A kind of card, as one asks for it."""

KINDS: tuple[Kind, ...] = ("model", "dataset", "tokenizer")
"""The kinds of assets; a card is of kind K when it resolves to a field `K_family`."""


LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line of YAML."""

BYTES_OF_A_VALUE = 20
MIN_FILE_WEIGHT = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class Card:
    """A card as one file writes it: its name, its own fields, and its location.

    `fields` has every key but `name`; `base` is the name of another card, stripped, or None. Two cards are equal
    only when they are the same object.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": "name: tiny@lab\\nbase: small\\n---\\nname: tiny"})
    >>> card, plain = open_catalog(tree, stores=[]).all_cards()
    >>> card.name, card.env, card.base, list(card.fields), card.broken
    ('tiny', 'lab', 'small', ['base'], False)
    >>> card.location, plain.location
    ('a.yaml:1', 'a.yaml:4')
    """

    full_name: FullName
    fields: dict[str, Entry]
    base: str | None
    tree: Tree = field(repr=False)
    path: str
    line: int
    column: int
    document: Document = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """The name without environment."""
        return self.full_name.name

    @property
    def env(self) -> str:
        """The environment of an override; empty for a plain card."""
        return self.full_name.env

    @property
    def names_itself(self) -> bool:
        """Whether its base is its own plain card, which an override changes anyway."""
        return self.base == self.name

    @property
    def name_node(self) -> ScalarNode:
        """The node of the value of `name`."""
        root = self.document.root
        assert isinstance(root, MappingNode)
        node = root.entries["name"].value
        assert isinstance(node, ScalarNode)
        return node

    @property
    def most_bytes(self) -> int:
        """What the size of its fields together cannot exceed; quick, for they are not looked at.

        What a merge key brings in is counted as one value, whatever its size.
        """
        most_of_a_value = LONG if not self.document.merges else 1 << 40
        return self.document.values * (most_of_a_value + 100)

    @cached_property
    def extents(self) -> dict[str, Extent]:
        """How large each field is when it is written out."""
        return {field: extent_of(entry.value).named(field) for field, entry in self.fields.items()}

    @property
    def is_misplaced(self) -> bool:
        """Whether it is under the folder of another environment than its own, or not under that of its own."""
        if not self.env and "@" not in self.path:
            return False
        folders = self.path.split("/")[:-1]
        own = f"@{self.env}"
        return any(each.startswith("@") and each != own for each in folders) or (self.env != "" and own not in folders)

    @property
    def broken(self) -> bool:
        """Whether the card cannot be resolved because of errors in its own text."""
        return has_errors(self.findings)

    @property
    def source(self) -> str:
        """The store that the card is in."""
        return str(self.tree.origin)

    @property
    def location(self) -> str:
        """`path:line` for messages."""
        return f"{self.path}:{self.line}"


def base_writer(plain: Card, override: Card | None) -> Card:
    """The card whose `base` is in force: the override if it has one other than its plain card, else the plain one."""
    if override is not None and "base" in override.fields and not override.names_itself:
        return override
    return plain


def location_beside(other: Card, card: Card, line: int | None = None) -> str:
    """The location of another card, or of a line of it, in a message about a card: with its store if that differs."""
    location = f"{other.path}:{line or other.line}"
    return location if other.tree is card.tree else f"{location} in {other.source}"


def lines_beside(card: Card, *written: tuple[Card, int]) -> tuple[FileLine, ...]:
    """The lines of other cards that a finding about a card mentions; those in other stores are left out."""
    return tuple(FileLine(other.path, line) for other, line in written if other.tree is card.tree)


@dataclass(frozen=True, kw_only=True)
class CardFile:
    """The content of one file: its bytes, its cards, and every finding of reading it (those of the cards included).

    `text` is without a byte-order mark at the start, and None when nothing of the file can be read.
    """

    path: str
    content: bytes
    text: str | None
    documents: tuple[Document, ...]
    cards: tuple[Card, ...]
    findings: tuple[Finding, ...]
    source: str = ""

    @property
    def weight(self) -> int:
        """How much the file counts for in a store (docs/bounds.md): its values, and at least one for every 20 bytes."""
        return max(sum(document.values for document in self.documents), weigh(self.content))

    @cached_property
    def mappings(self) -> Sequence[MappingNode]:
        """Every mapping of the file, those of broken documents included."""
        return tuple(mapping for root in self._roots for mapping in walk_mappings(root))

    @cached_property
    def key_nodes(self) -> Sequence[ScalarNode]:
        """Every key of the file's mappings."""
        return tuple(entry.key for mapping in self.mappings for entry in mapping.entries.values())

    @cached_property
    def scalars(self) -> Sequence[ScalarNode]:
        """Every scalar value of the file, keys left out."""
        return tuple(node for root in self._roots for node in walk_scalars(root))

    @cached_property
    def odd_keys(self) -> Sequence[ScalarNode]:
        """The keys that are no ordinary words: few, and all that most rules on keys have to look at."""
        return tuple(key for key in self.key_nodes if not _is_ordinary(key.text))

    @cached_property
    def odd_scalars(self) -> Sequence[ScalarNode]:
        """The unquoted values that are not certainly strings: numbers, dates, and what only looks like one."""
        return tuple(node for node in self.scalars if node.plain and not is_word(node.text))

    @property
    def _roots(self) -> Iterator[Node]:
        return (document.root for document in self.documents if document.root is not None)

    def card_texts(self) -> Iterator[tuple[Card, str]]:
        """Each card with the lines of its document, whatever their endings."""
        lines = LINE_BREAK.split(self.text or "")
        starts = [document.line - 1 for document in self.documents]
        ends = dict(pairwise([*starts, len(lines)]))
        for card in self.cards:
            start = card.document.line - 1
            yield card, "\n".join(lines[start : ends[start]])


def _is_ordinary(key: str) -> bool:
    """Whether a key is a word of letters that every reader takes for the same string."""
    return key.isidentifier() and key[0] != "_" and is_word(key)


def weigh(content: bytes) -> int:
    """How much a file counts for in a store that is not parsed."""
    return MIN_FILE_WEIGHT + len(content) // BYTES_OF_A_VALUE


def in_tree(file: CardFile, tree: Tree) -> CardFile:
    """A file that is the same in another tree, as a file of that tree, with its cards and findings."""
    source = str(tree.origin)
    cards = tuple(
        replace(card, tree=tree, findings=_in_store(card.findings, source))
        if card.tree is not tree or card.findings
        else card
        for card in file.cards
    )
    return replace(file, cards=cards, findings=_in_store(file.findings, source), source=source)


def _in_store(findings: Iterable[Finding], source: str) -> tuple[Finding, ...]:
    return tuple(replace(finding, source=source) for finding in findings)
