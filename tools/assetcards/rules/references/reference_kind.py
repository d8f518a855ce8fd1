"""A field `tokenizer_ref`, `model_ref` or `dataset_ref` that names a card of another kind.

The card in `tokenizer_ref` is asked for its tokenizer, so it must have a `tokenizer_family`, its own or inherited;
the same applies to the other two kinds. Fields `X_ref` with another X may name any card.

    # refused
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    tokenizer_ref: big
    ---
    name: big
    model_family: llama
    checkpoint: "hg://org/big"

Name the card that has the tokenizer, or add `tokenizer_family` to the card named.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import KINDS, Card, lines_beside, location_beside
from assetcards.model.references import Reference, card_references
from assetcards.model.resolved import ResolvedCard
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    known = {None, "", *subject.catalog.environments()}
    unfit: dict[tuple[str, str], tuple[str, ResolvedCard] | None] = {}
    for card in subject.cards:
        for reference in card_references(card):
            answers = subject.answers.get(reference.asked.name)
            if reference.kind not in KINDS or answers is None or reference.asked.env not in known:
                continue
            asked = _asked_for(card, reference, answers)
            if asked is not answers:
                found = _maybe_unfit(asked, reference.kind)
            else:
                about = reference.asked.name, reference.kind
                found = unfit[about] = unfit[about] if about in unfit else _maybe_unfit(asked, reference.kind)
            if found is not None:
                yield _finding(card, reference, *found, is_one_of_many=len(asked) > 1)


def _asked_for(card: Card, reference: Reference, answers: dict[str, ResolvedCard]) -> dict[str, ResolvedCard]:
    """The answers that the reference may get, by environment: an override asks in its own, a plain card in any."""
    env = card.env if reference.asked.env is None else reference.asked.env
    if not env and reference.asked.env is None:
        return answers
    found = answers.get(env) or answers.get("")
    return {env: found} if found is not None else {}


def _maybe_unfit(answers: dict[str, ResolvedCard], kind: str) -> tuple[str, ResolvedCard] | None:
    """The first answer that is not of a kind, and its environment."""
    return next(((env, answer) for env, answer in sorted(answers.items()) if kind not in answer.kinds), None)


def _finding(card: Card, reference: Reference, env: str, answer: ResolvedCard, *, is_one_of_many: bool) -> Finding:
    location = location_beside(answer.card, card)
    where = f" in environment {env!r}" if env and is_one_of_many else ""
    message = f"{reference.field} names {answer.name!r} ({location}), which has no {reference.kind}_family{where}"
    hint = f"name a card of kind {reference.kind!r}"
    return RULE.finding(card, reference.node, message, hint, lines_beside(card, (answer.card, answer.card.line)))


RULE = Rule(code="C406", name="reference-kind", check_catalog=check)
