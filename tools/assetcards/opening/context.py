"""What an opener knows beside the config: the card, and where the files of the asset are."""

from __future__ import annotations

from dataclasses import dataclass

from assetcards.model.resolved import ResolvedCard


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
