"""The files of a folder that its digest is about: where links may lead, and which names are refused (CARD_SPEC 5)."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from assetcards.errors import AssetError
from assetcards.trees.tree import describe_mode

MAX_FILES = 1_000_000
"""How many files and folders an asset may have."""

_SNAPSHOT = re.compile(r"/snapshots/[0-9a-f]{40}(?:/|\Z)")
"""Where the hub's cache has a repository at a commit: a folder of links to files that are stored beside it."""

_BLOBS = "blobs"
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")


class AssetFile(NamedTuple):
    """A file of an asset: its path in it, POSIX, and where its bytes are."""

    path: str
    place: str


class Listing(NamedTuple):
    """The files that a digest is about, sorted by the bytes of their paths, and all others."""

    files: tuple[AssetFile, ...]
    extra: tuple[str, ...]


def list_folder(folder: str, patterns: Sequence[str] = (), ignored: Sequence[str] = ()) -> Listing:
    """The files below a folder: those that match one of the patterns, if there are any, and all others.

    What is at the `ignored` paths is not looked at. Raises AssetError for what a digest cannot say, and OSError.
    """

    def counts(path: str) -> bool:
        return not patterns or any(fnmatchcase(path, each) for each in patterns)

    walk = _walk(os.path.realpath(folder), folder, counts, ignored)
    found = sorted(walk, key=lambda file: os.fsencode(file.path))
    files = tuple(file for file in found if counts(file.path))
    return Listing(files, tuple(file.path for file in found if not counts(file.path)))


def _walk(top: str, named: str, counts: Callable[[str], bool], ignored: Sequence[str]) -> Iterator[AssetFile]:
    """Every file below a folder, through links that stay in it, or in the part of the hub's cache that it is of.

    What does not count may be anything, and lead anywhere.
    """
    inside = _inside(top)
    pending: list[tuple[str, str, tuple[str, ...]]] = [("", top, (top,))]
    count = 0
    while pending:
        prefix, folder, way = pending.pop()
        for name in os.listdir(folder):
            count += 1
            path, place = f"{prefix}{name}", os.path.join(folder, name)
            if path in ignored:
                continue
            if not counts(path) and not os.path.isdir(place):
                yield AssetFile(path, place)
                continue
            _check(path, named, count)
            mode = os.lstat(place).st_mode
            if stat.S_ISLNK(mode):
                place, mode = _follow(path, place, named, inside)
            if stat.S_ISDIR(mode):
                if place in way:
                    raise _refused(path, named, "is a link to a folder that it is in")
                pending.append((f"{path}/", place, (*way, place)))
            elif stat.S_ISREG(mode):
                yield AssetFile(path, place)
            else:
                raise _refused(path, named, f"is {describe_mode(mode)}")


def leads_inside(path: str, folder: str) -> bool:
    """Whether a path in a folder leads to something in it, through whatever links."""
    return _is_below(os.path.realpath(path), _inside(os.path.realpath(folder)))


def _inside(top: str) -> tuple[str, ...]:
    """The folders to which links may lead: itself, and for a snapshot in the hub's cache that of the files there."""
    match = _SNAPSHOT.search(top)
    return (top, os.path.join(top[: match.start()], _BLOBS)) if match else (top,)


def _is_below(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _check(path: str, named: str, count: int) -> None:
    if count > MAX_FILES:
        raise AssetError(named, f"has more than {MAX_FILES} files and folders", hint="name a smaller folder")
    if _ODD.search(path):
        raise _refused(path, named, "has a control character or a backslash in its name")
    try:
        path.encode()
    except UnicodeEncodeError:
        raise _refused(path, named, "has a name that is not UTF-8") from None


def _follow(path: str, place: str, named: str, inside: Sequence[str]) -> tuple[str, int]:
    """Where a link leads, and what is there."""
    target = os.path.realpath(place)
    if not _is_below(target, inside):
        raise _refused(path, named, "is a link that leads out of it")
    try:
        return target, os.stat(place).st_mode
    except OSError:
        raise _refused(path, named, "is a link that leads to nothing") from None


def _refused(path: str, named: str, problem: str) -> AssetError:
    hint = "remove it, or name a folder of files alone"
    return AssetError(named, f"has no digest: {path!r} in it {problem}", hint=hint)
