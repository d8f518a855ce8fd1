"""Two spellings of a config among the layers of one card.

A config can be spelled `model_config_overrides`, `model_config_override` and `model_config`. Of the three only the
first that any layer has counts, and what the others say is ignored: with `model_config` in a card whose base writes
`model_config_overrides`, the card's own config has no effect. The same goes for the configs of datasets and
tokenizers.

    # warned of
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

Use one spelling in the whole chain, best `model_config`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.card import KINDS, Card
from assetcards.diagnostics import Diagnostic, Severity
from assetcards.nodes import Entry
from assetcards.resolve import place_beside
from assetcards.resolved import ResolvedCard, config_keys, written_values
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Diagnostic]:
    told: set[tuple[str, int]] = set()
    for answer in subject.resolved:
        for kind in KINDS:
            for finding in _check_kind(answer.card, kind):
                if (finding.path, finding.line) not in told:
                    told.add((finding.path, finding.line))
                    yield finding


def _check_kind(answer: ResolvedCard, kind: str) -> Iterator[Diagnostic]:
    """Told of what the card itself writes; what inherits the confusion is not told of."""
    written = {key: found for key in config_keys(kind) if (found := written_values(answer.layers, key))}
    if len(written) < 2:
        return
    (counting, counts), *ignored = written.items()
    for key, found in ignored:
        card, entry = found[0]
        if card.name == answer.name:
            yield _finding(card, entry, f"{key} is ignored, because {counting} counts", counts[0])
        elif all(card.name == answer.name for card, _ in counts):
            yield _finding(*counts[0], f"{counting} makes {key} be ignored", found[0])


def _finding(card: Card, entry: Entry, message: str, other: tuple[Card, Entry]) -> Diagnostic:
    place = place_beside(other[0], card, other[1].key.line)
    return RULE.finding(card.path, entry.key, f"{message} ({place})", "use one spelling in the whole chain")


RULE = Rule(code="C504", name="config-spellings", severity=Severity.WARNING, check_catalog=check)
