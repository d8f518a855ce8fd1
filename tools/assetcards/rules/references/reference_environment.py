"""A field `X_ref` with an unknown environment.

`tokenizer_ref: tok@lab` asks for the card `tok` as it is in `lab`. An environment that no card has an override for,
and that `catalog.toml` does not list, is most likely a typo, and asking for it is an error.

    # refused
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    tokenizer_ref: tok@lap

Fix the environment, or write the name without one: then the environments apply that the card itself is asked for in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.findings import Finding
from assetcards.model.references import card_references
from assetcards.model.upstream import UpstreamError, unread_finding
from assetcards.names import Suggestions
from assetcards.rules.rule import CatalogSubject, Rule

MAX_SHOWN = 6
"""How many environments a hint lists."""


def check(subject: CatalogSubject) -> Iterator[Finding]:
    known = subject.catalog.environments()
    names = set(known)
    suggestions = Suggestions(known)
    for card in subject.cards:
        for reference in card_references(card):
            env = reference.asked.env
            if env and env not in names:
                try:
                    subject.catalog.require_upstreams(f"environment {env!r}")
                except UpstreamError as error:
                    yield unread_finding(card, reference.node, error)
                    continue
                close = suggestions.closest(env)
                hint = f"did you mean {close[0]!r}?" if close else _describe(known)
                message = f"{reference.field} asks for {reference.asked.name!r} in the unknown environment {env!r}"
                yield RULE.finding(card, reference.node, message, hint)


def _describe(known: Sequence[str]) -> str:
    more = f" and {len(known) - MAX_SHOWN} more" if len(known) > MAX_SHOWN else ""
    return f"the environments are {', '.join(known[:MAX_SHOWN])}{more}"


RULE = Rule(code="C409", name="reference-environment", covers_catalog=True, check_catalog=check)
