"""`catalog stores` and `catalog envs`: what is searched, and which environments there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assetcards.catalog import Catalog
from assetcards.names import USER_ENVIRONMENT
from assetcards.report import Style, no_style, render_columns, safe


def describe_stores(catalog: Catalog) -> list[dict[str, object]]:
    """Each store in the order of search: its role, its source, what was found in it, or why nothing was."""
    stores: list[dict[str, object]] = []
    for store in catalog.stores:
        problem = catalog.maybe_problem(store)
        files = [] if problem else list(store.files())
        stores.append(
            {
                "role": store.role,
                "source": str(store.origin),
                "files": len(files),
                "cards": sum(len(file.cards) for file in files),
                "problem": problem,
            }
        )
    return stores


def render_stores(stores: Sequence[Mapping[str, object]], style: Style = no_style) -> str:
    """A line for each store."""
    rows = [
        (
            style(safe(str(store["role"])), "heading"),
            safe(str(store["source"])),
            safe(str(store["problem"])) if store["problem"] else f"{store['cards']} cards in {store['files']} files",
        )
        for store in stores
    ]
    return "\n".join(render_columns(rows, indent="")) + "\n"


def describe_environments(catalog: Catalog) -> list[dict[str, object]]:
    """Each known environment: how many overrides it has, and whether it is in force."""
    overrides = Counter(card.env for card in catalog.all_cards() if card.env)
    return [
        {"name": env, "overrides": overrides[env], "current": env in (catalog.env, USER_ENVIRONMENT)}
        for env in catalog.environments()
    ]


def render_environments(environments: Sequence[Mapping[str, object]]) -> str:
    """A line for each environment."""
    rows = [
        (safe(str(env["name"])), f"{env['overrides']} overrides", "in force" if env["current"] else "")
        for env in environments
    ]
    return "\n".join(render_columns(rows, indent="")) + "\n"
