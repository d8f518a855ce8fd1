"""An unknown field that is one letter away from a known one.

Cards may have fields of their own, which fairseq2 ignores. But `model_familly` is most likely a typo: the card then
has no kind, and nothing reports it. So a field is refused when adding, removing, changing or swapping one letter
makes it a known field, or when only capitals, hyphens and underscores differ.

    # refused
    name: tiny
    model_familly: llama

Fix the spelling. If the field is intended, list it in `fields` of `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from assetcards.findings import Finding
from assetcards.model.fields import FIELDS
from assetcards.names import one_edit_apart
from assetcards.rules.rule import CardSubject, Rule

_WORDS_OF_THEIR_OWN = frozenset({"date", "lang"})
"""Fields that are not typos of the known ones that they resemble (`data`, `langs`)."""


def check(subject: CardSubject) -> Iterator[Finding]:
    meant = subject.catalog.settings.fields
    for name, entry in subject.card.fields.items():
        close = maybe_known_field(name)
        if close is not None and name not in meant:
            hint = f"did you mean {close!r}? If not, list it in `fields` of `catalog.toml`"
            yield RULE.finding(subject.card, entry.key, f"unknown field {name!r}", hint)


@cache
def maybe_known_field(name: str) -> str | None:
    """The known field that an unknown one is a typo of; None for known fields and intended ones."""
    if name in FIELDS or name in _WORDS_OF_THEIR_OWN:
        return None
    same = _FOLDED.get(_fold(name))
    near = (known for known in sorted(FIELDS) if abs(len(known) - len(name)) < 2)
    return same or next((known for known in near if one_edit_apart(name, known)), None)


def _fold(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


_FOLDED = {_fold(known): known for known in FIELDS}


RULE = Rule(code="C303", name="field-unknown", check_card=check)
