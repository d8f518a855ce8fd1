"""What shells complete beside names of cards: kinds, families, and fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assetcards.cli.options import cards_in_turn, quietly
from assetcards.model.attributes import COMPUTED, attribute_names
from assetcards.model.card import KINDS
from assetcards.model.catalog import Catalog
from assetcards.nodes import ScalarNode

if TYPE_CHECKING:
    import click


def complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that begin with what was typed."""
    return _beginning((*KINDS, "other"), incomplete)


def complete_family(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The families of cards that begin with what was typed, as far as they are found in time."""
    return quietly(ctx, _families, incomplete)


def complete_field(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The fields and keys of configs that cards have and that begin as typed, with a `-` or `!` before them."""
    sign = incomplete[:1] if incomplete[:1] in ("-", "!") else ""
    kind, dot, rest = incomplete.removeprefix(sign).partition(".")
    if dot and kind in KINDS:
        names = quietly(ctx, _fields, f"{kind}_config.{rest}")
        return [f"{sign}{kind}{name.removeprefix(f'{kind}_config')}" for name in names]
    return [sign + name for name in quietly(ctx, _fields, incomplete.removeprefix(sign))]


def complete_columns(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The same behind the last comma."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in complete_field(ctx, param, last)]


def complete_field_of_card(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The fields, and keys of configs, of the card that is named before."""
    name = ctx.params.get("name") or ""

    def fields(catalog: Catalog) -> Iterator[str]:
        for card in catalog.card(name).cards:
            yield from attribute_names(card, leaves=True)

    return quietly(ctx, fields, incomplete)


def _families(catalog: Catalog) -> Iterator[str]:
    for card in cards_in_turn(catalog):
        yield ""  # nothing that is completed, so that the time is looked at
        for kind in KINDS:
            entry = card.fields.get(f"{kind}_family")
            if entry is not None and isinstance(entry.value, ScalarNode):
                yield str(entry.value.value)


def _fields(catalog: Catalog) -> Iterator[str]:
    yield from COMPUTED
    for card in cards_in_turn(catalog):
        yield from attribute_names(card, leaves=True)


def _beginning(names: Sequence[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
