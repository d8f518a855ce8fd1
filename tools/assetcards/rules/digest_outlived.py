"""A digest that was written for another address than the one that counts.

`checkpoint_sha256` is the digest of the file at `checkpoint`, and `tokenizer_sha256` of the one at `tokenizer`. When a
card or an override writes another address and inherits the digest, the two do not belong together, and whoever checks
the download finds it wrong.

    # refused
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    checkpoint_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    ---
    name: tiny_instruct
    base: tiny
    checkpoint: "hg://org/tiny_instruct"

Write the digest of the new file beside its address, or `checkpoint_sha256: null` when it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.model.card import lines_beside
from assetcards.model.digests import digest_field, maybe_outlived
from assetcards.model.resolve import place_beside
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import CatalogSubject, Rule

_ADDRESSES = ("checkpoint", "tokenizer")


def check(subject: CatalogSubject) -> Iterator[Diagnostic]:
    """Told once for each address; those that inherit both are not told of."""
    told: set[tuple[str, int]] = set()
    for answer in subject.resolved:
        for field in _ADDRESSES:
            for finding in _check_digest(answer.card, field):
                if (finding.path, finding.line) not in told:
                    told.add((finding.path, finding.line))
                    yield finding


def _check_digest(answer: ResolvedCard, field: str) -> Iterator[Diagnostic]:
    """The finding stands at the address that counts; the one intended is that of the card with the digest."""
    outlived = maybe_outlived(answer, field)
    if outlived is not None:
        card, entry = outlived.address.card, outlived.address.entry
        written = [(each.card, each.entry.key.line) for each in (outlived.digest, outlived.intended)]
        where = [place_beside(other, card, line) for other, line in written]
        related = lines_beside(card, *written)
        message = f"{digest_field(field)} ({where[0]}) was written for another {field} ({where[1]})"
        hint = f"write the {digest_field(field)} of this one beside it, or null"
        assert isinstance(entry.value, ScalarNode)
        yield RULE.finding(card, entry.value, message, hint, related)


RULE = Rule(
    code="C502", name="digest-outlived", severity=Severity.ERROR, explains=("C605", "C611"), check_catalog=check
)
