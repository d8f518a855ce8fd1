"""Fetching an asset: from the cache or from where it is, held to its digest before anybody gets its path."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from assetcards.assets.asset import TREE, Asset, assets_of
from assetcards.assets.cache import AssetCache, hash_content, unwritable
from assetcards.assets.checking import Hashed, check, hash_asset, require_digest
from assetcards.assets.hashing import Watch
from assetcards.assets.listing import leads_inside
from assetcards.assets.schemes import Brought, Plan, Scheme, Verify, Way, scheme_of
from assetcards.errors import ArchiveError, AssetError, DigestError, NoDigestError
from assetcards.model.resolved import ResolvedCard
from assetcards.notices import say
from assetcards.redaction import redact
from assetcards.sources.defaults import asset_folders, is_offline
from assetcards.trees.plugins import PluginError

WatchAsset: TypeAlias = Callable[[Asset], AbstractContextManager[Watch]]
"""Shows the progress of one asset; gives what is called with the number of bytes that are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An asset that is here, and where; `is_checked` says whether it was held to a digest."""

    asset: Asset
    path: Path
    is_checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What fetching an asset would do: how much it would bring, and whether it is here already."""

    asset: Asset
    plan: Plan
    is_here: bool


def open_asset_cache() -> AssetCache:
    """The cache that fairseq2's guide names, with a folder of our own in it."""
    return AssetCache(*asset_folders())


def fetch(
    card: ResolvedCard,
    field: str = "checkpoint",
    *,
    offline: bool | None = None,
    force: bool = False,
    verify: Verify = "once",
    require_digests: bool = False,
) -> Path:
    """The path on this machine of the asset that a field of a card names, fetched first if need be.

    The bytes are held to the digest of the card, if it has one: `verify` says whether `once`, until anything about a
    file changes, `always`, or `never`. With `require_digests` an asset without one is refused. `offline` forbids asking
    the network; the default is `CATALOG_OFFLINE`. With `force` an asset is fetched again.

    Raises FieldError when the field names no asset, or more than one; AssetError when it cannot be had, DigestError
    when the bytes are wrong.

    >>> from tempfile import NamedTemporaryFile
    >>> from assetcards import MemoryTree, fetch, open_catalog
    >>> with NamedTemporaryFile(suffix=".pt") as weights:
    ...     tree = MemoryTree(cards=[{"name": "tiny", "checkpoint": weights.name}])
    ...     fetch(open_catalog(tree, stores=[]).card("tiny"), "checkpoint").suffix
    '.pt'
    """
    way = Way(
        is_offline=is_offline() if offline is None else offline,
        is_forced=force,
        verify=verify,
        needs_digest=require_digests,
    )
    assets = assets_of(card, field)
    if len(assets) != 1:
        names = ", ".join(asset.uri for asset in assets[:3])
        raise card.field(field.partition(".")[0]).error(f"names {len(assets)} assets: {names}")
    return fetch_asset(assets[0], way, open_asset_cache()).path


def fetch_asset(asset: Asset, way: Way, cache: AssetCache) -> Fetched:
    """Fetch one asset. Raises AssetError when it cannot be had, DigestError when its bytes are wrong."""
    with _naming(asset):
        _check_way(asset, way)
        whole = _bring(asset, scheme_of(asset), way, cache)
        path = _inner(asset, whole)
    return Fetched(asset=asset, path=path, is_checked=asset.digest is not None and way.verify != "never")


@contextmanager
def _naming(asset: Asset) -> Iterator[None]:
    """Say in errors whose asset it is."""
    try:
        yield
    except AssetError as error:
        error.path, error.line, error.source = asset.origin.path, asset.origin.line, asset.writer.source
        error.add_note(f"it is the {asset.field} of {asset.card!r}, written at {error.path}:{error.line}")
        raise
    except PluginError as error:
        error.add_note(f"it brings the {asset.field} of {asset.card!r}")
        raise


def _check_way(asset: Asset, way: Way) -> None:
    """Refuse what would not be held to a digest where it has to be. Raises AssetError."""
    if way.needs_digest:
        require_digest(asset)
    if way.verify == "never" and (way.needs_digest or (asset.is_of_stranger and asset.scheme == "file")):
        raise NoDigestError(asset.uri, "has to be held to its digest", hint="leave out --verify never")


def plan_asset(asset: Asset, way: Way, cache: AssetCache) -> Planned:
    """What fetching an asset would do. Raises as `fetch_asset` does, as far as can be said before."""
    with _naming(asset):
        _check_way(asset, way)
        if maybe_here(asset, cache) is not None and not way.is_forced:
            return Planned(asset=asset, plan=Plan(0, 0), is_here=True)
        return Planned(asset=asset, plan=scheme_of(asset).plan(asset, cache, way), is_here=False)


