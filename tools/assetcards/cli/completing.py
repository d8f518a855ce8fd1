"""What shells complete beside names of cards: kinds, families, fields, and what cards have in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING

from assetcards.cli.in_time import cards_in_turn, names_beginning
from assetcards.cli.options import environments, quietly
from assetcards.dotted import split_dotted
from assetcards.model.attributes import (
    COMPUTED,
    LISTED,
    SHORT_NAMES,
    STATUSES,
    attribute_name,
    attribute_names,
    written_values,
)
from assetcards.model.card import KINDS
from assetcards.model.catalog import Catalog
from assetcards.model.conditions import spellings_of_one
from assetcards.model.fields import FIELDS

if TYPE_CHECKING:
    import click

_ALL_KINDS = (*KINDS, "other")
_KEY = re.compile(rb"""([^\s{}\[\],"']+)["']?\s*:""")
_WITH_VALUE = re.compile(r"(?P<field>[^!=~]+)!?=(?P<text>.*)", re.DOTALL)


def complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that begin with what was typed."""
    return beginning(_ALL_KINDS, incomplete)


def complete_family(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The families of cards that begin with what was typed, as far as they are found in time."""
    return quietly(ctx, _families, incomplete)


def complete_upstream(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The upstreams of the catalog that begin with what was typed."""
    return quietly(ctx, lambda catalog: (each.name for each in catalog.settings.upstreams), incomplete)


def complete_field(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The fields and keys of configs that cards have and that begin as typed, with a `!` before them."""
    sign = "!" if incomplete.startswith("!") else ""
    kind, dot, rest = incomplete.removeprefix(sign).partition(".")
    if dot and kind in KINDS:
        names = quietly(ctx, _fields, f"{kind}_config.{rest}")
        return [f"{sign}{kind}{name.removeprefix(f'{kind}_config')}" for name in names]
    return [sign + name for name in quietly(ctx, _fields, incomplete.removeprefix(sign))]


def complete_condition(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The same, and behind `FIELD=` and `FIELD!=` the values that cards have there."""
    return _values(ctx, incomplete) if _WITH_VALUE.fullmatch(incomplete) else complete_field(ctx, param, incomplete)


def complete_assignment(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The fields that a card may have, and behind `FIELD=` the values that cards have there."""
    if _WITH_VALUE.fullmatch(incomplete):
        return _values(ctx, incomplete)
    return [f"{name}=" for name in beginning(FIELDS, incomplete) if name != "name"]


def complete_columns(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """As `complete_field`, and the columns that are no field, behind the last comma."""
    before, comma, last = incomplete.rpartition(",")
    names = {*beginning(LISTED, last), *complete_field(ctx, param, last)}
    return [f"{before}{comma}{name}" for name in sorted(names)]


def complete_sorting(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """As `complete_columns`, each with a `-` before it if that was typed."""
    before, comma, last = incomplete.rpartition(",")
    sign = "-" if last.startswith("-") else ""
    return [f"{before}{comma}{sign}{name}" for name in complete_columns(ctx, param, last.removeprefix(sign))]


def complete_word(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Of a search: the fields as `FIELD:`, and behind that the values that cards have there."""
    field, colon, text = incomplete.partition(":")
    if colon:
        return [f"{field}:{value.partition('=')[2]}" for value in _values(ctx, f"{field}={text}")]
    return [f"{name}:" for name in complete_field(ctx, param, incomplete) if not incomplete.startswith("!")]


def complete_field_of_card(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The fields, and keys of configs, of the card that is named before."""
    name = ctx.params.get("name") or ""

    def fields(catalog: Catalog) -> Iterator[str]:
        for card in catalog.card(name).cards:
            yield from attribute_names(card, leaves=True)

    return quietly(ctx, fields, incomplete)


def beginning(names: Iterable[str], incomplete: str) -> list[str]:
    """Those of some names that begin with what was typed."""
    return [name for name in names if name.startswith(incomplete)]


def _families(catalog: Catalog) -> Iterator[str]:
    return _written(catalog, *(f"{kind}_family" for kind in KINDS))


def _fields(catalog: Catalog) -> Iterator[str]:
    yield from (*COMPUTED, *SHORT_NAMES)
    for cards in cards_in_turn(catalog, _KEY):
        yield ""  # nothing that is completed, so that the time is looked at
        for card in cards:
            yield from attribute_names(card, leaves=True)


_COMPUTED_VALUES: Mapping[str, Callable[[Catalog], Iterable[str]]] = {
    "kinds": lambda _: _ALL_KINDS,
    "status": lambda _: STATUSES,
    "env": environments,
    "family": _families,
    "name": lambda catalog: (name.name for name in names_beginning(catalog, "")),
}


def _values(ctx: click.Context, incomplete: str) -> list[str]:
    """The conditions that begin as typed, of which the operator is there."""
    match = _WITH_VALUE.fullmatch(incomplete)
    if match is None:
        return []
    name = attribute_name(match["field"])
    computed = _COMPUTED_VALUES.get(name)
    values = quietly(ctx, computed or (lambda catalog: _written(catalog, name)), match["text"])
    return [incomplete[: match.start("text")] + value for value in values]


def _written(catalog: Catalog, *names: str) -> Iterator[str]:
    """What cards themselves write in fields, or below them."""
    keys = b"|".join(re.escape((split_dotted(name) or [name])[-1].encode()) for name in names)
    for cards in cards_in_turn(catalog, re.compile(rb"""(?:%s)["']?\s*:\s*([^,}\n]*)""" % keys)):
        yield ""
        for card, name in product(cards, names):
            for value in written_values(card, name):
                yield from spellings_of_one(value)
