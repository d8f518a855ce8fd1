"""A field that is the same as what the card inherits.

What a card repeats of its base, or an override of its plain card, changes nothing today. Tomorrow the base is mended,
and this card keeps the old value because it has one of its own. A config is repeated when merging it changes nothing,
which goes for `null`, too.

A value that holds something fast is none: one that an override of the base changes in some environment, the digest
beside another address, and a relative path written in another folder. `description` and `deprecated` speak of the
card that writes them and are never repeated.

    # warned of
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    ---
    name: tiny_instruct
    base: tiny
    model_family: llama
    checkpoint: "hg://org/tiny_instruct"

Leave the field out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.model.card import KINDS, Card, lines_beside, place_beside
from assetcards.model.configs import adds_nothing, merge_layers, merged_value
from assetcards.model.field import URI_FIELDS, has_scheme, looks_like_uri
from assetcards.model.layers import written_values
from assetcards.model.resolved import ResolvedCard, config_keys
from assetcards.nodes import Entry, Value, is_null, plain_value, same_value
from assetcards.rules.rule import CatalogSubject, Rule

_OWN_FIELDS = frozenset({"description", "deprecated"})
_CONFIG_KINDS = {key: kind for kind in KINDS for key in config_keys(kind)}


class _Written(NamedTuple):
    """A field as a card writes it."""

    card: Card
    entry: Entry


def check(subject: CatalogSubject) -> Iterator[Diagnostic]:
    for answers in subject.answers.values():
        yield from _check_card(answers.values())


def _check_card(answers: Iterable[ResolvedCard]) -> Iterator[Diagnostic]:
    """A field counts as repeated when it is in every answer for which it counts."""
    repeated: dict[tuple[str, int], tuple[_Written, _Written]] = {}
    needed: set[tuple[str, int]] = set()
    for answer in answers:
        for written in _counting_fields(answer):
            place = (written.card.path, written.entry.key.line)
            inherited = _maybe_repeated(answer, written)
            if inherited is None:
                needed.add(place)
            else:
                repeated.setdefault(place, (written, inherited))
    yield from (_finding(*pair) for place, pair in repeated.items() if place not in needed)


def _counting_fields(answer: ResolvedCard) -> Iterator[_Written]:
    """What the card itself and its override write, but for fields of the card that the override replaces."""
    seen: set[str] = set(_OWN_FIELDS)
    for card in answer.cards:
        if card.name != answer.name:
            return
        for field, entry in card.fields.items():
            if field not in seen:
                yield _Written(card, entry)
        seen |= card.fields.keys()


def _maybe_repeated(answer: ResolvedCard, written: _Written) -> _Written | None:
    """What the answer would have in place of a field without it, when that is the same."""
    card, entry = written
    field = entry.key.text
    if field in _CONFIG_KINDS:
        return _maybe_repeated_config(answer, written)
    below = answer.cards[answer.cards.index(card) + 1 :]
    inherited = next((_Written(other, other.fields[field]) for other in below if field in other.fields), None)
    if inherited is None or field.removesuffix("_sha256") in card.fields.keys() - {field}:
        return None
    same = same_value(plain_value(entry.value), plain_value(inherited.entry.value))
    return inherited if same and _means_the_same(written, inherited) else None


def _means_the_same(written: _Written, inherited: _Written) -> bool:
    """Whether equal texts are equal addresses, too: a relative path belongs to the folder of its file."""
    field, value = written.entry.key.text, plain_value(written.entry.value)
    if not isinstance(value, str) or not (field in URI_FIELDS or looks_like_uri(value)):
        return True
    folders = {(id(card.tree), posixpath.dirname(card.path)) for card, _ in (written, inherited)}
    return len(folders) == 1 or has_scheme(value) or value.startswith("/")


def _maybe_repeated_config(answer: ResolvedCard, written: _Written) -> _Written | None:
    card, entry = written
    field = entry.key.text
    at = next(i for i, layer in enumerate(answer.layers) if card in layer.cards)
    below = written_values(answer.layers[at + 1 :], field)
    if field != answer.config_key(_CONFIG_KINDS[field]):
        return None
    layer = answer.layers[at]
    if card is layer.override and layer.plain is not None and field in layer.plain.fields:
        replaced = layer.plain.fields[field]
        same = same_value(_merged([(card, entry), *below]), _merged([(layer.plain, replaced), *below]))
        return _Written(layer.plain, replaced) if same else None
    merged = merge_layers(reversed(below))
    if merged is None:
        return None
    return _Written(*below[0]) if is_null(entry.value) or adds_nothing(merged, entry.value) else None


def _merged(layers: list[tuple[Card, Entry]]) -> Value:
    merged = merge_layers(pair for pair in reversed(layers) if not is_null(pair[1].value))
    return None if merged is None else merged_value(merged)


def _finding(written: _Written, inherited: _Written) -> Diagnostic:
    place = place_beside(inherited.card, written.card, inherited.entry.key.line)
    related = lines_beside(written.card, (inherited.card, inherited.entry.key.line))
    name, other = str(written.card.full_name), str(inherited.card.full_name)
    message = f"{written.entry.key.text} changes nothing: {name!r} has the same from {other!r} ({place})"
    return RULE.finding(written.card, written.entry.key, message, "leave it out", related)


RULE = Rule(code="C501", name="field-repeated", severity=Severity.WARNING, check_catalog=check)
