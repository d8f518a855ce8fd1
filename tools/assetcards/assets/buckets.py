"""Object stores: `s3://BUCKET/KEY` and `gs://BUCKET/KEY`, an object or all below a prefix; the one importer of obstore.

The client takes logins and endpoints from where the tools of these stores have them (`AWS_*`, `GOOGLE_*`, instances).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from assetcards.assets.asset import Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.files import make_folder, new_folder, written_new
from assetcards.assets.schemes import Brought, Plan, Way
from assetcards.assets.web import suffix_of
from assetcards.errors import AssetError, DownloadError

_TRIES = {"max_retries": 4}


class Found(NamedTuple):
    """An object: its key, its path below the address (empty for the object itself), and its size."""

    key: str
    path: str
    size: int


class Buckets:
    """Objects, in the cache."""

    in_place = False

    def maybe_here(self, asset: Asset, cache: AssetCache) -> None:
        """It is in the cache, or nowhere."""
        return

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        """What the store lists."""
        with _asking(asset) as (library, store, key):
            found = list(_objects(library, store, key, asset))
        return Plan(sum(each.size for each in found), len(found))

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        """The object, or a folder with all below a prefix."""
        work = new_folder(cache.work_of(asset))
        with _asking(asset) as (library, store, key):
            for each in list(_objects(library, store, key, asset)):
                place = work / "folder" / each.path if each.path else work / f"file{suffix_of(asset.uri)}"
                make_folder(place.parent)
                digest = _bring(library, store, each, place, way)
        (result,) = work.iterdir()
        return Brought(result, digest if result.is_file() else None)


def _bring(library: Any, store: Any, found: Found, place: Path, way: Way) -> str:
    """Write an object into a new file; gives its SHA-256. Raises DownloadError when it ends too early."""
    digest, size = hashlib.sha256(), 0
    with written_new(place) as file:
        for block in library.get(store, found.key).stream(min_chunk_size=1 << 20):
            content = bytes(block)
            file.write(content)
            digest.update(content)
            size += len(content)
            way.watch(len(content))
    if size != found.size:
        raise DownloadError(found.key, f"the store gave {size} bytes of {found.size}", hint="try again")
    return digest.hexdigest()


def _objects(library: Any, store: Any, key: str, asset: Asset) -> Iterator[Found]:
    """The object with a key, or else those below it. Raises AssetError for none, and for keys that are no paths."""
    if key and not key.endswith("/"):
        try:
            yield Found(key, "", library.head(store, key)["size"])
            return
        except FileNotFoundError:  # the client's error for what is missing is one
            pass
    prefix = f"{key.rstrip('/')}/" if key else ""
    is_empty = True
    for batch in library.list(store, prefix=prefix or None):
        for each in batch:
            is_empty = False
            path = str(each["path"]).removeprefix(prefix)
            if ".." in PurePosixPath(path).parts or path.startswith("/"):
                raise AssetError(asset.uri, f"has the key {path[:80]!r}, which is no path below it")
            yield Found(str(each["path"]), path, int(each["size"]))
    if is_empty:
        raise DownloadError(asset.uri, "the store has nothing there", hint="check the address")


@contextmanager
def _asking(asset: Asset) -> Iterator[tuple[Any, Any, str]]:
    """The client, the store of the bucket, and the key; its errors are ours."""
    try:
        import obstore
        from obstore import exceptions
        from obstore.store import from_url
    except ImportError:
        hint = "install it: pip install 'assetcards[stores]'"
        raise AssetError(asset.uri, "fetching from object stores needs obstore", hint=hint) from None
    parts = urlsplit(asset.uri)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise AssetError(asset.uri, "is no address of an object", hint=f"write {asset.scheme}://BUCKET/KEY")
    library: Any = obstore
    refused = (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError)
    try:
        store: Any = from_url(f"{asset.scheme}://{parts.netloc}", retry_config=_TRIES)  # type: ignore[call-overload]  # of our schemes
        yield library, store, unquote(parts.path.lstrip("/"))
    except refused as error:
        raise DownloadError(asset.uri, "the store does not let you in", hint="log in as for its own tools") from error
    except exceptions.BaseError as error:
        raise DownloadError(asset.uri, f"the store does not answer as it should: {type(error).__name__}") from error


SCHEME = Buckets()
