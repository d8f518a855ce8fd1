"""A key, or the value of a string field, that YAML 1.1 does not read as that string.

`name: no` is a card named "no" for fairseq2, and the boolean false for YAML 1.1 parsers; `on:` is the key "on" or the
boolean true. Names, families, addresses and keys must be the same string for everyone.

    # refused
    name: no
    langs: [en, no]

Quote it: `"no"`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from assetcards.findings import Finding
from assetcards.model.card import CardFile
from assetcards.model.fields import spec_of
from assetcards.nodes import MappingNode, Node, ScalarNode, walk_scalars
from assetcards.rules.rule import FileSubject, Rule
from assetcards.spelling import maybe_ambiguity


def check(subject: FileSubject) -> Iterator[Finding]:
    for node in chain(subject.file.odd_keys, _strings(subject.file)):
        found = maybe_ambiguity(node) if node.plain and isinstance(node.value, str) else None
        if found is not None:
            yield RULE.finding(subject.file, node, *found)


def _strings(file: CardFile) -> Iterator[ScalarNode]:
    """The values of fields that hold strings."""
    for document in file.documents:
        if isinstance(document.root, MappingNode):
            for key, entry in document.root.entries.items():
                if isinstance(key, str) and not _is_quoted(entry.value) and spec_of(key).holds_strings:
                    yield from walk_scalars(entry.value)


def _is_quoted(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.plain


RULE = Rule(code="C139", name="string-ambiguous", explains=("C131",), check_file=check)
