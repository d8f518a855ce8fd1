"""`catalog stores` and `catalog envs`: what is searched, and which environments there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assetcards.escaping import safe
from assetcards.findings import has_errors
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.style import Style, no_style


def describe_stores(catalog: Catalog) -> list[dict[str, object]]:
    """Each store in the order of search: its role, its source, what was found in it, or why nothing was."""
    return [_describe_store(catalog, store) for store in catalog.stores]


def _describe_store(catalog: Catalog, store: Store) -> dict[str, object]:
    problem = catalog.maybe_problem(store)
    files = [] if problem else list(store.files())
    return {
        "role": store.role,
        "source": str(store.origin),
        "files": len(files),
        "cards": sum(len(file.cards) for file in files),
        "broken_files": sum(has_errors(file.findings) for file in files),
        "problem": problem.removeprefix(f"{store.origin.place}: ") if problem else None,
    }


def render_stores(stores: Sequence[Mapping[str, object]], style: Style = no_style) -> str:
    """A line for each store."""
    rows = [
        (style(safe(str(store["role"])), "heading"), safe(str(store["source"])), _render_found(store))
        for store in stores
    ]
    return "\n".join(render_columns(rows, indent="")) + "\n"


def _render_found(store: Mapping[str, object]) -> str:
    cards, files, broken = (store[key] for key in ("cards", "files", "broken_files"))
    assert isinstance(cards, int) and isinstance(files, int)
    if store["problem"]:
        return safe(str(store["problem"]))
    found = f"{render_count(cards, 'card')} in {render_count(files, 'file')}"
    return f"{found}, {broken} of them with errors" if broken else found


def describe_environments(catalog: Catalog) -> list[dict[str, object]]:
    """Each environment that is known or in force: how many overrides it has, and whether it is either."""
    overrides = Counter(card.env for card in catalog.all_cards() if card.env)
    known = catalog.environments()
    in_force = catalog.environments_in_force
    return [
        {"name": env, "overrides": overrides[env], "known": env in known, "in_force": env in in_force}
        for env in sorted({*known, *in_force})
    ]


def render_environments(environments: Sequence[Mapping[str, object]], style: Style = no_style) -> str:
    """A line for each environment."""
    rows = [
        (style(safe(str(env["name"])), "heading"), _render_overrides(env), "in force" if env["in_force"] else "")
        for env in environments
    ]
    return "\n".join(render_columns(rows, indent="")) + "\n"


def _render_overrides(env: Mapping[str, object]) -> str:
    if not env["known"]:
        return "no card and no catalog.toml knows it"
    assert isinstance(env["overrides"], int)
    return render_count(env["overrides"], "override")
