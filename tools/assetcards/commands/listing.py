"""`catalog list`: the cards there are, by source, or as a page by kind and family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assetcards.card import KINDS, Card
from assetcards.catalog import Catalog
from assetcards.commands.show import describe_revision
from assetcards.diagnostics import Diagnostic
from assetcards.errors import CardError
from assetcards.report import Style, no_style, render_markdown_text, render_value, safe
from assetcards.resolved import ResolvedCard


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListedCard:
    """A card, plain or override, and what it resolves to when it is asked for by its full name."""

    card: Card
    resolved: ResolvedCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The cards that were asked for, and what is broken, each thing once."""

    cards: tuple[ListedCard, ...]
    broken: tuple[Diagnostic, ...]


def list_cards(
    catalog: Catalog,
    *,
    kind: str | None = None,
    family: str | None = None,
    where: Sequence[tuple[str, str]] = (),
) -> Listing:
    """The cards of a kind, of a family, and with fields that read as the texts given; overrides included.

    With a current environment, only the overrides that are in force.
    """
    cards: list[ListedCard] = []
    broken = dict.fromkeys(catalog.findings())
    for card in catalog.all_cards():
        if catalog.env is not None and card.env and card.env not in catalog.environments_in_force:
            continue
        try:
            resolved = catalog.maybe_card(f"{card.name}@{card.env}")
        except CardError as error:
            broken |= dict.fromkeys(error.diagnostics)
            continue
        if resolved is not None and _is_wanted(resolved, kind, family, where):
            cards.append(ListedCard(card=card, resolved=resolved))
    return Listing(cards=tuple(cards), broken=tuple(broken))


def _is_wanted(card: ResolvedCard, kind: str | None, family: str | None, where: Sequence[tuple[str, str]]) -> bool:
    families: Mapping[str, object] = card.families()
    if kind is not None:
        if kind not in card.kinds:
            return False
        families = {kind: families.get(kind)}
    if family is not None and family not in families.values():
        return False
    return all(_reads_as(card, field, text) for field, text in where)


def _reads_as(card: ResolvedCard, name: str, text: str) -> bool:
    field = card.maybe_field(name)
    return field is not None and render_value(field.value) == text


def describe_listing(catalog: Catalog, listing: Listing) -> dict[str, object]:
    """The listing as a document for programs."""
    return {
        "revision": describe_revision(catalog),
        "cards": [
            {
                "name": listed.card.name,
                "env": listed.card.env or None,
                "kinds": listed.resolved.kinds,
                "families": listed.resolved.families(),
                "source": str(listed.card.tree.origin),
                "path": listed.card.path,
                "line": listed.card.line,
            }
            for listed in listing.cards
        ],
        "broken": [{"path": d.path, "line": d.line, "code": d.code, "message": d.message} for d in listing.broken],
    }


def render_names(listing: Listing) -> str:
    """One full name a line."""
    return "".join(f"{safe(name)}\n" for name in sorted({str(listed.card.full_name) for listed in listing.cards}))


def render_listing(listing: Listing, kind: str | None = None, style: Style = no_style) -> str:
    """The cards by source, a line `kind:name@env` for each kind of a card."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for listed in listing.cards:
        name = listed.card.full_name
        for each in listed.resolved.kinds if kind is None else [kind]:
            by_source[str(listed.card.tree.origin)].append(safe(f"{each}:{name.name}@{name.env}"))
    lines = []
    for source in sorted(by_source):
        lines += [
            f"  {style(safe(source), 'heading')}",
            *(f"   - {line}" for line in sorted(by_source[source])),
            "",
        ]
    return "\n".join(lines) + "\n" if lines else "  no card\n"


def render_page(listing: Listing) -> str:
    """The plain cards as a Markdown page, by kind and family."""
    lines = ["# Cards", "", "Written by `catalog list --format markdown`; do not edit it by hand."]
    for kind in (*KINDS, "other"):
        families = _families(listing, kind)
        if families:
            lines += ["", f"## {kind.capitalize()}s" if kind != "other" else "## Other cards"]
        for family, cards in sorted(families.items()):
            lines += ["", f"### {render_markdown_text(family)}", ""] if family else [""]
            lines += ["| card | environments | license | description |", "|---|---|---|---|"]
            lines += [_render_row(listed, listing) for listed in sorted(cards, key=lambda each: each.card.name)]
    return "\n".join(lines) + "\n"


def _families(listing: Listing, kind: str) -> dict[str, list[ListedCard]]:
    families: dict[str, list[ListedCard]] = defaultdict(list)
    for listed in listing.cards:
        if not listed.card.env and kind in listed.resolved.kinds:
            family = listed.resolved.families().get(kind, "")
            families[render_value(family) if family else ""].append(listed)
    return families


def _render_row(listed: ListedCard, listing: Listing) -> str:
    name = listed.card.name
    environments = sorted(each.card.env for each in listing.cards if each.card.name == name and each.card.env)
    cells = [name, ", ".join(environments), _text(listed.resolved, "license"), _own_description(listed)]
    return "| " + " | ".join(render_markdown_text(cell) for cell in cells) + " |"


def _text(card: ResolvedCard, name: str) -> str:
    field = card.maybe_field(name)
    return field.value if field is not None and isinstance(field.value, str) else ""


def _own_description(listed: ListedCard) -> str:
    """A description speaks of the card that writes it, not of those that inherit from it (CARD_SPEC 5)."""
    return _text(listed.resolved, "description") if "description" in listed.card.fields else ""
