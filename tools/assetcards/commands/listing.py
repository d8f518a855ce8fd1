"""`catalog list`: the cards there are, by source, or as a page by kind and family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from assetcards.errors import CardError, shorten
from assetcards.escaping import safe
from assetcards.findings import Finding, Severity
from assetcards.model.card import KINDS, Card
from assetcards.model.catalog import Catalog
from assetcards.model.resolve import maybe_orphan_finding
from assetcards.model.resolved import ResolvedCard
from assetcards.model.work import Work
from assetcards.names import Asked, FullName, suggest_names
from assetcards.nodes import NO_EXTENT, Extent
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import describe_writer, render_writer
from assetcards.rendering.display import Style, no_style
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.findings import describe_finding
from assetcards.rendering.markdown import render_markdown_code, render_markdown_row, render_markdown_text
from assetcards.trees.writing import FileKind
from assetcards.values import render_value

if TYPE_CHECKING:
    from assetcards.provenance.writers import Writer

Changes: TypeAlias = "Mapping[FullName, Writer]"
"""The last change of each card."""


PAGE = FileKind(
    name="a page of cards",
    head="# Cards\n\nWritten by `catalog list --format markdown`; do not edit it by hand.\n",
    example="cards.md",
)
"""What the hook `catalog-listing` may write over."""


MAX_SHOWN_BYTES = 64 << 20
"""How much a listing says of all cards may come to: a thousand cards may inherit one long text."""

_SHOWN = (*(f"{kind}_family" for kind in KINDS), "license", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which cards are listed: of a kind, of a family, and with fields that read as the texts given."""

    kind: str | None = None
    family: str | None = None
    where: tuple[tuple[str, str], ...] = ()

    def accepts(self, card: ResolvedCard) -> bool:
        """Whether a card is listed."""
        if self.kind is not None and self.kind not in card.kinds:
            return False
        if self.family is not None and self.family not in self.families(card):
            return False
        return all(_reads_as(card, name, text) for name, text in self.where)

    def families(self, card: ResolvedCard) -> list[str]:
        """The families of a card that `family` is compared with: of the kind asked for, or of any."""
        families = {kind: render_value(family) for kind, family in card.families().items()}
        return list(families.values()) if self.kind is None else [families.get(self.kind, "")]


def _reads_as(card: ResolvedCard, name: str, text: str) -> bool:
    found = card.maybe_field(name)
    return found is not None and text in (found.value, render_value(found.value))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListedCard:
    """A card, plain or override, and what it resolves to when it is asked for by its full name."""

    card: Card
    resolved: ResolvedCard


@dataclass(slots=True, kw_only=True)
class Listing:
    """The cards that were asked for, in the order of stores and files, and what kept others out.

    `broken` has each finding once. `families` and `fields` are what there was to ask for.
    """

    cards: list[ListedCard] = field(default_factory=list)
    broken: dict[Finding, None] = field(default_factory=dict)
    families: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)


def list_cards(catalog: Catalog, wanted: Filter) -> Listing:
    """The cards that a filter accepts, overrides included; with a current environment, only those in force.

    A plain card is what it resolves to when it is asked for by its name, an override what `name@env` does.

    Raises EnvironmentNotFoundError when nobody knows the current environment.
    """
    catalog.check_environment()
    asked = (*_SHOWN, *(name for name, _ in wanted.where))
    shown = Work(MAX_SHOWN_BYTES, "bytes in the families, licenses and descriptions of the cards", hint="shorten them")
    listing = Listing(broken=dict.fromkeys(filter(_is_error, catalog.text_findings())))
    looked_at: set[FullName] = set()
    for card in catalog.all_cards():
        if card.full_name in looked_at:
            continue  # a duplicate, of which nothing resolves
        looked_at.add(card.full_name)
        if catalog.env is not None and card.env and card.env not in catalog.environments_in_force:
            continue
        try:
            resolved = _resolve(catalog, card)
        except CardError as error:
            listing.broken |= dict.fromkeys(error.findings)
            continue
        if resolved is not None:
            shown.add(sum(_extent_of(resolved, field).size for field in asked))
            listing.families |= set(wanted.families(resolved))
            listing.fields |= card.fields.keys()
            if wanted.accepts(resolved):
                listing.cards.append(ListedCard(card=card, resolved=resolved))
    return listing


def _extent_of(card: ResolvedCard, name: str) -> Extent:
    field = card.maybe_field(name)
    return NO_EXTENT if field is None else field.card.extents[name]


