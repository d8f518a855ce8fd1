"""Who uses whom, by the plainest reading of CARD_SPEC 3 and 4: a second model beside `model/dependencies`.

Cards are dictionaries with the names of fields and their strings; a name is `name` or `name@env`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

Cards = Mapping[str, Mapping[str, str | None]]
Use = tuple[str, str, str]
"""The user, the field, and what is used."""


def draw(rng: Random) -> dict[str, dict[str, str | None]]:
    """A catalog of a few cards with bases, references, overrides, cycles, and names that no card has."""
    names = [f"c{number}" for number in range(rng.randint(1, 9))]
    cards: dict[str, dict[str, str | None]] = {}
    for name in names:
        for full in (name, *(f"{name}@{env}" for env in ("lab", "edge", "user") if rng.random() < 0.25)):
            fields: dict[str, str | None] = {}
            for field in ("base", "a_ref", "tokenizer_ref"):
                if rng.random() < 0.35:
                    fields[field] = rng.choice([*names, "gone", None])
                elif field != "base" and rng.random() < 0.1:
                    fields[field] = f"{rng.choice(names)}@{rng.choice(['lab', 'edge', ''])}"
            cards[full] = fields
    return cards


def uses(cards: Cards, env: str | None) -> set[Use]:
    """Every use, in all environments (None), or with one in force (empty for `user` alone)."""
    return _uses_everywhere(cards) if env is None else _uses_in(cards, ["user", *([env] if env else [])])


def _uses_everywhere(cards: Cards) -> set[Use]:
    found: set[Use] = set()
    for full, fields in cards.items():
        name, at, _ = full.partition("@")
        if at:
            found.add((full, "override", name))
        for field, target in fields.items():
            if target is None or (at and field == "base" and target == name):
                continue
            wanted, asks_env, env = target.partition("@")
            if asks_env:
                found.add((full, field, target if env and target in cards else wanted))
            else:
                found.add((full, field, wanted))
                found |= {(full, field, other) for other in cards if other.startswith(f"{wanted}@")}
    return found


def _uses_in(cards: Cards, tried: Sequence[str]) -> set[Use]:
    def node(name: str) -> str:
        return next((f"{name}@{env}" for env in tried if f"{name}@{env}" in cards), name)

    found: set[Use] = set()
    done: set[str] = set()
    pending = {node(full.partition("@")[0]) for full in cards}
    while pending:  # with the overrides of other environments that references ask for
        user = pending.pop()
        done.add(user)
        name, at, _ = user.partition("@")
        over = dict(cards.get(user, {})) if at else {}
        if over.get("base") == name:
            del over["base"]  # a layer of its own, above what the plain card has as base
        for field, target in {**cards.get(name, {}), **over}.items():
            if target is None:
                continue
            wanted, asks_env, env = target.partition("@")
            full = f"{wanted}@{env}" if env and f"{wanted}@{env}" in cards else wanted
            found.add((user, field, full if asks_env else node(wanted)))
        pending |= {used for _, _, used in found} - done
    return found


def reached(start: str, pairs: set[tuple[str, str]]) -> dict[str, int]:
    """How many steps each name is away, by widening circles."""
    away, circle = {start: 0}, {start}
    while circle:
        circle = {end for begin, end in pairs if begin in circle} - away.keys()
        away |= dict.fromkeys(circle, max(away.values()) + 1)
    return away
