"""`catalog fetch`: bring what cards point to onto this machine, and check it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assetcards.assets.asset import Asset, assets_of, no_address
from assetcards.assets.cache import AssetCache
from assetcards.assets.fetching import Fetched, Planned, WatchAsset, fetch_asset, plan_asset
from assetcards.assets.schemes import Way
from assetcards.errors import AssetError, DiskError
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.questions import asked_in
from assetcards.notices import say

ALL = "all"
"""What stands for every address of a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetches:
    """What was fetched, or in a dry run would be, and the revision that the cards were read at.

    `failures` are the errors of assets that could not be had; the others are there all the same.
    """

    revision: Revision | None
    assets: tuple[Fetched | Planned, ...]
    is_dry: bool
    failures: tuple[AssetError, ...] = ()


def chosen_assets(catalog: Catalog, names: Sequence[str], fields: Sequence[str]) -> Iterator[Asset]:
    """The assets of cards, each once. Raises what `Catalog.card` raises, FieldError for a field without an address.

    The tokenizer of a card that refers to another one for it is that one's. Of a deprecated card it is said that it is.
    """
    seen = set()
    for name in dict.fromkeys(names):
        card = catalog.resolve(asked_in(catalog, name))
        if card.deprecation is not None:
            say(f"{name} is {card.deprecation}")
        for field in fields:
            owner = catalog.tokenizer_card(card) if field == "tokenizer" else card
            found = assets_of(owner, "" if field == ALL else field)
            if not found:
                raise no_address(card)
            for asset in found:
                if (asset.card, asset.field, asset.uri) not in seen:
                    seen.add((asset.card, asset.field, asset.uri))
                    yield asset


def fetch_all(
    catalog: Catalog, names: Sequence[str], fields: Sequence[str], way: Way, cache: AssetCache, watch: WatchAsset
) -> Fetches:
    """Fetch assets of cards: all that can be had, and the errors of the others. Raises DiskError when nothing fits."""

    def fetch(asset: Asset) -> Fetched:
        with watch(asset) as watched:
            return fetch_asset(asset, replace(way, watch=watched), cache)

    return _each(catalog, names, fields, fetch, is_dry=False)


def plan_all(catalog: Catalog, names: Sequence[str], fields: Sequence[str], way: Way, cache: AssetCache) -> Fetches:
    """What `fetch_all` would do, as far as can be said before."""
    return _each(catalog, names, fields, lambda asset: plan_asset(asset, way, cache), is_dry=True)


def _each(
    catalog: Catalog,
    names: Sequence[str],
    fields: Sequence[str],
    do: Callable[[Asset], Fetched | Planned],
    *,
    is_dry: bool,
) -> Fetches:
    done: list[Fetched | Planned] = []
    failures: list[AssetError] = []
    for asset in list(chosen_assets(catalog, names, fields)):
        try:
            done.append(do(asset))
        except DiskError:
            raise
        except AssetError as error:
            failures.append(error)
    return Fetches(revision=catalog.revision, assets=tuple(done), is_dry=is_dry, failures=tuple(failures))
