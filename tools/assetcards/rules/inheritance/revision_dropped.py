"""A revision that a card inherits beside another repository.

`checkpoint_revision` is a commit of the repository that it was written for. In another one it does not exist, so it
does not count there, and the address is not pinned.

    # advice
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    checkpoint_revision: "0123456789abcdef0123456789abcdef01234567"
    ---
    name: tiny_instruct
    base: tiny
    checkpoint: "hg://org/tiny_instruct"

Write the commit of the new repository beside its address, or `checkpoint_revision: null`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import lines_beside, location_beside
from assetcards.model.digests import maybe_dropped_revision, revision_field
from assetcards.model.fields import ADDRESS_FIELDS
from assetcards.rules.rule import ResolvedSubject, Rule


def check(subject: ResolvedSubject) -> Iterator[Finding]:
    for field in ADDRESS_FIELDS:
        dropped = maybe_dropped_revision(subject.card, field)
        if dropped is not None:
            card, entry, name = dropped.address.card, dropped.address.entry, revision_field(field)
            written = (dropped.digest.card, dropped.digest.entry.key.line)
            message = f"{name} ({location_beside(written[0], card, written[1])}) does not count for this {field}"
            yield RULE.finding(
                card, entry.key, message, f"write the {name} of it, or null", lines_beside(card, written)
            )


RULE = Rule(code="C510", name="revision-dropped", explains=("C610",), check_resolved=check)
