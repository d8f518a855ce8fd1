"""The cards there are: by source, by name, for programs, or as a page by kind and family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from assetcards.commands.listing import ListedCard, Listing
from assetcards.commands.show import Shown
from assetcards.errors import shorten
from assetcards.escaping import safe
from assetcards.model.card import KINDS, Card
from assetcards.model.filters import Unknown
from assetcards.model.resolved import ResolvedCard
from assetcards.rendering.agent import as_agent
from assetcards.rendering.cautions import describe_cautions, render_cautions
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import describe_writer, render_writer
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display, Prefixes
from assetcards.rendering.documents import describe_revision, describe_root, render_json_line
from assetcards.rendering.findings import describe_finding, render_finding
from assetcards.rendering.formats import Formats, Render, as_json
from assetcards.rendering.listing_columns import (
    agent_lines,
    csv_lines,
    describe_columns,
    render_columns_page,
    render_listing_table,
    tsv_lines,
)
from assetcards.rendering.markdown import (
    render_markdown_code,
    render_markdown_link,
    render_markdown_row,
    render_markdown_text,
)
from assetcards.rendering.names import render_names
from assetcards.rendering.show import describe as describe_shown
from assetcards.trees.writing import FileKind
from assetcards.values import render_value

PAGE = FileKind(
    name="a page of cards",
    head="# Cards\n\nWritten by `catalog list --format markdown`; do not edit it by hand.\n",
    example="cards.md",
)
"""What the hook `catalog-listing` may write over."""


def describe(listing: Listing) -> dict[str, object]:
    """The listing as a document for programs."""
    return {
        "revision": describe_revision(listing.revision),
        "root": describe_root(listing.origin),
        "cards": [_describe_card(listing, listed) for listed in listing.cards],
        "broken": [describe_finding(finding) for finding in listing.broken],
    }


def _describe_card(listing: Listing, listed: ListedCard) -> Mapping[str, object]:
    card, resolved, changes = listed.card, listed.resolved, listing.changes
    if listing.shape.whole:
        return describe_shown(Shown(str(card.full_name), resolved, listing.revision))
    return {
        "name": card.name,
        "env": card.env or None,
        "kinds": resolved.kinds,
        "families": resolved.families(),
        "source": str(card.tree.origin),
        "path": card.path,
        "line": card.line,
        **describe_cautions(resolved),
        **({"changed": describe_writer(changes[card.full_name])} if changes is not None else {}),
        **describe_columns(listing, listed),
    }


def json_lines(listing: Listing, _: Display) -> Iterator[str]:
    """A document for each card, on a line of its own."""
    for listed in listing.cards:
        yield render_json_line(_describe_card(listing, listed))


def name_lines(listing: Listing, _: Display) -> Iterator[str]:
    """The full name of each card."""
    return render_names(listed.card.full_name for listed in listing.cards)


def render_text(listing: Listing, display: Display) -> str:
    """A table on a terminal and where columns were asked for, else the form of the guide."""
    is_table = display.width() is not None and listing.changes is None
    return (render_listing_table if is_table or listing.shape.columns else render_guide)(listing, display)


def render_guide(listing: Listing, display: Display) -> str:
    """The cards by source, a line `kind:name@env` for each kind of a card, with its last change if that is known.

    Behind it, whether the card is deprecated or gated.
    """
    style, changes, wanted = display.style, listing.changes, listing.wanted
    by_source: dict[str, list[list[str]]] = defaultdict(list)
    for listed in listing.cards:
        name = listed.card.full_name
        change = render_writer(changes[name], style) if changes is not None else []
        for kind in listed.resolved.kinds:
            if wanted.kinds and kind not in wanted.kinds:
                continue
            line = safe(f"- {kind}:{name.name}@{name.env}")
            cautions = [style(safe(caution), "warning") for caution in render_cautions(listed.resolved)]
            by_source[str(listed.card.tree.origin)].append([line, *change, *cautions])
    lines = []
    for source in sorted(by_source):
        rows = by_source[source] if listing.shape.sort else sorted(by_source[source])
        lines += [f"  {style(safe(source), 'heading')}", *render_columns(rows, indent="   "), ""]
    return "\n".join(lines) + "\n" if lines else "  no card\n"


def render_page(listing: Listing, _: Display, *, root: str = "") -> str:
    """The plain cards as a Markdown page, each once: below the first of its kinds, and there by family.

    Those of upstreams are not there, but for what we override.

    `root` leads from the folder of the page to the root of the catalog, and ends in `/`. Without it, links are
    relative to that root.
    """
    lines = [PAGE.head.rstrip("\n")]
    overrides = _overrides(listing)
    for kind in (*KINDS, "other"):
        families = _families(listing, kind)
        if families:
            lines += ["", f"## {kind.capitalize()}s" if kind != "other" else "## Other cards"]
        for family, cards in sorted(families.items()):
            lines += ["", f"### {render_markdown_text(family)}", ""] if family else [""]
            lines += ["| card | also | environments | license | description |", "|---|---|---|---|---|"]
            for listed in sorted(cards, key=lambda each: each.card.name):
                lines.append(_render_row(listed, overrides[listed.card.name], partial(_render_name, listing, root)))
    return "\n".join(lines) + "\n"


def _families(listing: Listing, kind: str) -> dict[str, list[ListedCard]]:
    """The plain cards whose first kind this is, by family."""
    overridden = {listed.card.name for listed in listing.cards if listed.card.env and listed.is_ours}
    families: dict[str, list[ListedCard]] = defaultdict(list)
    for listed in listing.cards:
        is_shown = listed.is_ours or listed.card.name in overridden
        if is_shown and not listed.card.env and listed.resolved.kinds[0] == kind:
            family = listed.resolved.families().get(kind, "")
            families[render_value(family) if family else ""].append(listed)
    return families


def _overrides(listing: Listing) -> dict[str, list[Card]]:
    """The overrides of each card that are listed, by environment."""
    overrides: dict[str, list[Card]] = defaultdict(list)
    for listed in sorted(listing.cards, key=lambda each: each.card.env):
        if listed.card.env and listed.is_ours:
            overrides[listed.card.name].append(listed.card)
    return overrides


def _render_row(listed: ListedCard, overrides: Sequence[Card], render_name: Callable[[Card, str], str]) -> str:
    about = [*render_cautions(listed.resolved), *filter(None, [_own_description(listed)])]
    license_text = render_markdown_text(_text(listed.resolved, "license"))
    return render_markdown_row(
        [
            render_name(listed.card, listed.card.name),
            ", ".join(listed.resolved.kinds[1:]),
            ", ".join(render_name(override, override.env) for override in overrides),
            license_text,
            ". ".join(map(render_markdown_text, about)),
        ]
    )


def _render_name(listing: Listing, root: str, card: Card, name: str) -> str:
    """The name of a card or of its environment, linked to its line; of another store no path leads there."""
    if card.tree.origin != listing.origin:
        return render_markdown_code(name)
    return render_markdown_link(name, root + card.path, card.line)


def _text(card: ResolvedCard, name: str) -> str:
    found = card.maybe_field(name)
    return found.value if found is not None and isinstance(found.value, str) else ""


def _own_description(listed: ListedCard) -> str:
    """A description speaks of the card that writes it, not of those that inherit from it (CARD_SPEC 5)."""
    return _text(listed.resolved, "description") if "description" in listed.card.fields else ""


def render_left_out(listing: Listing, prefixes: Prefixes) -> Iterator[str]:
    """A line for each reason why a card is not listed."""
    for finding in listing.broken:
        yield f"left out: {render_finding(finding, prefixes=prefixes)}"
    if listing.left_out:
        yield f"{render_count(listing.left_out, 'more card')} beyond --limit {listing.shape.limit}"
    for unknown in listing.unknown:
        yield render_unknown(unknown)


def render_unknown(unknown: Unknown) -> str:
    """What no card has, with what is like it."""
    names = " or ".join(map(repr, unknown.suggestions))
    hint = f" (did you mean {names}?)" if names else ""
    return safe(f"no card has the {unknown.what} {shorten(unknown.name)!r}{hint}")


def _render_markdown(listing: Listing, display: Display) -> str:
    return render_columns_page(listing) if listing.shape.columns else render_page(listing, display)


LINES: Mapping[str, Callable[[Listing, Display], Iterator[str]]] = {
    "jsonl": json_lines,
    "csv": csv_lines,
    "tsv": tsv_lines,
    "names": name_lines,
}
"""The formats that are written line by line, without all of them in memory."""


def _joined(lines: Callable[[Listing, Display], Iterator[str]]) -> Render[Listing]:
    return lambda listing, display: "".join(lines(listing, display))


FORMATS: Formats[Listing] = {
    "text": render_text,
    "table": render_listing_table,
    "guide": render_guide,
    "json": as_json(describe),
    "markdown": _render_markdown,
    **{name: _joined(lines) for name, lines in LINES.items()},
    "agent": as_agent(agent_lines),
}
