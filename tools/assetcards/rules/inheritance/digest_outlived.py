"""A digest that belongs to another address, or to none.

`checkpoint_sha256` is the digest of the file at `checkpoint`, `tokenizer_sha256` of the one at `tokenizer`, and
`data_sha256` of the one at `data`. When a card writes another address but inherits the digest, the two do not belong
together, and checking the download fails. An override says where else the same bytes are, and keeps the digest; one
that names another repository of the Hub, or another commit of it, means other bytes. A digest of a checkpoint or a
tokenizer without an address belongs to no file; it is allowed in a base, and beside a `url`.

    # refused
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    checkpoint_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    ---
    name: tiny_instruct
    base: tiny
    checkpoint: "hg://org/tiny_instruct"

Write the digest of the new file beside its address, or `checkpoint_sha256: null` if it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import lines_beside, location_beside
from assetcards.model.digests import digest_field, maybe_outlived
from assetcards.model.fields import ADDRESS_FIELDS
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import CatalogSubject, Rule

_KINDS = {"checkpoint": "model", "tokenizer": "tokenizer"}
"""From the field with an address to the kind of cards that need it. A dataset may have its address in its config."""


def check(subject: CatalogSubject) -> Iterator[Finding]:
    """Reported once for each address, and not for cards that inherit both."""
    reported: set[tuple[str, int]] = set()
    bases = subject.bases
    for answer in subject.resolved:
        for field in ADDRESS_FIELDS:
            if answer.card.layer.maybe_writer(digest_field(field)) is None:
                continue
            lonely = [] if answer.card.name in bases else _check_lonely(answer.card, field)
            for finding in (*_check_digest(answer.card, field), *lonely):
                if (finding.path, finding.line) not in reported:
                    reported.add((finding.path, finding.line))
                    yield finding


def _check_digest(answer: ResolvedCard, field: str) -> Iterator[Finding]:
    """The finding is at the address in force; the intended one is that of the card with the digest."""
    outlived = maybe_outlived(answer, field)
    if outlived is not None:
        card, entry = outlived.address.card, outlived.address.entry
        written = [(each.card, each.entry.key.line) for each in (outlived.digest, outlived.intended)]
        where = [location_beside(other, card, line) for other, line in written]
        related = lines_beside(card, *written)
        other = entry.key.text
        message = f"{digest_field(field)} ({where[0]}) was written for another {other} ({where[1]})"
        hint = f"write the {digest_field(field)} of this {field} beside it, or null"
        assert isinstance(entry.value, ScalarNode)
        yield RULE.finding(card, entry.value, message, hint, related)


def _check_lonely(answer: ResolvedCard, field: str) -> Iterator[Finding]:
    """A digest without address, of a card that does not need one: C301 reports those that do."""
    kind, digest = _KINDS.get(field), answer.maybe_field(digest_field(field))
    if kind is None or digest is None or digest.value is None:
        return
    needed = answer.maybe_field(f"{kind}_family") is not None and answer.maybe_field(f"{field}_ref") is None
    if not needed and answer.maybe_field(field) is None and answer.maybe_field("url") is None:
        message = f"{digest.name} belongs to no file: {answer.name!r} has no {field}"
        yield RULE.finding(digest.card, digest.entry.key, message, f"add the {field}, or remove the digest")


RULE = Rule(code="C502", name="digest-outlived", explains=("C510", "C605", "C611"), check_catalog=check)
