"""The digests of files and folders: of a folder it is that of the lines that `sha256sum` prints (CARD_SPEC 5)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from assetcards.assets.asset import TREE
from assetcards.assets.listing import AssetFile
from assetcards.trees.regular import open_regular

Watch: TypeAlias = Callable[[int], None]
"""Is given the number of bytes each time that some more are done."""

HashFile: TypeAlias = Callable[[str], str]
"""Gives the hash of the file at a path."""

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


def hash_blob(place: str) -> str:
    """Git's id of a file in a repository whose ids are SHA-1."""
    with open_regular(place) as file:
        digest = hashlib.sha1(f"blob {os.fstat(file.fileno()).st_size}\0".encode(), usedforsecurity=False)
        while block := file.read(BLOCK):
            digest.update(block)
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
    return hash_lines(render_lines(hashes))


def hash_lines(lines: str) -> str:
    """The digest of a folder of which these are the lines."""
    return TREE + hashlib.sha256(lines.encode()).hexdigest()


def parse_lines(lines: str) -> dict[str, str]:
    """The hash of each file by its path, of lines as `render_lines` writes them.

    >>> parse_lines("11  a/c\\n")
    {'a/c': '11'}
    """
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines.split("\n")) if path}


def hash_files(files: Iterable[AssetFile], hash_one: HashFile) -> dict[str, str]:
    """The hash of each file, by its path in the asset."""
    return {file.path: hash_one(file.place) for file in files}


class Differences(NamedTuple):
    """The paths of files that differ, that are missing, and that are extra."""

    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def differing(wanted: Mapping[str, str], found: Mapping[str, str]) -> Differences:
    """What is between the files that a folder should have, and those that it has.

    >>> differing({"a": "1", "b": "2"}, {"b": "3", "c": "4"})
    Differences(differs=('b',), missing=('a',), extra=('c',))
    """
    differs = tuple(path for path in wanted if path in found and wanted[path] != found[path])
    return Differences(
        differs, tuple(sorted(wanted.keys() - found.keys())), tuple(sorted(found.keys() - wanted.keys()))
    )
