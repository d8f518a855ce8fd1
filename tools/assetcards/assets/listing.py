"""The files of a folder that its digest is about: where links may lead, and which names are refused (CARD_SPEC 5)."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple, TypeAlias

from assetcards.errors import AssetError
from assetcards.trees.tree import describe_mode

MAX_FILES = 1_000_000
"""How many files and folders an asset may have."""

_SNAPSHOT = re.compile(r"/snapshots/[0-9a-f]{40}(?:/|\Z)")
"""Where the hub's cache has a repository at a commit: a folder of links to files that are stored beside it."""

_BLOBS = "blobs"
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")

Counts: TypeAlias = Callable[[str], bool]
"""Says of the path of a file whether it counts."""


class AssetFile(NamedTuple):
    """A file of an asset: its path in it, POSIX, where its bytes are, and why a digest cannot have it, if so."""

    path: str
    place: str
    problem: str = ""


class Selection(NamedTuple):
    """Which files of a folder count: those that match one of the patterns, if there are any.

    What is in the folders `without` is of others, such as programs that make copies.

    >>> selection = Selection(("*.pt",), (".git",))
    >>> [selection.counts(path) for path in ("m.pt", "a/m.pt", "README.md", ".git/m.pt")]
    [True, True, False, False]
    """

    patterns: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def counts(self, path: str) -> bool:
        """Whether a file is one of them."""
        matches = not self.patterns or any(fnmatchcase(path, each) for each in self.patterns)
        return matches and not _is_below(path, self.without)


class Listing(NamedTuple):
    """The files that a digest is about, sorted by the bytes of their paths, and all others."""

    files: tuple[AssetFile, ...]
    extra: tuple[str, ...]


ALL_FILES = Selection()


def list_folder(folder: str, selection: Selection = ALL_FILES, counts: Counts | None = None) -> Listing:
    """The files below a folder: those that count, by their paths if `counts` says so, and all others.

    Raises AssetError for what counts and has no digest, and OSError.
    """
    counts = counts or selection.counts
    found = sorted(_walk(os.path.realpath(folder), folder, selection.without), key=lambda file: os.fsencode(file.path))
    chosen = tuple(file for file in found if counts(file.path))
    for file in chosen:
        if file.problem:
            hint = "remove it, or name a folder of files alone"
            raise AssetError(folder, f"has no digest: {file.path!r} in it {file.problem}", hint=hint)
    kept = {file.path for file in chosen}
    return Listing(chosen, tuple(file.path for file in found if file.path not in kept))


def _walk(top: str, named: str, without: Sequence[str]) -> Iterator[AssetFile]:
    """Every file below a folder, through links that stay in it, or in the part of the hub's cache that it is of."""
    inside = _inside(top)
    pending: list[tuple[str, str, tuple[str, ...]]] = [("", top, (top,))]
    count = 0
    while pending:
        prefix, folder, way = pending.pop()
        for name in os.listdir(folder):
            count += 1
            if count > MAX_FILES:
                raise AssetError(named, f"has more than {MAX_FILES} files and folders", hint="name a smaller folder")
            path = f"{prefix}{name}"
            if _is_below(path, without):
                continue
            file, mode = _look_at(path, os.path.join(folder, name), inside)
            if not stat.S_ISDIR(mode):
                yield file
            elif file.place in way:
                yield file._replace(problem="is a link to a folder that it is in")
            else:
                pending.append((f"{path}/", file.place, (*way, file.place)))


def leads_inside(path: str, folder: str) -> bool:
    """Whether a path in a folder leads to something in it, through whatever links."""
    return _is_below(os.path.realpath(path), _inside(os.path.realpath(folder)))


def _inside(top: str) -> tuple[str, ...]:
    """The folders to which links may lead: itself, and for a snapshot in the hub's cache that of the files there."""
    match = _SNAPSHOT.search(top)
    return (top, os.path.join(top[: match.start()], _BLOBS)) if match else (top,)


def _is_below(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _look_at(path: str, place: str, inside: Sequence[str]) -> tuple[AssetFile, int]:
    """A file or a folder, through a link; what is no folder, and cannot be hashed, has a problem."""
    mode = os.lstat(place).st_mode
    if stat.S_ISLNK(mode):
        place = os.path.realpath(place)
        if not _is_below(place, inside):
            return AssetFile(path, place, "is a link that leads out of it"), mode
        try:
            mode = os.stat(place).st_mode
        except OSError:
            return AssetFile(path, place, "is a link that leads to nothing"), mode
    problem = _maybe_odd(path) if stat.S_ISREG(mode) else f"is {describe_mode(mode)}"
    return AssetFile(path, place, problem), mode


def _maybe_odd(path: str) -> str:
    """What is wrong with a name that programs print in other ways."""
    if _ODD.search(path):
        return "has a control character or a backslash in its name"
    try:
        path.encode()
    except UnicodeEncodeError:
        return "has a name that is not UTF-8"
    return ""
