"""A field that repeats what the card inherits.

A field that repeats that of the base, or of the plain card of an override, has no effect now. When the base is fixed
later, this card keeps the old value. A config is repeated when merging it changes nothing; this includes `null`.

Not reported are values that have an effect: one that an override of the base changes in some environment, a digest
beside another address, and a relative path in another folder; nor `description` and `deprecated`, which are about the
card that writes them.

    # a warning
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    ---
    name: tiny_instruct
    base: tiny
    model_family: llama
    checkpoint: "hg://org/tiny_instruct"

Remove the field.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from assetcards.dotted import DIRECTIVES
from assetcards.findings import Finding
from assetcards.model.card import Card, lines_beside, location_beside
from assetcards.model.field import has_scheme, looks_like_uri
from assetcards.model.fields import ADDRESS_FIELDS, CONFIG_KINDS, FIELDS_OF_ONE_CARD
from assetcards.model.layers import Layer, Written, written_values
from assetcards.model.patches import Branch, Composed, Effect, Leaf, compose_patches, is_same_effect, patch_of
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import MappingNode, Node, is_null, same_node
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for answers in subject.answers.values():
        yield from _check_card(answers.values())


def _check_card(answers: Iterable[ResolvedCard]) -> Iterator[Finding]:
    """A field counts as repeated when it is in every answer for which it counts."""
    repeated: dict[tuple[str, int], tuple[Written, Written]] = {}
    needed: set[tuple[str, int]] = set()
    for answer in answers:
        for layer, written in _counting_fields(answer):
            location = (written.card.path, written.entry.key.line)
            inherited = _maybe_repeated(answer, layer, written)
            if inherited is None:
                needed.add(location)
            else:
                repeated.setdefault(location, (written, inherited))
    yield from (_finding(*pair) for location, pair in repeated.items() if location not in needed)


def _counting_fields(answer: ResolvedCard) -> Iterator[tuple[Layer, Written]]:
    """What the card itself and its override write, except fields of the card that the override replaces."""
    seen: set[str] = set(FIELDS_OF_ONE_CARD)
    for layer in answer.layer.down():
        if layer.name != answer.name:
            return
        for card in layer.cards:
            for field, entry in card.fields.items():
                if field not in seen:
                    yield layer, Written(card, entry)
            seen |= card.fields.keys()


def _maybe_repeated(answer: ResolvedCard, layer: Layer, written: Written) -> Written | None:
    """The value that the answer would have without a field, if it is the same."""
    card, entry = written
    field = entry.key.text
    if len(layer.cards) == 1 and (layer.below is None or layer.below.maybe_writer(field) is None):
        return None
    if field in CONFIG_KINDS:
        return _maybe_repeated_config(layer, written) if field == answer.config_key(CONFIG_KINDS[field]) else None
    inherited = _maybe_replaced(layer, card, field) or (layer.below.find(field) if layer.below is not None else None)
    if inherited is None or field.removesuffix("_sha256") in card.fields.keys() - {field}:
        return None
    same = same_node(entry.value, inherited.entry.value)
    return inherited if same and _means_the_same(written, inherited) else None


def _maybe_replaced(layer: Layer, card: Card, field: str) -> Written | None:
    """What a plain card writes for a field that its override writes."""
    plain = layer.plain
    return Written(plain, plain.fields[field]) if plain not in (None, card) and field in plain.fields else None


def _means_the_same(written: Written, inherited: Written) -> bool:
    """Whether equal strings are equal addresses, too: a relative path is relative to the folder of its file."""
    field, value = written.entry.key.text, getattr(written.entry.value, "value", None)
    if not isinstance(value, str) or not (field in ADDRESS_FIELDS or looks_like_uri(value)):
        return True
    folders = {(id(card.tree), posixpath.dirname(card.path)) for card, _ in (written, inherited)}
    return len(folders) == 1 or has_scheme(value) or value.startswith("/")


def _maybe_repeated_config(layer: Layer, written: Written) -> Written | None:
    field = written.entry.key.text
    replaced = _maybe_replaced(layer, written.card, field)
    if replaced is None and not _has_all_keys(layer.below, field, written.entry.value):
        return None
    below = layer.below.patch(field) if layer.below is not None else None
    if replaced is not None:
        return replaced if is_same_effect(_compose(below, written), _compose(below, replaced)) else None
    if (
        below is None
        or layer.below is None
        or not (is_null(written.entry.value) or adds_nothing(below, written.entry.value))
    ):
        return None
    return written_values(layer.below.down(), field)[0]


def _has_all_keys(below: Layer | None, field: str, node: Node) -> bool:
    """Whether the layers below may have all keys of a mapping; quick, because most cards write another one."""
    if below is None or below.has_directives or not isinstance(node, MappingNode):
        return below is not None
    written = (each.entry.value for each in written_values(below.down(), field))
    known = [each.entries.keys() for each in written if isinstance(each, MappingNode)]
    return node.entries.keys() <= set().union(*known)


def _compose(below: Composed | None, written: Written) -> Composed | None:
    return below if is_null(written.entry.value) else compose_patches(below, patch_of(written.entry, written.card))


def adds_nothing(below: Effect, node: Node) -> bool:
    """Whether a layer changes nothing below it; one with directives is assumed to change something."""
    if not isinstance(node, MappingNode):
        return isinstance(below, Leaf) and same_node(node, below.node)
    if not node.entries.keys().isdisjoint(DIRECTIVES) or not isinstance(below, Branch):
        return False
    return all(
        (inherited := below.entries.get(value)) is not None and adds_nothing(inherited, entry.value)
        for value, entry in node.entries.items()
    )


def _finding(written: Written, inherited: Written) -> Finding:
    location = location_beside(inherited.card, written.card, inherited.entry.key.line)
    related = lines_beside(written.card, (inherited.card, inherited.entry.key.line))
    name, other = str(written.card.full_name), str(inherited.card.full_name)
    message = f"{written.entry.key.text} has no effect: {name!r} inherits the same value from {other!r} ({location})"
    return RULE.finding(written.card, written.entry.key, message, "remove it", related)


RULE = Rule(code="C501", name="field-repeated", check_catalog=check)
