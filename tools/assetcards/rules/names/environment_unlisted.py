"""An environment that is not among those that `catalog.toml` lists.

Every environment that a card names is valid, so a typo makes a new environment: the override `tiny@clutser` never
applies, and nothing reports it. When `catalog.toml` lists environments, the list is closed: another one is reported, at
the first card that names it.

    # refused, with environments = ["cluster"] in catalog.toml
    name: tiny@clutser
    checkpoint: "/models/tiny.pt"

Fix the name and the folder, or add the environment to `environments`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.names import USER_ENVIRONMENT, suggest_names
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    listed = subject.catalog.settings.environments
    first: dict[str, Card] = {}
    for card in subject.laid_out_cards if listed else ():
        if card.env and card.env not in (*listed, USER_ENVIRONMENT):
            first.setdefault(card.env, card)
    for env, card in first.items():
        close = next(iter(suggest_names(env, (*listed, USER_ENVIRONMENT), limit=1)), None)
        guess = f"did you mean {close!r}? If not," if close else f"use one of {', '.join(listed[:6])}, or"
        message = f"environment {env!r} is not listed in `catalog.toml`"
        yield RULE.finding(card, card.name_node, message, f"{guess} list it there")


RULE = Rule(code="C218", name="environment-unlisted", check_catalog=check)
