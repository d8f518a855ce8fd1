"""`catalog show`: one resolved card, or one value of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assetcards.dotted import dotted_name
from assetcards.errors import shorten
from assetcards.model.attributes import COMPUTED, attribute_name, maybe_attribute, suggest_attributes
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.questions import asked_in
from assetcards.model.resolved import ResolvedCard
from assetcards.names import FullName
from assetcards.nodes import Value

if TYPE_CHECKING:
    from assetcards.families.opened import OpenedKind


class Shown(NamedTuple):
    """A resolved card, the name it was asked for by, and its revision; `opened` is None when it was not asked for."""

    query: str
    card: ResolvedCard
    revision: Revision | None
    opened: tuple[OpenedKind, ...] | None = None


class ShownValue(NamedTuple):
    """One value of a card: of a field, a key of a config, or what follows from them."""

    query: str
    field: str
    value: Value
    revision: Revision | None


def show(catalog: Catalog, query: str) -> Shown:
    """Resolve one card; its name may have the kind before it, as in a listing. Raises what `Catalog.card` raises."""
    return Shown(query, _resolve(catalog, query), catalog.revision)


def _resolve(catalog: Catalog, query: str) -> ResolvedCard:
    return catalog.resolve(asked_in(catalog, query))


def show_value(catalog: Catalog, query: str, field: str) -> ShownValue:
    """One value of a card. Raises what `Catalog.card` raises, and FieldError where the card has none."""
    shown = maybe_value(catalog, query, field)
    if shown is None:
        from assetcards.comparison.compare import content_of  # late: only a value that is missing needs it

        card = _resolve(catalog, query)
        if attribute_name(field) in content_of(card):
            raise card.field_error(field, f"has no value for {shorten(field)!r}, which is null")
        known = [*(dotted_name((name,)) for name in card.field_names), *COMPUTED]
        names = " or ".join(map(repr, suggest_attributes(field, known)))
        raise card.field_error(field, f"has no field {shorten(field)!r}", f"did you mean {names}?" if names else "")
    return shown


def maybe_value(catalog: Catalog, query: str, field: str) -> ShownValue | None:
    """As `show_value`, but None where the card has none, or null."""
    card = _resolve(catalog, query)
    value = maybe_attribute(card, FullName(card.name, card.env or ""), field)
    return None if value is None else ShownValue(query, field, value, catalog.revision)


def show_opened(catalog: Catalog, query: str) -> Shown:
    """Resolve one card, with its configs as they are opened.

    Raises what `Catalog.card` raises, CardError when the code of a family would not take its config, FieldError when
    none of its families is described.
    """
    from assetcards.families.opened import open_configs

    shown = show(catalog, query)
    return shown._replace(opened=open_configs(catalog, shown.card))
