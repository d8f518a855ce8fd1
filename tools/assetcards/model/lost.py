"""Names in files with errors that no card has, because it could not be read.

A card that others need may be among them. Then the cause is the error in that file, and not that the card is missing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from assetcards.findings import Finding, has_errors
from assetcards.model.card import CardFile
from assetcards.model.reading import maybe_meant_name
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode

_OF_NAMES = ("C201", "C202", "C203")


def lost_names(file: CardFile) -> dict[str, Finding]:
    """The plain names in a file with errors, each with the last error before it."""
    errors = sorted((d for d in file.findings if has_errors([d])), key=lambda d: d.line)
    lines = [error.line for error in errors]
    found: dict[str, Finding] = {}
    for name, line in [*_names_in_lines(file), *_names_in_documents(file)] if errors else ():
        found.setdefault(name, errors[max(bisect_right(lines, line) - 1, 0)])
    return found


def may_have_any_name(file: CardFile) -> bool:
    """Whether a name that no card has may be in a file: it cannot be read, or has a card without a name.

    What is meant for a name is known (`lost_names`), and is no reason to doubt other names.
    """
    if file.text is None:
        return True
    reported = {(finding.line, finding.column) for finding in file.findings if finding.code in _OF_NAMES}
    roots = (document.root for document in file.documents if isinstance(document.root, MappingNode))
    return any((node.line, node.column) in reported for node in map(_nameless_part, roots) if node is not None)


def _nameless_part(root: MappingNode) -> Node | None:
    """What has no name in it that was meant: the whole card, or what is behind its `name`."""
    entry = maybe_meant_name(root)
    if entry is None:
        return root
    is_said = isinstance(entry.value, ScalarNode) and entry.value.value not in (None, "")
    return None if is_said else entry.value


def _names_in_lines(file: CardFile) -> Iterator[tuple[str, int]]:
    """The names in the lines of a file, which may not have been read to its end, each with its line."""
    for number, line in enumerate(file.content.split(b"\n"), start=1):
        key, colon, value = line.partition(b":")
        if colon and not line[:1].isspace() and key.strip(b" \t{\"'") == b"name":
            text = value.partition(b" #")[0].strip(b" \t\r,}\"'").decode("utf-8", "replace")
            yield from ((name, number) for name in _plain_name(text))


def _names_in_documents(file: CardFile) -> Iterator[tuple[str, int]]:
    """The names in documents that are not cards: sequences of cards, and mappings with a typo in `name`."""
    cards = {id(card.document) for card in file.cards}
    for document in file.documents:
        if document.root is not None and id(document) not in cards:
            for node in _mappings(document.root):
                entry = maybe_meant_name(node)
                if entry is not None and isinstance(entry.value, ScalarNode):
                    yield from ((name, entry.key.line) for name in _plain_name(entry.value.text))


def _mappings(root: Node) -> Iterator[MappingNode]:
    nodes = root.items if isinstance(root, SequenceNode) else [root]
    yield from (node for node in nodes if isinstance(node, MappingNode))


def _plain_name(text: str) -> Iterator[str]:
    """The name of a plain card that a string is intended to be; none for an override."""
    name, *environments = (part.strip() for part in text.split("@"))
    if name and (len(environments) != 1 or not environments[0]):
        yield name
