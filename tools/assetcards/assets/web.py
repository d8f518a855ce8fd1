"""Files of web servers: `https://` and `http://`, downloaded whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from assetcards.assets.archives.unpacking import is_archive, unpack
from assetcards.assets.asset import TREE, Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.hashing import Watch
from assetcards.assets.http.download import download
from assetcards.assets.http.logins import user_logins
from assetcards.assets.http.partials import Progress
from assetcards.assets.http.proxies import user_proxies
from assetcards.assets.http.reaching import Private
from assetcards.assets.http.redirects import Access
from assetcards.assets.http.sizes import maybe_file_size
from assetcards.assets.schemes import Brought, Plan, Way
from assetcards.errors import AssetError, DownloadError
from assetcards.redaction import redact_address

_SUFFIX = re.compile(r"\.[A-Za-z0-9_]{1,15}")
"""How the name of a file may end: programs that load one look at it. Nothing else of a name is taken."""


class Web:
    """A file of a web server, in the cache."""

    in_place = False

    def maybe_here(self, asset: Asset, cache: AssetCache) -> None:
        """It is in the cache, or nowhere."""
        return

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        """One file, as large as its host says."""
        with _advised(asset):
            return Plan(None if way.is_offline else maybe_file_size(asset.uri, access=_access(asset)), 1)

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        """The file, from where it was cut if it was; of an archive what is in it, held to the digest of the archive."""
        is_of_file = asset.digest is not None and not asset.digest.startswith(TREE)
        name = _name_of(asset.uri)
        if asset.digest is not None and not (is_of_file or is_archive(name) or way.verify == "never"):
            hint = "write the SHA-256 of the file into the card"
            raise AssetError(asset.uri, "is a file, and has the digest of a folder", hint=hint)
        with _advised(asset):
            found = download(
                asset.uri,
                cache.work_of(asset) / f"file{suffix_of(asset.uri)}",
                sha256=asset.digest if is_of_file and way.verify != "never" else None,
                access=_access(asset),
                progress=steps(way.watch),
                offline=way.is_offline,
            )
        if not is_archive(name):
            return Brought(found.path, found.sha256)
        folder = found.path.with_name("folder")
        unpack(found.path, folder, shown=redact_address(asset.uri))
        return Brought(folder, found.sha256 if is_of_file else None)


@contextmanager
def _advised(asset: Asset) -> Iterator[None]:
    """Say to whom a host refuses a file what else to do."""
    try:
        yield
    except DownloadError as error:
        if error.status in (401, 403):
            page = f"ask for access at {asset.page}, or " if asset.page else ""
            error.add_note(f"{page}use {asset.overriding} for a copy that you have")
        raise


def _access(asset: Asset) -> Access:
    """Which hosts may be asked, with which logins and proxies: a stranger's catalog has none of this network asked."""
    private: Private = "never" if asset.is_of_stranger else "first"
    return Access(private=private, login=user_logins(), proxy=user_proxies())


def suffix_of(uri: str) -> str:
    """How the name of the file at an address ends, if that is a name of a kind of file.

    >>> suffix_of("https://example.org/m.safetensors?x=1.b"), suffix_of("https://example.org/m.%2e%2e%2f")
    ('.safetensors', '')
    """
    name = _name_of(uri)
    match = _SUFFIX.fullmatch("." + name.rpartition(".")[2]) if "." in name else None
    return match[0].lower() if match else ""


def _name_of(uri: str) -> str:
    return urlsplit(uri).path.rpartition("/")[2]


def steps(watch: Watch) -> Progress:
    """What is watched as how many bytes are new."""
    seen = 0

    def step(done: int, _: int | None) -> None:
        nonlocal seen
        watch(max(0, done - seen))
        seen = done

    return step


SCHEME = Web()