def _resolve(catalog: Catalog, card: Card) -> ResolvedCard | None:
    """What a listed card resolves to, its configs looked at, too; None when an override's plain card was lost.

    Raises CardError when it is broken, or overrides what is not there.
    """
    resolved = catalog.maybe_resolve(Asked(card.name, card.env or None))
    orphan = maybe_orphan_finding(catalog, card) if resolved is None else None
    if orphan is not None:
        raise CardError(str(card.full_name), [orphan])
    if resolved is not None:
        resolved.check_configs()
    return resolved


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def explain_nothing(listing: Listing, wanted: Filter) -> list[str]:
    """Why a listing is empty, when the filter asks for what no card has; with suggestions."""
    if listing.cards:
        return []
    asked = [("family", wanted.family, listing.families)] if wanted.family is not None else []
    asked += [("field", name, listing.fields) for name, _ in wanted.where]
    return [_render_unknown(what, name, known) for what, name, known in asked if name not in known]


def _render_unknown(what: str, name: str, known: set[str]) -> str:
    close = suggest_names(name, known)
    hint = f" (did you mean {' or '.join(map(repr, close))}?)" if close else ""
    return safe(f"no card has the {what} {shorten(name)!r}{hint}")


def describe_listing(catalog: Catalog, listing: Listing, changes: Changes | None = None) -> dict[str, object]:
    """The listing as a document for programs; with `changes`, each card has its last one."""
    return {
        "revision": describe_revision(catalog.revision),
        "cards": [
            {
                "name": listed.card.name,
                "env": listed.card.env or None,
                "kinds": listed.resolved.kinds,
                "families": listed.resolved.families(),
                "source": str(listed.card.tree.origin),
                "path": listed.card.path,
                "line": listed.card.line,
                **({"changed": describe_writer(changes[listed.card.full_name])} if changes is not None else {}),
            }
            for listed in listing.cards
        ],
        "broken": [describe_finding(finding) for finding in listing.broken],
    }


def render_names(listing: Listing) -> str:
    """One full name a line."""
    return "".join(f"{safe(name)}\n" for name in sorted({str(listed.card.full_name) for listed in listing.cards}))


def render_listing(listing: Listing, wanted: Filter, style: Style = no_style, changes: Changes | None = None) -> str:
    """The cards by source, a line `kind:name@env` for each kind of a card; with `changes`, each has its last one."""
    by_source: dict[str, list[list[str]]] = defaultdict(list)
    for listed in listing.cards:
        name = listed.card.full_name
        change = render_writer(changes[name], style) if changes is not None else []
        for kind in listed.resolved.kinds if wanted.kind is None else [wanted.kind]:
            line = safe(f"- {kind}:{name.name}@{name.env}")
            by_source[str(listed.card.tree.origin)].append([line, *change])
    lines = []
    for source in sorted(by_source):
        lines += [f"  {style(safe(source), 'heading')}", *render_columns(sorted(by_source[source]), indent="   "), ""]
    return "\n".join(lines) + "\n" if lines else "  no card\n"


def render_page(listing: Listing) -> str:
    """The plain cards as a Markdown page, by kind and family."""
    lines = [PAGE.head.rstrip("\n")]
    environments = _environments(listing)
    for kind in (*KINDS, "other"):
        families = _families(listing, kind)
        if families:
            lines += ["", f"## {kind.capitalize()}s" if kind != "other" else "## Other cards"]
        for family, cards in sorted(families.items()):
            lines += ["", f"### {render_markdown_text(family)}", ""] if family else [""]
            lines += ["| card | environments | license | description |", "|---|---|---|---|"]
            ordered = sorted(cards, key=lambda each: each.card.name)
            lines += [_render_row(listed, environments[listed.card.name]) for listed in ordered]
    return "\n".join(lines) + "\n"


def _families(listing: Listing, kind: str) -> dict[str, list[ListedCard]]:
    families: dict[str, list[ListedCard]] = defaultdict(list)
    for listed in listing.cards:
        if not listed.card.env and kind in listed.resolved.kinds:
            family = listed.resolved.families().get(kind, "")
            families[render_value(family) if family else ""].append(listed)
    return families


def _environments(listing: Listing) -> dict[str, list[str]]:
    """The environments in which each card has an override that is listed."""
    environments: dict[str, list[str]] = defaultdict(list)
    for listed in listing.cards:
        if listed.card.env:
            environments[listed.card.name].append(listed.card.env)
    return environments


def _render_row(listed: ListedCard, environments: Sequence[str]) -> str:
    texts = [_text(listed.resolved, "license"), _own_description(listed)]
    return render_markdown_row(
        [
            render_markdown_code(listed.card.name),
            ", ".join(map(render_markdown_code, sorted(environments))),
            *map(render_markdown_text, texts),
        ]
    )


def _text(card: ResolvedCard, name: str) -> str:
    found = card.maybe_field(name)
    return found.value if found is not None and isinstance(found.value, str) else ""


def _own_description(listed: ListedCard) -> str:
    """A description speaks of the card that writes it, not of those that inherit from it (CARD_SPEC 5)."""
    return _text(listed.resolved, "description") if "description" in listed.card.fields else ""
