"""A card that was removed or renamed, and was not deprecated with a `replaced_by` that names an existing card.

Users of the card get an error that does not say what to use instead.

    # before: this card may be removed
    name: tiny
    checkpoint: "https://example.org/tiny.safetensors"
    deprecated:
      reason: "its tokenizer was wrong"
      replaced_by: tiny_v2

Deprecate the card first, with a replacement that exists and is kept, and remove it in a later change.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import FileLine
from assetcards.model.card import Card
from assetcards.model.cautions import deprecation_of
from assetcards.model.settings import Outcome
from assetcards.names import FullName
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    gone = [asked.name for asked in change.impact.removed if not asked.env]
    new_names = {each.old_name: each.asked.name for each in change.impact.renamed}
    for name in sorted({*gone, *new_names}):
        card = change.old.find_cards(FullName(name))[0]
        replacement = _maybe_replacement(card)
        if replacement is not None and change.new.find_cards(FullName(replacement)):
            continue
        where = FileLine(card.path, card.line)
        if replacement is not None:
            why = f"its deprecation names {replacement!r}, which does not exist"
        elif name in new_names:
            why = f"it was renamed to {new_names[name]!r} without a deprecation"
        else:
            why = "it was not deprecated with a `replaced_by`"
        message = f"card {name!r} was removed (was at {where}): {why}"
        hint = "deprecate it with `deprecated: {replaced_by: ...}`, and remove it in a later change"
        yield Objection((card.path, 0), message, hint, (where,))


def _maybe_replacement(card: Card) -> str | None:
    """The card that a deprecation names as the replacement."""
    said = deprecation_of(card)
    return said.replaced_by or None if said is not None else None


POLICY = Policy(code="P101", name="removed", default=Outcome.FAIL, check=check)
