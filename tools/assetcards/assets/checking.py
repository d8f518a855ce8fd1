"""Whether the bytes at a path are those that a card says: a file's digest, or a folder's (CARD_SPEC 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from assetcards.assets.asset import TREE, Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.hashing import (
    Differences,
    HashFile,
    Watch,
    differing,
    digest_of,
    hash_file,
    hash_files,
    parse_lines,
    render_lines,
    unwatched,
)
from assetcards.assets.listing import list_folder
from assetcards.assets.schemes import selection_of
from assetcards.errors import AssetError, DigestError, NoDigestError
from assetcards.model.digests import revision_field
from assetcards.trees.tree import FileUnreadableError


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
        with readable(path):
            if not path.is_dir():
                return Hashed(digest=hash_one(place))
            found = _hash_folder(asset, path, cache, hash_one)
    finally:
        remembered.save()
    if found.digest == asset.digest:
        cache.note_lines(found.digest, render_lines(found.files))
    return found


def _hash_folder(asset: Asset, path: Path, cache: AssetCache, hash_one: HashFile) -> Hashed:
    """What a folder is by the files that its digest is about, if they are known and right, else by all that count."""
    selection, known = selection_of(asset), _maybe_known(asset, cache)
    for counts in (known.__contains__, selection.counts) if known else (selection.counts,):
        listing = list_folder(str(path), selection, counts)
        hashes = hash_files(listing.files, hash_one)
        found = Hashed(digest=digest_of(hashes), files=hashes, extra=listing.extra)
        if found.digest == asset.digest:
            break
    return found


def _maybe_known(asset: Asset, cache: AssetCache) -> Mapping[str, str] | None:
    """The hashes of the files that the digest of a folder is about, if a folder with it was ever seen here."""
    lines = cache.maybe_lines(asset.digest) if asset.digest is not None and asset.digest.startswith(TREE) else None
    return None if lines is None else parse_lines(lines)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raise AssetError for what cannot be read at a path."""
    try:
        yield
    except OSError as error:
        raise AssetError(str(error.filename or path), str(error.strerror)) from error
    except FileUnreadableError as error:
        raise AssetError(str(path), error.reason, hint="name a file or a folder") from error


def differences(asset: Asset, found: Hashed, cache: AssetCache) -> Differences:
    """Which files of a folder are others than they should be, as far as a folder with its digest was ever seen here."""
    known = _maybe_known(asset, cache) if found.files else None
    return Differences() if known is None else differing(known, found.files)


def check(asset: Asset, found: Hashed, path: Path, cache: AssetCache) -> None:
    """Raise DigestError when the digest of an asset is another one."""
    if asset.digest is None or asset.digest == found.digest:
        return
    hint = _hint(asset, asset.digest, found.digest)
    error = DigestError(str(path), wanted=asset.digest, got=found.digest, hint=hint)
    for what, paths in differences(asset, found, cache)._asdict().items():
        if paths:
            error.add_note(
                f"{what}: {', '.join(paths[:3])}" + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
            )
    raise error


def _hint(asset: Asset, wanted: str, got: str) -> str:
    """What to do about another digest, as far as the address says why it may be one."""
    if wanted.startswith(TREE) != got.startswith(TREE):
        kinds = ("folder", "file") if wanted.startswith(TREE) else ("file", "folder")
        return f"the digest is that of a {kinds[0]}, but this is a {kinds[1]}"
    if asset.scheme == "hg" and asset.revision is None:
        field = revision_field(asset.field)
        return f"the repository may have a newer commit than the digest: write {field} for the one that is meant"
    return "find out who changed the bytes; if they are right, write the new digest into the card"


def require_digest(asset: Asset) -> None:
    """Raise NoDigestError when an asset has no digest."""
    if asset.digest is None:
        hint = f"`catalog verify {asset.card} --write` writes it into the card"
        raise NoDigestError(asset.uri, "has no digest, so nobody can say whether the bytes are right", hint=hint)
