"""A `_del_` of a key that does not exist below.

`_del_: [key]` in a config deletes keys of the layers below: of the bases, and of the defaults of the family when the
config is opened. Where a base has the mapping, but not the key, most likely its name is wrong, or the base no longer
has it. A key of a mapping that no base has can only be one of the defaults, and is not reported; nor is one that the
plain card writes, whose config an override replaces: the override says that it does not have it.

    # a warning
    name: tiny_long
    base: tiny
    model_config:
      _del_: [max_sequence_lenght]

Fix the key, or remove it from `_del_`. If it is one of the defaults of the family, say so:
`# catalog: ignore[C503] a default of the family`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetcards.findings import Finding
from assetcards.model.card import KINDS, Card
from assetcards.model.directives import deleted_keys, ordinary_entries, written_entries
from assetcards.model.patches import Branch, Deletion, Effect, entries_of
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import MappingNode, Node, ScalarNode
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for answers in subject.answers.values():
        yield from _check_card(answers.values())


def _check_card(answers: Iterable[ResolvedCard]) -> Iterator[Finding]:
    """A key counts as absent when it is in every answer for which the config counts."""
    absent: dict[tuple[str, int], tuple[Card, set[ScalarNode]]] = {}
    for answer in answers:
        for kind in KINDS if answer.layer.has_directives else ():
            for card, keys in _absent_keys(answer, kind):
                before = absent.setdefault((card.path, card.line), (card, keys))[1]
                before &= keys
    for card, keys in absent.values():
        for key in keys:
            yield RULE.finding(card, key, f"_del_ has the key {key.value!r}, which does not exist below", "remove it")


def _absent_keys(answer: ResolvedCard, kind: str) -> Iterator[tuple[Card, set[ScalarNode]]]:
    field = answer.config_key(kind)
    for layer in answer.layer.down():
        if layer.name != answer.name or field is None:
            return
        found = layer.maybe_entry(field)
        if found is not None and _has_deletions(found.entry.value):
            below = layer.below.patch(field) if layer.below is not None else None
            plain = layer.plain.fields.get(field) if layer.plain is not None and found.card is layer.override else None
            replaced = plain.value if plain is not None else None
            yield found.card, set(absent_deletions(below, found.entry.value, in_value=False, replaced=replaced))


def _has_deletions(node: Node) -> bool:
    if not isinstance(node, MappingNode):
        return False
    return bool(deleted_keys(node)) or any(_has_deletions(entry.value) for _, entry in ordinary_entries(node))


def absent_deletions(
    below: Effect | None, node: Node, *, in_value: bool, replaced: Node | None = None
) -> Iterator[ScalarNode]:
    """The keys in `_del_` of any mapping of a layer that are there neither below nor, as it may be, in the defaults.

    `in_value` says that the defaults do not show through there. `replaced` is what an override replaces: its keys are
    no typos.
    """
    if not isinstance(node, MappingNode):
        return
    entries = entries_of(below)
    is_known = below is not None or in_value
    in_value = in_value or (below is not None and (not isinstance(below, Branch) or below.replaces is not None))
    deleted: set[object] = set()
    known = written_entries(replaced)
    for key in deleted_keys(node):
        there = entries.get(key.value)
        is_absent = is_known and key.value not in known and (there is None or isinstance(there, Deletion))
        if key.value in deleted or is_absent:
            yield key
        deleted.add(key.value)
    for value, entry in ordinary_entries(node):
        is_gone = value in deleted
        there = None if is_gone else entries.get(value)
        inside = known[value].value if value in known else None
        yield from absent_deletions(there, entry.value, in_value=in_value or is_gone, replaced=inside)


RULE = Rule(code="C503", name="deletion-absent", check_catalog=check)
