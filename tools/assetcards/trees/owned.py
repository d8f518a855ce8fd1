"""A folder that one verb writes as a whole: it has a list of its files, by which it is known when it is written again.

Nothing else is changed in it: a folder with files of somebody else is refused, and so is a file that was edited.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from assetcards.errors import SourceError
from assetcards.trees.writing import FileKind, Target, maybe_read, remove_file, write_file

Digests = Mapping[str, frozenset[str]]
"""The SHA-256 of each file, by path; of more than one content while the folder is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListedFile(FileKind):
    """A file of the folder: one that is there is written over if its content has one of these digests."""

    digests: frozenset[str]

    def holds(self, content: bytes) -> bool:
        """Whether a file of that content is as it was written, or as it is to be."""
        return _sha256(content) in self.digests


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedFolder:
    """A folder to write, in the folder `top`, as it was `named`; `listing` is what the list of its files is called."""

    top: str
    name: str
    named: str
    listing: FileKind

    def target(self, path: str, kind: FileKind) -> Target:
        """A file in it, by its path there."""
        return Target(top=self.top, path=f"{self.name}/{path}", named=os.path.join(self.named, path), kind=kind)

    @property
    def place(self) -> str:
        """Where it is."""
        return os.path.join(self.top, self.name)


def find_owned_folder(named: str, place: str, listing: FileKind) -> OwnedFolder:
    """The folder that the user named, with the absolute path `place`: a new one, an empty one, or one of its kind.

    Raises SourceError for any other, and when there is no folder to make it in.
    """
    top, name = os.path.split(place)
    top = os.path.realpath(top)
    if not named or not name or ".git" in os.path.join(top, name).lower().split(os.sep):
        raise SourceError(f"{named!r} cannot be written", hint="name a new folder")
    if not os.path.isdir(top):
        raise SourceError(f"there is no folder {os.path.dirname(named) or top!r}", hint="make it first")
    folder = OwnedFolder(top=top, name=name, named=named, listing=listing)
    if os.path.lexists(folder.place) and (os.path.islink(folder.place) or not os.path.isdir(folder.place)):
        raise SourceError(f"{named!r} is not a folder", hint="name a new one")
    if os.path.isdir(folder.place) and os.listdir(folder.place) and _maybe_listing(folder) is None:
        raise SourceError(
            f"{named!r} is not empty, and has no {listing.example}: something else wrote it", hint="name a new folder"
        )
    return folder


def write_owned(folder: OwnedFolder, files: Mapping[str, bytes], about: Iterable[str] = ()) -> None:
    """Write the files, by path, and remove those that were written before and are none of them.

    `about` are lines for the list. Raises SourceError before anything is written for a file that was edited, or that
    is somebody else's.
    """
    before = _parse(_maybe_listing(folder) or b"")
    after = {path: frozenset({_sha256(content)}) for path, content in files.items()}
    both = {path: before.get(path, frozenset()) | after.get(path, frozenset()) for path in {*before, *after}}
    targets = {path: folder.target(path, _kind(folder, digests)) for path, digests in both.items()}
    for target in targets.values():
        with suppress(FileNotFoundError):
            maybe_read(target)
    listing = folder.target(folder.listing.example, folder.listing)
    write_file(listing, _listing(folder, both, about), makes_folders=True)  # so that a killed run can be repeated
    for path, target in sorted(targets.items()):
        if path in files:
            write_file(target, files[path], makes_folders=True)
        else:
            remove_file(target)
    write_file(listing, _listing(folder, after, about))


def _kind(folder: OwnedFolder, digests: frozenset[str]) -> FileKind:
    name = f"as it was written: {folder.listing.example} has another digest of it, or none"
    return _ListedFile(name=name, head="", example=folder.listing.example, digests=digests)


def _maybe_listing(folder: OwnedFolder) -> bytes | None:
    with suppress(FileNotFoundError):
        return maybe_read(folder.target(folder.listing.example, folder.listing))
    return None


def _listing(folder: OwnedFolder, digests: Digests, about: Iterable[str]) -> str:
    """The list of files, which `sha256sum --check` reads, below a comment."""
    lines = [f"{digest}  {path}" for path, of_path in sorted(digests.items()) for digest in sorted(of_path)]
    return "\n".join([folder.listing.head, *(f"# {line}" for line in about), *lines]) + "\n"


def _parse(listing: bytes) -> dict[str, frozenset[str]]:
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for line in listing.decode("utf-8", "replace").splitlines():
        digest, _, path = line.partition("  ")
        if not line.startswith("#") and _is_inside(path):
            found[path] |= {digest}
    return found


def _is_inside(path: str) -> bool:
    """Whether a path leads nowhere else; a list may be edited."""
    return path != "" and os.path.normpath(path) == path and not path.startswith(("/", ".."))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
