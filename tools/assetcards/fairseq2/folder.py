"""A translation as files: a folder that fairseq2 reads as a store, without anything of ours installed.

All card files are beside each other, for fairseq2 takes relative paths from the folder of the card that is asked for.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from assetcards.assets.asset import Asset
from assetcards.errors import AssetError
from assetcards.fairseq2.bringing import fetch_for_fairseq2, fetch_here, what_is_lost
from assetcards.fairseq2.handed import HandedCard, Note, Why
from assetcards.fairseq2.pins import COMMIT
from assetcards.model.catalog import Catalog
from assetcards.text.yamltext import render_yaml

CARDS = "cards"
"""The folder of the card files."""

ASSETS = "assets"
"""The folder of files of commits, outside of that of the cards: fairseq2 takes every YAML file there for a card."""


def render_folder(catalog: Catalog, cards: Iterable[HandedCard]) -> dict[str, bytes]:
    """The files of a store, by path: one for each file of ours that has cards in it."""
    documents: defaultdict[str, list[str]] = defaultdict(list)
    for card in cards:
        documents[file_of(catalog.upstream_of(card.card), card.card.path)].append(render_card(card))
    return {f"{CARDS}/{name}": "---\n".join(texts).encode() for name, texts in sorted(documents.items())}


def with_assets(cards: Iterable[HandedCard], *, fetches: bool) -> tuple[list[HandedCard], dict[str, bytes], list[Note]]:
    """The cards with addresses of their assets that hold without us, files to write for them, and what is lost.

    Files of a commit are written into the folder; one that is not there is reported. With `fetches`, pinned assets are
    fetched, and their addresses are those in the cache. Raises AssetError when one cannot be had.
    """
    handed: list[HandedCard] = []
    files: dict[str, bytes] = {}
    notes: list[Note] = []
    for card in cards:
        fields = dict(card.fields)
        for field, asset in card.assets.items():
            if asset.scheme == COMMIT:
                try:
                    files |= _files_of(asset)
                    fields[field] = f"../{_place_of(asset)}"
                except AssetError as error:
                    notes.append(Note(card=str(card.full_name), why=Why.MISSING, text=f"{field}: {error}"))
            elif fetches:
                fields[field] = fetch_for_fairseq2(asset)
            else:
                notes.append(Note(card=str(card.full_name), why=Why.PIN, text=f"{field}: {what_is_lost(asset)}"))
        handed.append(replace(card, fields=fields))
    return handed, files, notes


def _place_of(asset: Asset) -> str:
    """Where the files of a commit are in the folder: `assets/COMMIT/PATH`."""
    _, commit, path = asset.uri.split(":", 2)
    return f"{ASSETS}/{commit}/{path}"


def _files_of(asset: Asset) -> dict[str, bytes]:
    """The files of a commit that an asset is, by path in the folder. Raises AssetError."""
    here = fetch_here(asset)
    paths = [here] if here.is_file() else [path for path in here.rglob("*") if path.is_file()]
    place = _place_of(asset)
    return {posixpath.normpath(f"{place}/{path.relative_to(here).as_posix()}"): path.read_bytes() for path in paths}


def file_of(upstream: str, path: str) -> str:
    """The name of a file of cards, the same for no other path.

    >>> file_of("", "models/@lab/tiny.yaml"), file_of("base", "a,b.yml")
    ('models,@lab,tiny.yaml', 'base+a%2Cb.yml')
    """
    name = ",".join(quote(part, safe="@ ", errors="surrogateescape") for part in path.split("/"))
    return f"{quote(upstream, safe='')}+{name}" if upstream else name


def render_card(card: HandedCard) -> str:
    """A card as YAML."""
    return render_yaml({"name": str(card.full_name), **card.fields})
