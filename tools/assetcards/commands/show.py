"""`catalog show`: one resolved card."""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.catalog import Catalog
from assetcards.nodes import plain_value
from assetcards.report import Style, no_style, render_columns, render_value, safe
from assetcards.resolved import Field, ResolvedCard


def describe_card(catalog: Catalog, query: str) -> dict[str, object]:
    """The resolved card of a query as a document for programs. Raises what `Catalog.card` raises."""
    card = catalog.card(query)
    return {
        "query": query,
        "name": card.name,
        "env": card.env,
        "source": card.source,
        "revision": describe_revision(catalog),
        "chain": card.chain,
        "kinds": card.kinds,
        "fields": card.fields,
        "configs": card.configs,
        "uris": card.uris,
        "references": card.references,
        "layers": [
            {
                "card": str(part.full_name),
                "path": part.path,
                "line": part.line,
                "source": str(part.tree.origin),
            }
            for layer in card.layers
            for part in layer.cards
        ],
        "origins": {
            field: {"card": origin.card, "path": origin.path, "line": origin.line}
            for field, origin in card.origins.items()
        },
    }


def describe_revision(catalog: Catalog) -> dict[str, str] | None:
    """The revision asked for and its commit, or None for a checkout."""
    revision = catalog.revision
    return {"asked": revision.asked, "commit": revision.commit} if revision else None


def render_card(catalog: Catalog, query: str, style: Style = no_style) -> str:
    """The resolved card for people: what it is, its fields, and where each comes from when that is another card."""
    card = catalog.card(query)
    lines = [style(safe(str(card.card.full_name)), "name") + _describe_env(card), *_about(catalog, card), ""]
    fields = [card.field(name) for name in card.fields if not _is_config(card, name)]
    lines += render_columns((safe(f.name), render_value(f.value), _from(card, f, style)) for f in fields)
    for kind, config in card.configs.items():
        lines += ["", f"  {style(f'{kind} config', 'heading')}"]
        items = config if isinstance(config, dict) else {"": config}
        lines += render_columns(((safe(str(key)), render_value(value)) for key, value in items.items()), indent="    ")
    return "\n".join(lines) + "\n"


def _describe_env(card: ResolvedCard) -> str:
    return f" in environment {safe(card.env)}" if card.env else ""


def _about(catalog: Catalog, card: ResolvedCard) -> Iterator[str]:
    rows = [("kinds", ", ".join(card.kinds)), ("source", safe(f"{card.source} {card.card.place}"))]
    if catalog.revision:
        rows.append(("revision", safe(f"{catalog.revision.asked} = {catalog.revision.commit}")))
    if len(card.layers) > 1:
        rows.append(("chain", safe(" < ".join(card.chain))))
    yield from render_columns(rows)


def _is_config(card: ResolvedCard, field: str) -> bool:
    kind, _, rest = field.partition("_")
    return kind in card.configs and rest in ("config", "config_override", "config_overrides")


def _from(card: ResolvedCard, field: Field, style: Style) -> str:
    if field.card is card.layers[0].cards[0]:
        return ""
    return style(safe(f"from {field.origin.card} ({field.origin.path}:{field.origin.line})"), "dim")


def render_chain(catalog: Catalog, query: str, style: Style = no_style) -> str:
    """One block per layer, nearest first, with the fields as that layer writes them."""
    blocks = []
    for layer in catalog.card(query).layers:
        entries = {name: entry for part in reversed(layer.cards) for name, entry in part.fields.items()}
        title = " over ".join(f"{part.full_name} ({part.path}:{part.line})" for part in layer.cards)
        rows = [("source", safe(str(layer.cards[0].tree.origin)))]
        rows += [(safe(name), render_value(plain_value(entry.value))) for name, entry in entries.items()]
        blocks.append("\n".join([style(safe(title), "name"), *render_columns(rows)]))
    return "\n\n".join(blocks) + "\n"
