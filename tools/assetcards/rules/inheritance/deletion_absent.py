"""A `_del_` of a key that does not exist below.

`_del_: [key]` in a config deletes keys of the layers below: of the bases, and of the defaults of the family when the
config is opened. A key that no base has is ignored; most likely its name is wrong, or the base no longer has it.

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
from assetcards.model.configs import absent_deletions
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for answers in subject.answers.values():
        yield from _check_card(answers.values())


def _check_card(answers: Iterable[ResolvedCard]) -> Iterator[Finding]:
    """A key counts as absent when it is in every answer for which the config counts."""
    absent: dict[tuple[str, int], tuple[Card, set[ScalarNode]]] = {}
    for answer in answers:
        for kind in KINDS:
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
        if found is not None and any(True for _ in absent_deletions(None, found[1].value)):
            below = layer.below.merged(field) if layer.below is not None else None
            yield found[0], set(absent_deletions(below, found[1].value))


RULE = Rule(code="C503", name="deletion-absent", check_catalog=check)
