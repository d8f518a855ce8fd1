"""The cache of fetched assets: a folder for each, named by what was asked for, and never by what a server says.

An asset is made in a folder of its own, and renamed when it is complete and its digest is right; it never changes then.
A lock saves work where it holds: nothing depends on that.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assetcards.assets.asset import TREE, Asset
from assetcards.assets.files import PART, make_folder, make_shared_folder, publish, remove, replace_file, touch
from assetcards.assets.hashing import digest_of, hash_file, hash_files, hash_lines
from assetcards.assets.http.partial_names import is_of_another
from assetcards.assets.http.waiting import alone
from assetcards.assets.listing import list_folder
from assetcards.assets.remembered import Remembered
from assetcards.errors import AssetError, DiskError, SourceError
from assetcards.git.cache_access import is_ours
from assetcards.redaction import redact

PATIENCE_SECONDS = 86_400.0
"""How long another process may take that fetches the same asset."""

_ABOUT = "about.json"
_CONTENT = "content"
_HINT = "set FAIRSEQ2_CACHE_DIR to a folder that you may write to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A cached asset: its folder, its address, the card that it was fetched for, its size, and when it was last used.

    `found` is the digest of its bytes when they were fetched.
    """

    folder: Path
    uri: str
    card: str
    field: str
    size: int
    found: str
    used: float


