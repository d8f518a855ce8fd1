"""An unknown field that is one letter away from a known one, or is the old name of one.

Cards may have fields of their own, which fairseq2 ignores. But `model_familly` is most likely a typo: the card then
has no kind, and nothing reports it. So a field is refused when adding, removing, changing or swapping one letter
makes it a known field, or when only capitals, hyphens and underscores differ.

    # refused
    name: tiny
    model_familly: llama

Old names are those of the first releases of fairseq2, which later ones ignore: `model_type`, `dataset_type`,
`tokenizer_type`, and `family` and `arch` in a card that has no field of that meaning.

Fix the spelling. If the field is intended, list it in `fields` of `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from assetcards.findings import Finding
from assetcards.model.fields import FIELDS, OLD_NAMES
from assetcards.names import one_edit_apart
from assetcards.rules.rule import CardSubject, Rule

_WORDS_OF_THEIR_OWN = frozenset({"bases", "case", "date", "dates", "lang", "names", "purl", "uri", "urls", "urn"})
"""Fields that are not typos of the known ones that they resemble (`data`, `langs`, `url`)."""


def check(subject: CardSubject) -> Iterator[Finding]:
    meant = subject.catalog.settings.fields
    for name, entry in subject.card.fields.items():
        today = () if name in meant else OLD_NAMES.get(name, ())
        close = None if today else maybe_known_field(name)
        if today and not subject.card.fields.keys() & set(today):
            hint = f"write {' or '.join(map(repr, today))}. If not, list it in `fields` of `catalog.toml`"
            yield RULE.finding(subject.card, entry.key, f"{name!r} is the old name of a field", hint)
        elif close is not None and name not in meant:
            hint = f"did you mean {close!r}? If not, list it in `fields` of `catalog.toml`"
            hint = "write `---` on a line of its own if another card starts here" if name.startswith("---") else hint
            yield RULE.finding(subject.card, entry.key, f"unknown field {name!r}", hint)


@cache
def maybe_known_field(name: str) -> str | None:
    """The known field that an unknown one is a typo of; None for known fields and intended ones."""
    if name in FIELDS or name in _WORDS_OF_THEIR_OWN:
        return None
    same = _FOLDED.get(_fold(name))
    return same or next((known for known in sorted(FIELDS) if one_edit_apart(name, known)), None)


def _fold(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


_FOLDED = {_fold(known): known for known in FIELDS}


RULE = Rule(code="C303", name="field-unknown", check_card=check)
