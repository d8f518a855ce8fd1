"""A name that does not follow the naming advice of the fairseq2 guide.

The guide ("Asset Naming" in its page on assets) asks for names that contain the size, for suffixes that name the
variant (`_instruct`, `_chat`), and for one pattern within a family. So this advises against a name without the size
of its architecture, a variant before the size, and capitals that no other name of the family has. The name of a card
that is the base of others needs no size.

    # advice
    name: llama_large
    model_family: llama
    model_arch: 70b
    url: "https://example.org/llama"

Rename the card before others use it; later, add one under the better name and deprecate this one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.resolved import ResolvedCard
from assetcards.rules.rule import CatalogSubject, Rule

_SIZE = re.compile(r"(?<![0-9A-Za-z.])(?:[0-9]+\.)?[0-9]+[bm](?![0-9A-Za-z])", re.IGNORECASE)
_SIZE_AS_PART = re.compile(rf"(?<=[_.-]){_SIZE.pattern}", re.IGNORECASE)
_PUBLISHER = re.compile(r"\A[A-Za-z][A-Za-z_-]*\.(?=[A-Za-z])")
"""What is before a dot, and without digits: who publishes a model, and no part of what it is called."""
_VARIANT = re.compile(r"[_.-](instruct|chat)[_.-]", re.IGNORECASE)


def check(subject: CatalogSubject) -> Iterator[Finding]:
    families: dict[str, list[ResolvedCard]] = defaultdict(list)
    for answer in subject.resolved:
        family = _maybe_string(answer.card, "model_family")
        if not answer.env and family is not None:
            families[family].append(answer.card)
    for cards in families.values():
        yield from _check_capitals(cards)
        for card in cards:
            yield from _check_size(card, is_base=card.name in subject.bases)


def _check_capitals(cards: list[ResolvedCard]) -> Iterator[Finding]:
    odd = [card for card in cards if _own_name(card) != _own_name(card).lower()]
    if len(odd) == 1 and len(cards) > 2:
        message = f"name {odd[0].name!r} has capitals, unlike the other names of its family"
        yield _finding(odd[0], message, f"use {_lowered(odd[0])!r}")


def _check_size(card: ResolvedCard, *, is_base: bool) -> Iterator[Finding]:
    variant = _maybe_variant_before_size(_own_name(card))
    if variant is not None:
        suffix = f"_{variant[1].lower()}"
        yield _finding(card, f"name {card.name!r} has the variant before the size", f"end it with {suffix!r}")
    arch = _maybe_string(card, "model_arch")
    size = _SIZE.search(arch) if arch is not None else None
    if size is not None and not is_base and size[0].lower() not in card.name.lower():
        message = f"name {card.name!r} does not contain the size {size[0]} of its model_arch"
        yield _finding(card, message, f"add {size[0]!r} to the name")


def _own_name(card: ResolvedCard) -> str:
    return _PUBLISHER.sub("", card.name)


def _lowered(card: ResolvedCard) -> str:
    own = _own_name(card)
    return card.name.removesuffix(own) + own.lower()


def _maybe_string(card: ResolvedCard, name: str) -> str | None:
    found = card.layer.find(name)
    text = getattr(found.entry.value, "value", None) if found is not None else None
    return text if isinstance(text, str) else None


def _maybe_variant_before_size(name: str) -> re.Match[str] | None:
    variant = _VARIANT.search(name)
    return variant if variant is not None and _SIZE_AS_PART.search(name, variant.end()) else None


def _finding(card: ResolvedCard, message: str, hint: str) -> Finding:
    return RULE.finding(card.card, card.card.name_node, message, hint)


RULE = Rule(code="C309", name="naming", check_catalog=check)