def maybe_here(asset: Asset, cache: AssetCache) -> Path | None:
    """The path of an asset that is on this machine, as a whole; None when it has to be fetched first."""
    scheme = scheme_of(asset)
    return scheme.maybe_here(asset, cache) if scheme.in_place else cache.maybe_content(asset)


def _bring(asset: Asset, scheme: Scheme, way: Way, cache: AssetCache) -> Path:
    if scheme.in_place:
        brought = scheme.bring(asset, cache, way)
        _check(asset, brought, way, cache)
        return brought.path
    here = None if way.is_forced else _maybe_right(asset, way, cache)
    return _add(asset, scheme, way, cache) if here is None else here


def _add(asset: Asset, scheme: Scheme, way: Way, cache: AssetCache) -> Path:
    if way.is_offline:
        hint = "fetch it where there is a network, or leave out --offline"
        raise AssetError(asset.uri, "is not in the cache, and nothing may be fetched", hint=hint)
    with cache.locked(asset):
        here = None if way.is_forced else _maybe_right(asset, way, cache)
        if here is not None:  # another process has fetched it meanwhile
            return here
        try:
            return _make(asset, scheme, way, cache)
        except (AssetError, FileNotFoundError):
            # another process was first, where locks do not hold
            here = None if way.is_forced else _maybe_right(asset, way, cache)
            if here is None:
                raise
            return here


def _make(asset: Asset, scheme: Scheme, way: Way, cache: AssetCache) -> Path:
    """Have an asset brought, and publish it if it is right."""
    with unwritable(cache.root):
        try:
            brought = scheme.bring(asset, cache, way)
            found = _check(asset, brought, way, cache)
        except (ArchiveError, DigestError):
            cache.forget_work(asset)  # or the next try finds the same bytes
            raise
        if way.is_forced and brought.path.is_dir():  # a file takes the name from an older one, a folder cannot
            cache.forget(asset)
        path = cache.add(asset, brought.path, _digest_of(brought.path, found))
    if found is not None and path.is_file():
        place = str(path.resolve())
        remembered = cache.remembered(place)
        remembered.note(place, found)
        remembered.save()
    return path


def _digest_of(path: Path, found: str | None) -> str:
    """The digest of what was made: that of an unpacked archive is not the one that it was held to."""
    return hash_content(path) if found is None or path.is_dir() != found.startswith(TREE) else found


def _maybe_right(asset: Asset, way: Way, cache: AssetCache) -> Path | None:
    """The path of what is in the cache, held to its digest; None if it is not there.

    What was damaged there is removed, to be fetched again, unless nothing may be fetched.
    """
    here = cache.maybe_content(asset)
    if here is None:
        return None
    cache.note_use(here)
    try:
        _check(cache.as_here(asset, here), Brought(here), way, cache)
    except AssetError as error:
        if way.is_offline:
            raise _damaged(here, error) from error
        say(f"what is in the cache of {redact(asset.uri)} was damaged, and is fetched again")
        with unwritable(cache.root):
            cache.forget_content(here)
        return None
    return here


def _damaged(here: Path, error: AssetError) -> AssetError:
    """The error for what was damaged in the cache, where it cannot be fetched again."""
    hint = "it was damaged in the cache: fetch it without --offline"
    if isinstance(error, DigestError):
        return DigestError(str(here), wanted=error.wanted, got=error.got, hint=hint)
    return AssetError(str(here), "cannot be read", hint=hint)


def _check(asset: Asset, brought: Brought, way: Way, cache: AssetCache) -> str | None:
    """Hold what was brought to its digest; gives the digest if it was found."""
    if asset.digest is None or way.verify == "never":
        return brought.sha256
    found = Hashed(digest=brought.sha256 or "")
    if brought.sha256 is None or asset.digest.startswith(TREE):
        found = hash_asset(asset, brought.path, cache, is_fresh=way.verify == "always", watch=way.watch)
    check(asset, found, brought.path, cache)
    return found.digest


def _inner(asset: Asset, whole: Path) -> Path:
    """What is loaded of an asset: the path in it that the card names, which may not leave it. Raises AssetError."""
    if not asset.inner:
        return whole
    path = os.path.normpath(whole / asset.inner)
    is_below = not os.path.isabs(asset.inner) and f"{path}{os.sep}".startswith(f"{whole}{os.sep}")
    if not is_below or not leads_inside(path, str(whole)):
        raise AssetError(f"{asset.field}_path {asset.inner!r}", "leads out of the asset", hint="write a path inside it")
    if not os.path.exists(path):
        raise AssetError(f"{asset.field}_path {asset.inner!r}", "is not in the asset", hint=f"look into {whole}")
    return Path(path)
