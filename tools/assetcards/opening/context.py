"""What an opener knows beside the config: the card, and where the files of the asset are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assetcards.assets.fetching import fetch
from assetcards.model.resolved import ResolvedCard

_FIELD_OF_KIND = {"model": "checkpoint", "tokenizer": "tokenizer", "dataset": "data"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One opening of an asset; openers that take two arguments get it as the second one.

    `card` is opened as its `kind`, and `architecture` is the one that it names, or None.

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

    def path(self, field: str = "") -> Path:
        """Where the asset is that a field of the card names, on this machine: fetched if need be, and checked.

        The default is what the kind is loaded from: `checkpoint`, `tokenizer` or `data`; an address in a config has its
        dotted name, such as `dataset_config.data`. Raises what `fetch` raises.
        """
        return fetch(self.card, field or _FIELD_OF_KIND[self.kind])

    def path_in_config(self, key: str, value: str) -> Path:
        """The same for a value of the config: fetched when the card writes just that, else a path as it is.

        It is another than the card's when it has a variable, or when whoever opens the card gives it.
        """
        written = self.card.config(self.kind)
        if isinstance(written, dict) and written.get(key) == value:
            return self.path(f"{self.kind}_config.{key}")
        return Path(value)
