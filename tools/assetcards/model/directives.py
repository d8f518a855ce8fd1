"""The directives of a config: which are malformed, and which keys they name (CARD_SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetcards.dotted import DIRECTIVES, Directive
from assetcards.errors import CardError
from assetcards.findings import Finding, finding_of
from assetcards.model.card import Card
from assetcards.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, describe, is_null
from assetcards.scalars import ScalarValue

_FORM = f"write `{Directive.DELETE}: [key, ...]` and `{Directive.SET}: {{key: value}}`"


def deleted_keys(node: MappingNode) -> list[ScalarNode]:
    """The keys in `_del_` of a mapping, if it is well formed."""
    entry = node.entries.get(Directive.DELETE)
    items = entry.value.items if entry is not None and isinstance(entry.value, SequenceNode) else []
    return [item for item in items if isinstance(item, ScalarNode)]


def set_entries(node: MappingNode) -> Iterable[tuple[ScalarValue, Entry]]:
    """The entries in `_set_` of a mapping, if it is well formed."""
    entry = node.entries.get(Directive.SET)
    return entry.value.entries.items() if entry is not None and isinstance(entry.value, MappingNode) else ()


def ordinary_entries(node: MappingNode) -> Iterator[tuple[ScalarValue, Entry]]:
    """The entries of a mapping that are no directives."""
    return ((value, entry) for value, entry in node.entries.items() if value not in DIRECTIVES)


def written_entries(node: Node | None) -> dict[ScalarValue, Entry]:
    """What a mapping gives values to, by itself or by `_set_`; nothing for all else."""
    return {**dict(ordinary_entries(node)), **dict(set_entries(node))} if isinstance(node, MappingNode) else {}


def require_well_formed(node: MappingNode, card: Card) -> None:
    """Raise CardError when a directive of the mapping itself is malformed."""
    if DIRECTIVES.isdisjoint(node.entries):
        return
    malformed = list(_malformed_in(node, card))
    if malformed:
        raise CardError(str(card.full_name), malformed)


def malformed_directives(node: Node, card: Card) -> Iterator[Finding]:
    """A finding for each malformed directive of a layer; null is not malformed."""
    if not isinstance(node, MappingNode):
        return
    if not DIRECTIVES.isdisjoint(node.entries):
        yield from _malformed_in(node, card)
    for _, entry in ordinary_entries(node):
        yield from malformed_directives(entry.value, card)


def _malformed_in(node: MappingNode, card: Card) -> Iterator[Finding]:
    for directive, check in ((Directive.DELETE, _check_delete), (Directive.SET, _check_set)):
        entry = node.entries.get(directive)
        if entry is not None and not is_null(entry.value):
            yield from (finding_of("C505", card, *problem) for problem in check(entry.value))


def _check_delete(node: Node) -> Iterator[tuple[Node, str, str]]:
    name = Directive.DELETE
    if isinstance(node, SequenceNode):
        for item in node.items:
            if not isinstance(item, ScalarNode) or not isinstance(item.value, str):
                yield item, f"{name} has an item that is {describe(item)}, not the string of a key", _key_hint(item)
    else:
        yield node, f"{name} is {describe(node)}, not a sequence of keys", _FORM


def _check_set(node: Node) -> Iterator[tuple[Node, str, str]]:
    name = Directive.SET
    if isinstance(node, MappingNode):
        for entry in node.entries.values():
            if not isinstance(entry.key.value, str):
                yield entry.key, f"{name} has a key that is {describe(entry.key)}, not a string", _key_hint(entry.key)
    else:
        yield node, f"{name} is {describe(node)}, not a mapping of keys to values", _FORM


def _key_hint(node: Node) -> str:
    return "quote it" if isinstance(node, ScalarNode) and node.value is not None else _FORM
