"""A card without a field that is needed to load it.

A card with `model_family` needs a `checkpoint`, and one with `tokenizer_family` a `tokenizer` or a `tokenizer_ref`,
its own or inherited. Without it fairseq2 fails when somebody loads the card, which may be weeks after the merge.

Four kinds of cards need neither: the base of another card (it is abstract), a card with a `url` (the weights are
available on request, and loading the card shows that address), a card that an override completes (it can be loaded in
that environment), and, for the tokenizer, a dataset card.

    # refused
    name: tiny
    model_family: llama
    model_arch: llama3_1b

Add the field, or `url` if the weights are available on request.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import lines_beside, location_beside
from assetcards.model.cautions import NEEDED
from assetcards.model.fields import maybe_misfit, maybe_name_problem, spec_of
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import is_null
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for name, answers in subject.answers.items():
        for kind, needed in NEEDED.items() if name not in subject.bases else ():
            lacking = {env: card for env, card in answers.items() if _lacks(card, kind, needed)}
            if "" not in lacking or len(lacking) == len(answers):
                for card in lacking.values():
                    yield _finding(card, kind, needed)


def _lacks(card: ResolvedCard, kind: str, needed: tuple[str, ...]) -> bool:
    """Whether a card of a kind has none of the fields that it needs, though nothing else is wrong with them."""
    exempt = _has(card, "url") or (kind == "tokenizer" and "dataset" in card.kinds)
    if kind not in card.kinds or exempt or any(_has(card, name) for name in needed):
        return False
    return not any(_is_misfit(card, name) for name in (f"{kind}_family", *needed))


def _has(card: ResolvedCard, name: str) -> bool:
    found = card.layer.find(name)
    return found is not None and not is_null(found.entry.value)


def _is_misfit(card: ResolvedCard, name: str) -> bool:
    """Whether a field has a value that it cannot have, which has a rule of its own (C302)."""
    field, expected = card.maybe_field(name), spec_of(name).type
    if field is None or expected is None:
        return False
    value = field.entry.value
    return maybe_misfit(value, expected) is not None or maybe_name_problem(name, value) is not None


def _finding(card: ResolvedCard, kind: str, needed: tuple[str, ...]) -> Finding:
    field = card.maybe_field(needed[0])
    family = card.field(f"{kind}_family")
    written = (family.card, family.entry.key.line)
    location = location_beside(family.card, card.card, written[1])
    message = f"card {card.name!r} has a {kind}_family ({location}) but no {' and no '.join(needed)}"
    hint = f"add `{needed[0]}: ...`, or `url: ...` if it is available on request"
    if field is None:
        return RULE.finding(card.card, card.card.name_node, message, hint, lines_beside(card.card, written))
    return RULE.finding(field.card, field.entry.key, message, hint, lines_beside(field.card, written))


RULE = Rule(code="C301", name="incomplete", check_catalog=check)
