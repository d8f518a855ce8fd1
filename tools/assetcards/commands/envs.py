"""`catalog envs`: the environments, and which are in force."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assetcards.model.catalog import Catalog, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """How many overrides an environment has, whether a card or `catalog.toml` knows it, and whether it is in force."""

    name: str
    overrides: int
    known: bool
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Environments:
    """The environments that are known or in force, sorted, and the revision that knows them."""

    revision: Revision | None
    environments: tuple[Environment, ...]


def list_environments(catalog: Catalog) -> Environments:
    """List every environment that is known or in force."""
    overrides = Counter(card.env for card in catalog.all_cards() if card.env)
    known, in_force = catalog.environments(), catalog.environments_in_force
    environments = tuple(
        Environment(name=env, overrides=overrides[env], known=env in known, in_force=env in in_force)
        for env in sorted({*known, *in_force})
    )
    return Environments(revision=catalog.revision, environments=environments)
