"""Two spellings of a config among the layers of one card.

A config can be spelled `model_config_overrides`, `model_config_override` and `model_config`. Only the first of
the three that any layer has is used, and the others are ignored: with `model_config` in a card whose base has
`model_config_overrides`, the card's own config has no effect. The same applies to the configs of datasets and
tokenizers.

    # a warning
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    model_config_overrides:
      max_seq_len: 2048
    ---
    name: tiny_long
    base: tiny
    model_config:
      max_seq_len: 8192

Use one spelling in the whole chain, preferably `model_config`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import FileLine, Finding
from assetcards.model.card import KINDS, Card, lines_beside, location_beside
from assetcards.model.fields import config_keys
from assetcards.model.layers import written_values
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import Entry
from assetcards.rules.rule import CatalogSubject, Rule

_HINT = "use one spelling in the whole chain"


def check(subject: CatalogSubject) -> Iterator[Finding]:
    reported: set[tuple[str, int]] = set()
    for answer in subject.resolved:
        for kind in KINDS:
            for finding in _check_kind(answer.card, kind):
                if (finding.path, finding.line) not in reported:
                    reported.add((finding.path, finding.line))
                    yield finding


def _check_kind(answer: ResolvedCard, kind: str) -> Iterator[Finding]:
    """Report what the card itself writes, not cards that inherit it."""
    keys = [key for key in config_keys(kind) if answer.layer.maybe_writer(key) is not None]
    written = {key: found for key in keys if (found := written_values(answer.layers, key))} if len(keys) > 1 else {}
    if len(written) < 2:
        return
    (counting, counts), *ignored = written.items()
    for key, found in ignored:
        card, entry = found[0]
        if card.name == answer.name:
            message = f"{key} is ignored, because {counting} ({_location(counts[0], card)}) is used"
            yield RULE.finding(card, entry.key, message, _HINT, _related(counts[0], card))
        elif all(card.name == answer.name for card, _ in counts):
            card, entry = counts[0]
            message = f"{key} ({_location(found[0], card)}) is ignored because of this {counting}"
            yield RULE.finding(card, entry.key, message, _HINT, _related(found[0], card))


def _location(written: tuple[Card, Entry], card: Card) -> str:
    return location_beside(written[0], card, written[1].key.line)


def _related(written: tuple[Card, Entry], card: Card) -> tuple[FileLine, ...]:
    return lines_beside(card, (written[0], written[1].key.line))


RULE = Rule(code="C504", name="config-spellings", check_catalog=check)
