"""Files and folders of this machine: paths, and `file://` addresses."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from assetcards.assets.asset import Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.listing import list_folder
from assetcards.assets.schemes import Brought, Plan, Way
from assetcards.errors import AssetError, MissingAssetError


class Local:
    """What an address names here, where it is."""

    in_place = True

    def maybe_here(self, asset: Asset, cache: AssetCache) -> Path | None:
        """Its path: it is on this machine, or nowhere."""
        return _path_of(asset)

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        """How large it is."""
        path = _path_of(asset)
        files = [file.place for file in list_folder(str(path)).files] if path.is_dir() else [str(path)]
        return Plan(sum(map(os.path.getsize, files)), len(files))

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        """Its path."""
        return Brought(_path_of(asset))


def _path_of(asset: Asset) -> Path:
    """The path that an address names. Raises AssetError when there is nothing, and when a stranger names it.

    A catalog from elsewhere may not point the programs that read it at any file of this machine; one whose digest it
    has is no secret to its writer.
    """
    parts = urlsplit(asset.uri)
    if parts.netloc.lower() not in ("", "localhost") or parts.query or parts.fragment:
        hint = "write file:///PATH, with special characters as %XX"
        raise AssetError(asset.uri, "names no file of this machine", hint=hint)
    path = Path(os.fsdecode(unquote_to_bytes(parts.path)))
    if asset.is_of_stranger and asset.digest is None:
        what = f"{asset.writer.source} names a path of this machine without a digest"
        hint = f"add a digest to the card, or use {asset.overriding}"
        raise AssetError(str(path), what, hint=hint)
    try:
        os.stat(path)
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        kind = MissingAssetError if is_missing else AssetError
        raise kind(str(path), str(error.strerror), hint="fix the address, or override it for this machine") from None
    return Path(os.path.realpath(path)) if ".." in path.parts else path


SCHEME = Local()
