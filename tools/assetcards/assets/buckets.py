"""Object stores: `s3://BUCKET/KEY` and `gs://BUCKET/KEY`, an object or all below a prefix; the one importer of obstore.

The client takes logins and endpoints from where the tools of these stores have them (`AWS_*`, `GOOGLE_*`, instances).
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from assetcards.assets.asset import Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.files import make_folder, new_folder, publish, remove
from assetcards.assets.http.answers import About
from assetcards.assets.http.partials import Partial, open_partial
from assetcards.assets.schemes import Brought, Plan, Way
from assetcards.assets.web import steps, suffix_of
from assetcards.errors import AssetError, DiskError, DownloadError
from assetcards.sizes import render_size

_TRIES = {"max_retries": 4}
_NOT_PARTIAL = "non-partial"
"""What the client says of a store that sends all of an object where a part was asked for."""

_THEFTS = 3
"""How often another process may remove what this one has, which is possible where locks do not hold."""


class Found(NamedTuple):
    """An object: its key, its path below the address (empty for the object itself), its size, and its strong ETag.

    The ETag is empty where the store gives none.
    """

    key: str
    path: str
    size: int
    etag: str

    def place_in(self, work: Path) -> Path:
        """Where it is in the folder of all tries, by the name of what it is."""
        return work / f"object-{hashlib.sha256(f'{self.key} {self.etag} {self.size}'.encode()).hexdigest()}"


class _Bucket(NamedTuple):
    """The client and the store of a bucket, the key in it that an asset names, and how that is fetched."""

    library: Any
    store: Any
    key: str
    asset: Asset
    way: Way


class Buckets:
    """Objects, in the cache."""

    in_place = False

    def maybe_here(self, asset: Asset, cache: AssetCache) -> None:
        """It is in the cache, or nowhere."""
        return

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        """What the store lists."""
        with _asking(asset, way) as bucket:
            found = _objects(bucket)
        return Plan(sum(each.size for each in found), len(found))

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        """The object, or a folder with all below a prefix. What an earlier try has brought of it is not asked for."""
        work = cache.work_of(asset)
        with _asking(asset, way) as bucket:
            found = _objects(bucket)
            _check_space(work, sum(each.size for each in found))
            for _ in range(_THEFTS):
                digests = [_have(bucket, each, work) for each in found]
                with suppress(FileNotFoundError):
                    brought = _put_together(asset, found, work)
                    return Brought(brought, digests[0] if brought.is_file() else None)
        raise DownloadError(asset.uri, "what is fetched is removed by another program", hint="find out by which")


def _check_space(work: Path, needed: int) -> None:
    """Raise DiskError when so many bytes do not fit, besides what is there already."""
    needed -= sum(path.stat().st_size for path in work.rglob("*") if path.is_file())
    free = shutil.disk_usage(work).free
    if needed > free:
        words = f"cannot be written: {render_size(needed)} are needed, and {render_size(free)} are free"
        raise DiskError(
            str(work.parent), words, hint="free some space there, or set FAIRSEQ2_CACHE_DIR to another folder"
        )


def _have(bucket: _Bucket, found: Found, work: Path) -> str | None:
    """Have an object complete in the folder of all tries; gives its SHA-256 if it was found on the way."""
    content = found.place_in(work)
    if not (found.etag and content.is_file()):
        return _bring(bucket, found, content)
    bucket.way.watch(found.size)
    return None


def _put_together(asset: Asset, found: Iterable[Found], work: Path) -> Path:
    """The object, or the folder of them. Raises FileNotFoundError when another process was first with one."""
    result = new_folder(work)
    try:
        for each in found:
            place = result / "folder" / each.path if each.path else result / f"file{suffix_of(asset.uri)}"
            make_folder(place.parent)
            publish(each.place_in(work), place)
    except BaseException:
        remove(result)
        raise
    [brought] = result.iterdir()
    return brought


def _bring(bucket: _Bucket, found: Found, target: Path) -> str:
    """Bring an object, from where an earlier try was cut; gives its SHA-256. Raises DownloadError for less."""
    progress, has_digest = steps(bucket.way.watch), bucket.asset.digest is not None and bucket.way.verify != "never"
    with open_partial(str(target), found.key, has_digest=has_digest, progress=progress) as partial:
        if not (found.etag and partial.about.etag):
            partial.begin(About(etag=found.etag, total=found.size))
        for block in _blocks(bucket, found, partial):
            partial.write(block)
            progress(partial.size, found.size)
        if partial.size != found.size:
            words = f"the store gave {partial.size} bytes of {found.size}"
            raise DownloadError(bucket.asset.uri, words, hint="try again")
        partial.publish(str(target))
        return partial.hash.hexdigest()


def _blocks(bucket: _Bucket, found: Found, partial: Partial) -> Iterator[bytes]:
    """The bytes of an object that are not there yet. Raises DownloadError when it is another one meanwhile."""
    if partial.size == found.size:
        return
    from obstore import exceptions

    options = {"if_match": found.etag} if found.etag else {}
    try:
        try:
            part = {"range": {"offset": partial.size}} if partial.size else {}
            answer = bucket.library.get(bucket.store, found.key, options={**options, **part})
        except exceptions.GenericError as error:
            if not (partial.size and _NOT_PARTIAL in str(error)):
                raise
            partial.begin(partial.about)
            answer = bucket.library.get(bucket.store, found.key, options=options)
        if found.etag and _etag(answer.meta) != found.etag:
            raise _changed(bucket.asset)
        yield from map(bytes, answer.stream(min_chunk_size=1 << 20))
    except (exceptions.PreconditionError, exceptions.NotFoundError):
        raise _changed(bucket.asset) from None


def _changed(asset: Asset) -> DownloadError:
    return DownloadError(asset.uri, "was changed while it was fetched", hint="try again")


def _etag(about: Any) -> str:
    """The strong ETag of an object: lists of some stores have it without its quotes."""
    etag = str(about["e_tag"] or "")
    return "" if not etag or etag.startswith("W/") else '"' + etag.strip('"') + '"'


def _objects(bucket: _Bucket) -> list[Found]:
    """The object with a key, or else those below it. Raises AssetError for none, and for keys that are no paths."""
    key, asset = bucket.key, bucket.asset
    single = _maybe_head(bucket, key) if key and not key.endswith("/") else None
    if single is not None:
        return [single._replace(path="")]
    prefix = f"{key.rstrip('/')}/" if key else ""
    listed = bucket.library.list(bucket.store, prefix=prefix or None)
    below = [_found(each, prefix) for batch in listed for each in batch if str(each["path"]).startswith(prefix)]
    folders = {str(above) for each in below for above in PurePosixPath(each.path).parents}
    found = [each for each in below if not _is_folder(bucket, each, folders)]
    for each in found:
        if ".." in PurePosixPath(each.path).parts or each.path.startswith("/") or each.path in folders:
            raise AssetError(asset.uri, f"has the key {each.path[:80]!r}, which is no path of a file below it")
    if not found:
        raise DownloadError(asset.uri, "the store has nothing there", hint="check the address")
    return found


def _found(about: Any, prefix: str) -> Found:
    key = str(about["path"])
    return Found(key, key.removeprefix(prefix), int(about["size"]), _etag(about))


def _maybe_head(bucket: _Bucket, key: str) -> Found | None:
    """The object with a key, if there is one."""
    try:
        return _found(bucket.library.head(bucket.store, key), "")
    except FileNotFoundError:  # the client's error for what is missing is one
        return None


def _is_folder(bucket: _Bucket, found: Found, folders: Collection[str]) -> bool:
    """Whether an object only says that there is a folder, as consoles write it: its key ends in a slash that the client
    leaves out.
    """
    return found.size == 0 and (found.path in folders or _maybe_head(bucket, found.key) is None)


@contextmanager
def _asking(asset: Asset, way: Way) -> Iterator[_Bucket]:
    """The bucket of an asset; the errors of the client are ours."""
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
        yield _Bucket(library, store, unquote(parts.path.lstrip("/")), asset, way)
    except refused as error:
        raise DownloadError(asset.uri, "the store does not let you in", hint="log in as for its own tools") from error
    except ValueError:
        raise AssetError(asset.uri, "is no address of an object", hint=f"write {asset.scheme}://BUCKET/KEY") from None
    except exceptions.BaseError as error:
        raise DownloadError(asset.uri, f"the store does not answer as it should: {type(error).__name__}") from error


SCHEME = Buckets()