class AssetCache:
    """The cached assets below a folder; `hashes` is the user's own folder of what was hashed."""

    def __init__(self, root: str, hashes: str) -> None:
        self.root = Path(root)
        self._hashes = hashes

    def remembered(self, path: str, *, is_fresh: bool = False) -> Remembered:
        """What is remembered of the files at a path."""
        return Remembered(self._hashes, path, is_fresh=is_fresh)

    def note_lines(self, digest: str, lines: str) -> None:
        """Keep the files of a folder with their hashes, by its digest: what differs later can be named then."""
        with suppress(OSError):
            replace_file(self._lines_of(digest), lines.encode())

    def maybe_lines(self, digest: str) -> str | None:
        """The lines of a folder with that digest, as `sha256sum` prints them, if they were ever seen here."""
        try:
            with open(self._lines_of(digest), encoding="utf-8", newline="") as file:
                lines = file.read()
        except (OSError, ValueError):
            return None
        return lines if hash_lines(lines) == digest else None

    def _lines_of(self, digest: str) -> str:
        return self.own_file("folders", digest.removeprefix(TREE))

    def own_file(self, kind: str, name: str) -> str:
        """The path of a note of the user's own, of a kind."""
        return os.path.join(self._hashes, kind, name)

    def folder_of(self, asset: Asset) -> Path:
        """The folder for an asset: of its address at its revision, and of the digest that it is held to."""
        return self.root / f"{_address_of(asset)}{_hashed([asset.digest])[:8]}"

    def maybe_content(self, asset: Asset) -> Path | None:
        """The complete asset, if it is here: held to its digest before, or found to have it.

        Raises AssetError when it may not be read.
        """
        for folder in self._folders_of(asset):
            try:
                names = sorted(os.listdir(folder))
            except FileNotFoundError:
                continue
            except OSError as error:
                raise AssetError(str(folder), f"may not be read: {error.strerror}", hint=_HINT) from None
            found = next((folder / name for name in names if name.startswith(_CONTENT)), None)
            if found is not None:
                return found
        return None

    def _folders_of(self, asset: Asset) -> Iterator[Path]:
        """The folder for an asset, and those of its address with other digests that have the bytes all the same."""
        own, address = self.folder_of(asset), _address_of(asset)
        yield own
        for name in sorted(_names(self.root)):
            if name.startswith(address) and len(name) == len(own.name) and name != own.name:
                about = _about(self.root / name)
                if asset.digest is None or asset.digest in (about.get("found"), about.get("held_to")):
                    yield self.root / name

    def note_use(self, content: Path) -> None:
        """Note that an asset is used now: what is not used for long may be removed."""
        touch(content.parent / _ABOUT)

    def as_here(self, asset: Asset, path: Path) -> Asset:
        """The asset with the digest of what is at a path: of an archive that was unpacked, that of the folder."""
        if asset.digest is None or asset.digest.startswith(TREE) or path.parent.parent != self.root:
            return asset
        found = _about(path.parent).get("found") if path.is_dir() else None
        return asset if found is None else replace(asset, digest=str(found))

    def work_of(self, asset: Asset) -> Path:
        """The folder in which a user makes an asset; what a try has left there is for the next one."""
        return make_folder(self._work_of(asset))

    def _work_of(self, asset: Asset) -> Path:
        folder = self.folder_of(asset)
        return folder.with_name(f"{folder.name}-{os.geteuid()}.work")

    def add(self, asset: Asset, path: Path, found: str) -> Path:
        """Publish what was made, and is right; `found` is the digest of its bytes. Gives its path in the cache."""
        folder = self.folder_of(asset)
        about = {"uri": redact(asset.uri), "card": asset.card, "field": asset.field, "found": found}
        about["held_to"] = asset.digest or found
        replace_file(str(folder / _ABOUT), json.dumps({**about, "bytes": size_of(path)}).encode())
        target = folder / f"{_CONTENT}{path.suffix if path.is_file() else ''}"
        publish(path, target)
        self.forget_work(asset)
        return target

    def forget_work(self, asset: Asset) -> None:
        """Remove what was made of an asset, unless another process works on it, where locks do not hold."""
        work = self._work_of(asset)
        if not any(map(is_of_another, _names(work))):
            remove(work)

    def forget(self, asset: Asset) -> None:
        """Remove an asset, so that it is fetched again."""
        remove(self.folder_of(asset))

    def forget_content(self, content: Path) -> None:
        """Remove what is damaged."""
        remove(content.parent)

    @contextmanager
    def locked(self, asset: Asset) -> Iterator[None]:
        """Hold the lock of an address, if the file system has locks, so that it is fetched once, whatever its digest.

        Raises DiskError when the cache cannot be written, and DownloadError when another process has it for too long.
        """
        with ExitStack() as held:
            with unwritable(self.root):
                make_shared_folder(self.root)
                held.enter_context(alone(str(self.root / _address_of(asset)), redact(asset.uri), PATIENCE_SECONDS))
            yield

    def entries(self) -> Iterator[Entry]:
        """Every complete asset, by the name of its folder."""
        for folder in sorted(self.root.iterdir() if self.root.is_dir() else ()):
            with suppress(OSError, ValueError, KeyError, TypeError):
                about = json.loads((folder / _ABOUT).read_bytes())
                if any(name.startswith(_CONTENT) for name in os.listdir(folder)):
                    yield Entry(
                        folder=folder,
                        uri=str(about["uri"]),
                        card=str(about["card"]),
                        field=str(about["field"]),
                        size=int(about["bytes"]),
                        found=str(about["found"]),
                        used=(folder / _ABOUT).stat().st_mtime,
                    )

    def remove(self, entry: Entry) -> bool:
        """Remove an asset; False when it is of another user, or gone already."""
        if not is_ours(str(entry.folder)):
            return False
        remove(entry.folder)
        return True

    def is_damaged(self, entry: Entry) -> bool:
        """Whether an asset has other bytes than those that were fetched, or none that can be read."""
        try:
            names = sorted(os.listdir(entry.folder))
            content = next((entry.folder / name for name in names if name.startswith(_CONTENT)), None)
            return content is not None and hash_content(content) != entry.found
        except FileNotFoundError:
            return entry.folder.exists()  # or another process has removed it
        except (AssetError, SourceError, OSError):
            return True

    def sweep(self, before: float) -> None:
        """Remove what tries have left that nobody has gone on with since a time."""
        for path in self.root.iterdir() if self.root.is_dir() else ():
            with suppress(OSError):
                if is_part(path.name) and is_ours(str(path)) and path.stat().st_mtime < before:
                    remove(path)


def hash_content(path: Path) -> str:
    """The digest of a file, or of all files of a folder. Raises AssetError and OSError."""
    if not path.is_dir():
        return hash_file(str(path))
    return digest_of(hash_files(list_folder(str(path)).files, hash_file))


@contextmanager
def unwritable(root: Path) -> Iterator[None]:
    """Say in words what the system refuses in the cache: a full disk, a folder of another user."""
    try:
        yield
    except OSError as error:
        hint = "free some space there, or " + _HINT if error.errno in (errno.ENOSPC, errno.EDQUOT) else _HINT
        raise DiskError(str(root), f"the cache cannot be written: {error.strerror}", hint=hint) from error


def size_of(path: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def _address_of(asset: Asset) -> str:
    """What the names begin with of all that is kept of an address at a revision."""
    return _hashed([asset.uri, asset.revision])[:24]


def _hashed(asked: list[str | None]) -> str:
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _about(folder: Path) -> dict[str, object]:
    """What is noted of an asset; nothing if that cannot be read."""
    try:
        found = json.loads((folder / _ABOUT).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def is_part(name: str) -> bool:
    """Whether something in the cache is not complete."""
    return PART in name or name.endswith(".work")
