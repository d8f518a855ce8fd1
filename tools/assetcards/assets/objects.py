"""Files and folders of the repository that a card is from, `git:COMMIT:PATH`, out of the objects of git."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath

from assetcards.assets.asset import Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.files import make_folder, new_folder, remove, write_new
from assetcards.assets.schemes import Brought, Plan, Way
from assetcards.assets.web import suffix_of
from assetcards.errors import AssetError
from assetcards.git.commit_tree import CommitTree
from assetcards.git.objects import TreeEntry

MAX_BYTES = 1 << 29
"""How large a file in a repository may be: larger ones are kept elsewhere."""

_LFS = b"version https://git-lfs.github.com/spec/"


class Objects:
    """What a commit has at a path, in the cache."""

    in_place = False

    def maybe_here(self, asset: Asset, cache: AssetCache) -> None:
        """It is in the cache, or nowhere."""
        return

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        """How many files it has; their sizes are not known without reading them."""
        return Plan(None, sum(1 for _ in _files(asset)))

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        """A file, or a folder with all below it."""
        work = new_folder(cache.work_of(asset))
        try:
            for path, entry in _files(asset):
                place = work / "folder" / path if path else work / f"file{suffix_of(_path_of(asset))}"
                make_folder(place.parent)
                write_new(place, _read(asset, path, entry))
        except BaseException:
            remove(work)
            raise
        (result,) = work.iterdir()
        return Brought(result)


def _path_of(asset: Asset) -> str:
    """The path in the repository. Raises AssetError for one that leaves it."""
    path = asset.uri.split(":", 2)[2]
    if path in ("..", ".") or path.startswith(("../", "/")):
        raise AssetError(asset.uri, "leads out of the repository", hint="name a file in it")
    return path


def _files(asset: Asset) -> Iterator[tuple[str, TreeEntry]]:
    """The files at a path, with their paths below it; that of a file itself is empty. Raises AssetError."""
    tree = asset.writer.tree
    if not isinstance(tree, CommitTree):
        raise AssetError(asset.uri, "is of no repository that is open here")
    found = tree.maybe_entry_in_repository(_path_of(asset))
    if found is None:
        raise AssetError(asset.uri, "the commit has nothing there", hint="commit the file, or fix the path")
    pending = [("", found)]
    while pending:
        path, entry = pending.pop()
        if entry.is_folder:
            below = tree.repository.read_tree(entry.object_id)
            pending += [(f"{path}/{name}" if path else name, each) for name, each in below.items()]
        elif entry.is_file and _is_safe(path):
            yield path, entry
        else:
            raise AssetError(asset.uri, f"{path or 'it'!r} is {entry.words}, not a file", hint="commit the file itself")


def _is_safe(path: str) -> bool:
    """Whether a path of git's may be one of ours."""
    parts = PurePosixPath(path).parts
    return ".." not in parts and not os.path.isabs(path) and "\\" not in path


def _read(asset: Asset, path: str, entry: TreeEntry) -> bytes:
    repository = asset.writer.tree.repository  # type: ignore[attr-defined]  # `_files` has checked that it is a commit
    content: bytes = repository.read_object(entry.object_id, MAX_BYTES).content
    if len(content) == MAX_BYTES:
        raise AssetError(asset.uri, f"{path or 'it'} is larger than {MAX_BYTES} bytes", hint="keep it elsewhere")
    if content.startswith(_LFS):
        where = f"{path}: " if path else ""
        hint = "name the address of the file, or read a checkout in which `git lfs pull` was run"
        raise AssetError(asset.uri, f"{where}is kept in git LFS, and the repository has a pointer to it", hint=hint)
    return content


SCHEME = Objects()
