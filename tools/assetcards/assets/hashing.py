"""The digests of files and folders: of a folder it is that of the lines that `sha256sum` prints (CARD_SPEC 5)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from assetcards.assets.asset import TREE
from assetcards.assets.listing import AssetFile
from assetcards.trees.regular import open_regular

Watch: TypeAlias = Callable[[int], None]
"""Is given the number of bytes each time that some more are done."""

BLOCK = 1 << 20


def unwatched(_: int) -> None:
    """What nobody watches."""


def hash_file(place: str, watch: Watch = unwatched) -> str:
    """The SHA-256 of a file. Raises OSError, and FileUnreadableError for what is none."""
    digest = hashlib.sha256()
    with open_regular(os.path.realpath(place)) as file:
        while block := file.read(BLOCK):
            digest.update(block)
            watch(len(block))
    return digest.hexdigest()


def render_lines(hashes: Mapping[str, str]) -> str:
    """The lines of files with their hashes, as `sha256sum` prints them, in the order of `LC_ALL=C sort -k2`.

    >>> render_lines({"b": "22", "a/c": "11"})
    '11  a/c\\n22  b\\n'
    """
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes, key=str.encode))


def digest_of(hashes: Mapping[str, str]) -> str:
    """The digest of a folder with these files.

    >>> digest_of({})
    'tree:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return TREE + hashlib.sha256(render_lines(hashes).encode()).hexdigest()


def hash_files(files: Iterable[AssetFile], hash_one: Callable[[str], str]) -> dict[str, str]:
    """The hash of each file, by its path in the asset."""
    return {file.path: hash_one(file.place) for file in files}


def differing(
    wanted: Mapping[str, str], found: Mapping[str, str]
) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """The paths that differ, that are missing, and that are extra.

    >>> differing({"a": "1", "b": "2"}, {"b": "3", "c": "4"})
    (['b'], ['a'], ['c'])
    """
    differs = [path for path in wanted if path in found and wanted[path] != found[path]]
    return differs, sorted(wanted.keys() - found.keys()), sorted(found.keys() - wanted.keys())
