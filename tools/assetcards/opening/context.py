"""What an opener knows beside the config: the card, and where the files of the asset are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from assetcards.assets.asset import Asset, asset_of
from assetcards.assets.fetching import fetch, fetch_asset, open_asset_cache
from assetcards.assets.schemes import Way
from assetcards.errors import AssetError
from assetcards.model.field import Field, has_scheme
from assetcards.model.patches import Branch, Composed, Effect, Leaf
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import Entry, ScalarNode
from assetcards.opening.variables import replace_variables, variables_in
from assetcards.sources.defaults import is_offline

_FIELD_OF_KIND = {"model": "checkpoint", "tokenizer": "tokenizer", "dataset": "data"}
_READ_HERE = ("file", "git")
"""The schemes of addresses by which no server learns what a variable holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One opening of an asset; openers that take two arguments get it as the second one.

    `card` is opened as its `kind`, and `architecture` is the one that it names, or None. `patch` is what the layers of
    the card, and whoever opens it, write into the config, in which `${env:VAR}` is replaced by what `variables` has.

    >>> from assetcards import Family, MemoryTree, Opening, open_catalog, register_family, unregister_family
    >>> def open_poems(config: None, opening: Opening) -> str:
    ...     return f"{opening.kind} {opening.card.name}"
    >>> poems = register_family(Family(kind="dataset", name="poems", config=None, opener=open_poems))
    >>> tree = MemoryTree(cards=[{"name": "roses", "dataset_family": "poems"}])
    >>> open_catalog(tree, stores=[]).open("roses")
    'dataset roses'
    >>> unregister_family("dataset", "poems")
    """

    card: ResolvedCard
    kind: str
    architecture: str | None
    patch: Composed | None = field(default=None, repr=False)
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)

    def path(self, field: str = "") -> Path:
        """Where the asset is that a field of the card names, on this machine: fetched if need be, and checked.

        The default is what the kind is loaded from: `checkpoint`, `tokenizer` or `data`. An address in the config has
        its dotted name, such as `dataset_config.data`, and is the one that the config has in the end: with variables
        replaced, and that of whoever opens the card, who is trusted. Raises what `fetch` raises.
        """
        field = field or _FIELD_OF_KIND[self.kind]
        config, *keys = field.split(".")
        leaf = _maybe_leaf(self.patch, keys) if config == f"{self.kind}_config" and keys else None
        return fetch(self.card, field) if leaf is None else self._path_in_config(field, leaf)

    def _path_in_config(self, name: str, leaf: Leaf) -> Path:
        key = ScalarNode(leaf.key, str(leaf.key), True, leaf.line, leaf.column)
        written = Field(name=name, owner=self.card.name, card=leaf.card, entry=Entry(key, leaf.node))
        text = str(replace_variables(written.as_(str), self.variables))
        is_given = leaf.card not in self.card.cards
        if is_given and not has_scheme(text):
            return Path(text)
        there = Entry(key, ScalarNode(text, text, False, leaf.line, leaf.column))
        asset = asset_of(self.card, replace(written, entry=there))
        if is_given:
            asset = replace(asset, digest=None, revision=None)  # those of the card are of its own address
        else:
            self._check_reveals_nothing(asset, written)
        return fetch_asset(asset, Way(is_offline=is_offline()), open_asset_cache()).path

    def _check_reveals_nothing(self, asset: Asset, written: Field) -> None:
        """Raise AssetError where a catalog from elsewhere would send what a variable of this machine holds to a server.

        Paths that it makes of variables are refused with all paths of this machine that it names.
        """
        used = [name for name in variables_in(written.value) if name in self.variables]
        if used and asset.is_of_stranger and asset.scheme not in _READ_HERE:
            what = f"{written.card.source} makes an address of a server of the variable {used[0]}"
            hint = f"give the address that you want: open(..., config={{{written.name.partition('.')[2]!r}: ...}})"
            raise AssetError(str(written.value), what, hint=hint)


def _maybe_leaf(patch: Composed | None, keys: list[str]) -> Leaf | None:
    """What writes the value of a key in a config; None where none of the layers does, or writes a mapping."""
    found: Effect | None = patch
    for key in keys:
        found = found.entries.get(key) if isinstance(found, Branch) else None
    return found if isinstance(found, Leaf) else None
