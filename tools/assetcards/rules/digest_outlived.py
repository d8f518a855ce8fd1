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
from typing import NamedTuple

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.errors import FieldError
from assetcards.model.card import Card
from assetcards.model.resolve import place_beside
from assetcards.model.resolved import Field, ResolvedCard
from assetcards.nodes import Entry, ScalarNode, plain_value
from assetcards.rules.rule import CatalogSubject, Rule

_ADDRESSES = {"checkpoint_sha256": "checkpoint", "tokenizer_sha256": "tokenizer"}


class _Written(NamedTuple):
    """A field as a card writes it, and which of the cards of an answer that is, nearest first."""

    at: int
    card: Card
    entry: Entry


def check(subject: CatalogSubject) -> Iterator[Diagnostic]:
    """Told once for each address; those that inherit both are not told of."""
    told: set[tuple[str, int]] = set()
    for answer in subject.resolved:
        for digest_field, field in _ADDRESSES.items():
            for finding in _check_digest(answer.card, digest_field, field):
                if (finding.path, finding.line) not in told:
                    told.add((finding.path, finding.line))
                    yield finding


def _check_digest(answer: ResolvedCard, digest_field: str, field: str) -> Iterator[Diagnostic]:
    """The finding stands at the address that counts; the one intended is that of the card with the digest."""
    address = _maybe_written(answer, field)
    digest = _maybe_written(answer, digest_field)
    intended = None if digest is None else _maybe_written(answer, field, digest.at)
    if address is None or digest is None or intended is None or plain_value(digest.entry.value) is None:
        return
    first, second = (_maybe_uri(each.entry, field, each.card) for each in (address, intended))
    if first is not None and second is not None and first != second:
        where = [place_beside(each.card, address.card, each.entry.key.line) for each in (digest, intended)]
        message = f"{digest_field} ({where[0]}) was written for another {field} ({where[1]})"
        hint = f"write the {digest_field} of this one beside it, or null"
        assert isinstance(address.entry.value, ScalarNode)
        yield RULE.finding(address.card.path, address.entry.value, message, hint)


def _maybe_written(answer: ResolvedCard, field: str, start: int = 0) -> _Written | None:
    """The nearest card that writes a field, of those from `start` on."""
    for at, card in enumerate(answer.cards[start:], start):
        if field in card.fields:
            return _Written(at, card, card.fields[field])
    return None


def _maybe_uri(entry: Entry, field: str, card: Card) -> str | None:
    """The value as a URI; None when it is null or not a text."""
    try:
        return Field(name=field, owner=card.name, card=card, entry=entry).as_uri()
    except FieldError:
        return None


RULE = Rule(code="C502", name="digest-outlived", severity=Severity.ERROR, check_catalog=check)
