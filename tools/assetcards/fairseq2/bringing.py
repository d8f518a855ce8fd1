"""Bringing assets for fairseq2, which gets paths of this machine instead of what it would load otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from assetcards.assets.asset import Asset
from assetcards.assets.fetching import fetch_asset, open_asset_cache
from assetcards.assets.schemes import Way
from assetcards.errors import SourceError
from assetcards.fairseq2.pins import COMMIT, pins_of
from assetcards.fairseq2.variables import PREFIX
from assetcards.notices import say
from assetcards.sources.defaults import is_offline

Bring: TypeAlias = Callable[[Asset], str]
"""Gives the address that fairseq2 gets for an asset."""


def fetch_here(asset: Asset) -> Path:
    """A fetched asset, held to its digest: the whole, in which fairseq2 finds `checkpoint_path`. Raises AssetError."""
    way = Way(is_offline=is_offline())
    return fetch_asset(replace(asset, inner=""), way, open_asset_cache()).path


def fetch_for_fairseq2(asset: Asset) -> str:
    """Its address, without percent signs, which fairseq2 would take for a part of the path. Raises AssetError."""
    return f"file://{fetch_here(asset)}"


class Bringer:
    """Brings an asset when it is needed: all that are pinned, or only those that fairseq2 cannot load at all.

    For each card whose pins are lost otherwise, there is one warning.
    """

    def __init__(self, *, fetches: bool) -> None:
        self._fetches = fetches
        self._warned: set[str] = set()

    def __call__(self, asset: Asset) -> str:
        """Raises AssetError."""
        if self._fetches or asset.scheme == COMMIT:
            return fetch_for_fairseq2(asset)
        if asset.card not in self._warned:
            self._warned.add(asset.card)
            what = f"{asset.field} of card {asset.card!r}"
            say(f"{what}: {what_is_lost(asset)} ({PREFIX}FETCH=yes fetches and checks it)")
        return asset.uri


def what_is_lost(asset: Asset) -> str:
    """What fairseq2 does not look at."""
    return f"fairseq2 loads it without its {pins_of(asset)}"


def is_fetching(written: str) -> bool:
    """Whether pinned assets are to be fetched, as the variable says. Raises SourceError for anything else."""
    if written not in ("", "no", "yes"):
        raise SourceError(f"{PREFIX}FETCH is {written[:40]!r}", hint="write yes or no")
    return written == "yes"
