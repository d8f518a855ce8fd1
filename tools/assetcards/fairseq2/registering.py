"""Registering a catalog in fairseq2, as one more source of metadata; what needs fairseq2 when it is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assetcards.errors import AssetCardsError
from assetcards.fairseq2.likeness import installed_likenesses
from assetcards.fairseq2.provider import Provider
from assetcards.fairseq2.reading import load_providers
from assetcards.fairseq2.variables import Named
from assetcards.redaction import redact

if TYPE_CHECKING:
    from fairseq2.assets import AssetMetadataSource
    from fairseq2.runtime.dependency import DependencyContainer, DependencyResolver


def register_assetcards(
    container: DependencyContainer,
    source: str | os.PathLike[str],
    *,
    rev: str | None = None,
    root: str | os.PathLike[str] | None = None,
    env: str | None = None,
    on_clash: str = "error",
    fetch: bool = False,
) -> None:
    """Let fairseq2 read the cards of a catalog: a folder, a repository, or the address of one, at a revision.

    `env` is the environment whose overrides apply, also to cards of other sources. A card that differs from fairseq2's
    own of the same name is an error, or left to it with a warning if `on_clash` is `theirs`. With `fetch`, an asset
    that a card pins by a revision or a digest is fetched and checked by us when fairseq2 needs it.

    Nothing is read before fairseq2 asks for its cards. What is wrong then is an AssetMetadataError, or an
    AssetCardError for a single card.
    """
    named = Named(
        source=os.fspath(source),
        rev=rev or "",
        root=os.fspath(root or ""),
        env=env or "",
        on_clash=on_clash,
        fetch="yes" if fetch else "no",
    )
    register_named(container, named)


def register_named(container: DependencyContainer, named: Named) -> None:
    """The same for what the variables name."""
    from fairseq2.assets import AssetEnvironmentResolver, AssetMetadataSource

    def make_source(resolver: DependencyResolver) -> AssetMetadataSource:
        return _source_class()(named)

    def name_environment(resolver: DependencyResolver) -> str:
        return named.env

    container.collection.register(AssetMetadataSource, make_source)
    if named.env:
        container.collection.register_instance(AssetEnvironmentResolver, name_environment)


def _source_class() -> type[AssetMetadataSource]:
    """The class of a catalog as fairseq2 loads it, which has to be a child of one of its own."""
    from fairseq2.assets import AssetCardError, AssetMetadataError, AssetMetadataSource

    class CatalogSource(AssetMetadataSource):  # type: ignore[misc]  # fairseq2 is not installed where types are checked
        def __init__(self, named: Named) -> None:
            self._named = named

        def load(self) -> Iterator[Provider]:
            """The cards of each store. Raises AssetMetadataError, which fairseq2 shows."""
            try:
                yield from load_providers(self._named, installed_likenesses, AssetCardError)
            except AssetCardsError as error:
                raise AssetMetadataError(redact(self._named.source), str(error)) from None

    return CatalogSource
