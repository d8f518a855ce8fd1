"""Whether the bytes at a path are those that a card says: a file's digest, or a folder's (CARD_SPEC 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from assetcards.assets.asset import TREE, Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.hashing import Watch, digest_of, hash_file, hash_files, unwatched
from assetcards.assets.listing import list_folder
from assetcards.assets.schemes import patterns_of
from assetcards.errors import AssetError, DigestError, NoDigestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    """What the bytes at a path are: their digest, the hashes of the files of a folder, and which files do not count."""

    digest: str
    files: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()


def hash_asset(
    asset: Asset, path: Path, cache: AssetCache, *, is_fresh: bool = False, watch: Watch = unwatched
) -> Hashed:
    """The digest of what is at a path, as a file or as a folder; hashes are remembered, unless all is to be `is_fresh`.

    Raises AssetError for what has no digest, and when it cannot be read.
    """
    place = str(path.resolve())
    remembered = cache.remembered(place, is_fresh=is_fresh)
    hash_one = partial(remembered.hash, hash_file=partial(hash_file, watch=watch))
    try:
        if not path.is_dir():
            return Hashed(digest=hash_one(place))
        listing = list_folder(str(path), patterns_of(asset))
        hashes = hash_files(listing.files, hash_one)
        return Hashed(digest=digest_of(hashes), files=hashes, extra=listing.extra)
    except OSError as error:
        raise AssetError(str(error.filename or path), str(error.strerror)) from error
    finally:
        remembered.save()


def check(asset: Asset, found: str, path: Path) -> None:
    """Raise DigestError when the digest of an asset is another one."""
    if asset.digest is None or asset.digest == found:
        return
    hint = "find out who changed the bytes; if they are right, write the new digest into the card"
    if asset.digest.startswith(TREE) != found.startswith(TREE):
        hint = f"the digest is that of a {'folder' if asset.digest.startswith(TREE) else 'file'}, and this is none"
    raise DigestError(str(path), wanted=asset.digest, got=found, hint=hint)


def require_digest(asset: Asset) -> None:
    """Raise NoDigestError when an asset has no digest."""
    if asset.digest is None:
        hint = f"`catalog verify {asset.card} --write` writes it into the card"
        raise NoDigestError(asset.uri, "has no digest, so nobody can say whether the bytes are right", hint=hint)
