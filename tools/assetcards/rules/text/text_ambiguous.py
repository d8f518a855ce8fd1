"""A key, or a value where a card has text, that YAML 1.1 takes for something else.

`name: no` is a card called "no" for fairseq2, and the boolean false for readers of YAML 1.1; `on:` is a key called "on"
or the boolean true. Names, families, addresses and keys must be the same text for everybody.

    # refused
    name: no
    langs: [en, no]

Put quotes around it: `"no"`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from assetcards.findings import Finding
from assetcards.model.card import CardFile
from assetcards.model.fields import spec_of
from assetcards.nodes import MappingNode, ScalarNode, walk_scalars
from assetcards.rules.rule import FileSubject, Rule
from assetcards.spelling import maybe_ambiguity


def check(subject: FileSubject) -> Iterator[Finding]:
    for node in chain(subject.file.key_nodes(), _texts(subject.file)):
        found = maybe_ambiguity(node) if isinstance(node.value, str) else None
        if found is not None:
            yield RULE.finding(subject.file, node, *found)


def _texts(file: CardFile) -> Iterator[ScalarNode]:
    """The values of fields that hold text."""
    for document in file.documents:
        if isinstance(document.root, MappingNode):
            for key, entry in document.root.entries.items():
                if isinstance(key, str) and spec_of(key).holds_text:
                    yield from walk_scalars(entry.value)


RULE = Rule(code="C139", name="text-ambiguous", explains=("C131",), check_file=check)
