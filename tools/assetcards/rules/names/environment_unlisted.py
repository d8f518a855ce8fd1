"""An environment that is not listed in `catalog.toml`, and is one letter away from one that is.

Every environment that a card names is valid, so a typo makes a new environment: the override `tiny@clutser` never
applies, and nothing reports it. When `catalog.toml` lists environments, one that is not listed and looks like a typo
of a listed one, or of `user`, is reported once.

    # advice, with environments = ["cluster"] in catalog.toml
    name: tiny@clutser
    checkpoint: "/models/tiny.pt"

Fix the name and the folder, or add the environment to `environments`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.names import USER_ENVIRONMENT, one_edit_apart
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    listed = subject.catalog.settings.environments
    first: dict[str, Card] = {}
    for card in subject.cards if listed else ():
        if card.env and card.env not in listed:
            first.setdefault(card.env, card)
    for env, card in first.items():
        close = next((known for known in (*listed, USER_ENVIRONMENT) if one_edit_apart(env, known)), None)
        if close is not None:
            message = f"environment {env!r} is not listed in `catalog.toml`"
            yield RULE.finding(card, card.name_node, message, f"did you mean {close!r}? If not, list it there")


RULE = Rule(code="C218", name="environment-unlisted", check_catalog=check)
