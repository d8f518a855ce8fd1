"""Which questions a catalog can be asked that may have different answers: every card, bare and in every environment
that changes something for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assetcards.errors import CardError
from assetcards.model.card import Card
from assetcards.model.resolve import base_writer
from assetcards.model.resolved import ResolvedCard
from assetcards.reach import reached_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A card asked for bare (`env` empty) or in an environment. `base` is the card it inherits from there, if any."""

    name: str
    env: str
    base: str | None

    def __str__(self) -> str:
        return f"{self.name}@{self.env}"


def all_questions(cards: Iterable[Card]) -> Iterator[Question]:
    """Every question that matters: bases before what inherits from them, bare before environments.

    In an environment only the cards are asked for that have an override in it, or inherit from one that has.
    """
    plain: dict[str, Card] = {}
    overrides: dict[str, dict[str, Card]] = defaultdict(dict)
    for card in cards:
        if card.env:
            overrides[card.env].setdefault(card.name, card)
        else:
            plain.setdefault(card.name, card)
    yield from _in_order(plain, {}, "", plain)
    children = _children(plain)
    for env in sorted(overrides):
        touched = _inheritors(plain, children, overrides[env])
        yield from _in_order(plain, overrides[env], env, touched)


class Resolves(Protocol):
    """What resolves cards, such as a catalog."""

    def maybe_resolve(self, name: str, environments: tuple[str, ...]) -> ResolvedCard | None:
        """As `Catalog.maybe_resolve`."""


def resolve_all(catalog: Resolves, cards: Iterable[Card]) -> Iterator[tuple[Question, ResolvedCard | CardError]]:
    """Each question with its answer, or what keeps it from one.

    What inherits from a card that failed is left out, for it would say the same again. A base that has no question of
    its own in an environment is there what it is without one.
    """
    failed: dict[tuple[str, str], bool] = {}
    for question in all_questions(cards):
        name, env, base = question.name, question.env, question.base
        failed[name, env] = base is not None and failed.get((base, env), failed.get((base, ""), False))
        if failed[name, env]:
            continue
        try:
            card = catalog.maybe_resolve(name, (env,) if env else ())
            if card is not None:
                card.check_configs()
                yield question, card
        except CardError as error:
            failed[name, env] = True
            yield question, error


def _base_of(plain: Mapping[str, Card], overrides: Mapping[str, Card], name: str) -> str | None:
    return base_writer(plain[name], overrides.get(name)).base


def _children(plain: Mapping[str, Card]) -> Mapping[str, Sequence[str]]:
    """From each name to the cards that have it as base, overrides left aside."""
    children: dict[str, list[str]] = defaultdict(list)
    for name, card in plain.items():
        if card.base is not None:
            children[card.base].append(name)
    return children


def _inheritors(
    plain: Mapping[str, Card], children: Mapping[str, Sequence[str]], overrides: Mapping[str, Card]
) -> set[str]:
    """The names that have an override, and all that inherit from them with these overrides applied.

    A card that an override gives another base has that override, so it is among the first.
    """

    def inheriting(name: str) -> Iterator[str]:
        return (child for child in children.get(name, ()) if _base_of(plain, overrides, child) == name)

    return reached_from((name for name in overrides if name in plain), inheriting)


def _in_order(
    plain: Mapping[str, Card], overrides: Mapping[str, Card], env: str, wanted: Iterable[str]
) -> Iterator[Question]:
    wanted = set(wanted)
    done: set[str] = set()
    for name in sorted(wanted):
        path: dict[str, None] = {}
        at: str | None = name
        while at is not None and at in wanted and at not in done and at not in path:
            path[at] = None
            at = _base_of(plain, overrides, at)
        for each in reversed(path):
            done.add(each)
            yield Question(name=each, env=env, base=_base_of(plain, overrides, each))
