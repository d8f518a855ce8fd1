"""A field `tokenizer_ref`, `model_ref` or `dataset_ref` that names a card of another kind.

The card named by `tokenizer_ref` is asked for its tokenizer, so it has to resolve to a `tokenizer_family`, its own or
inherited; the same goes for the other two kinds. Fields `X_ref` with another X may name any card.

    # refused
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    tokenizer_ref: big
    ---
    name: big
    model_family: llama
    checkpoint: "hg://org/big"

Name the card that has the tokenizer, or give the one named its `tokenizer_family`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.model.card import KINDS, Card, lines_beside, place_beside
from assetcards.model.references import Reference, card_references
from assetcards.model.resolved import ResolvedCard
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Diagnostic]:
    known = {None, "", *subject.catalog.environments()}
    for card in subject.cards:
        for reference in card_references(card):
            answers = subject.answers.get(reference.asked.name)
            if reference.kind in KINDS and answers is not None and reference.asked.env in known:
                yield from _check_kind(card, reference, _asked_for(card, reference, answers))


def _asked_for(card: Card, reference: Reference, answers: dict[str, ResolvedCard]) -> dict[str, ResolvedCard]:
    """The answers that the reference may get, by environment: an override asks in its own, a plain card in any."""
    env = card.env if reference.asked.env is None else reference.asked.env
    if not env and reference.asked.env is None:
        return answers
    found = answers.get(env) or answers.get("")
    return {env: found} if found is not None else {}


def _check_kind(card: Card, reference: Reference, answers: dict[str, ResolvedCard]) -> Iterator[Diagnostic]:
    for env, answer in sorted(answers.items()):
        if reference.kind not in answer.kinds:
            place = place_beside(answer.card, card)
            where = f" in environment {env!r}" if env and len(answers) > 1 else ""
            message = f"{reference.field} names {answer.name!r} ({place}), which has no {reference.kind}_family{where}"
            yield RULE.finding(
                card,
                reference.node,
                message,
                f"name a card of kind {reference.kind!r}",
                lines_beside(card, (answer.card, answer.card.line)),
            )
            return


RULE = Rule(code="C406", name="reference-kind", severity=Severity.ERROR, check_catalog=check)
