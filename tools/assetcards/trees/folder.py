"""The card files of a folder of the file system."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple
from zlib import adler32, crc32

from assetcards.errors import SourceError
from assetcards.trees.paths import check_absolute, is_card_file, is_misspelled
from assetcards.trees.regular import read_start
from assetcards.trees.roots import is_repository
from assetcards.trees.stats import stats_of
from assetcards.trees.tree import (
    FileMissingError,
    FileUnreadableError,
    Presence,
    Tree,
    TreeOrigin,
    TreeState,
    check_count,
    repository_inside,
)


class _Found(NamedTuple):
    """What was found below a folder; the paths of each kind are sorted."""

    files: tuple[str, ...]
    misspelled: tuple[str, ...]
    repositories: tuple[str, ...]


class FolderTree(Tree):
    """A folder of the file system, by its absolute path.

    `.git` folders, links to folders and repositories inside the folder are not entered.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from assetcards import FolderTree
    >>> with TemporaryDirectory() as folder:
    ...     written = Path(folder, "tiny.yaml").write_text("name: tiny")
    ...     tree = FolderTree(folder)
    ...     tree.files(), tree.read("tiny.yaml", limit=100)
    (('tiny.yaml',), b'name: tiny')
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = check_absolute(folder)

    @property
    def origin(self) -> TreeOrigin:
        """The folder, absolute."""
        return TreeOrigin(kind="path", place=self._folder)

    def files(self) -> Sequence[str]:
        """The paths of all card files, sorted; the folder is listed once. Raises SourceError when it cannot be."""
        return self._found.files

    def misspelled_files(self) -> Sequence[str]:
        """The paths of files that would be card files if case did not matter; the folder is listed once."""
        return self._found.misspelled

    def repositories(self) -> Sequence[str]:
        """The paths of folders inside that have a `.git`, be it a folder or a file; the folder is listed once."""
        return self._found.repositories

    @cached_property
    def _found(self) -> _Found:
        repositories: list[str] = []
        paths = sorted(self._walk(repositories))
        return _Found(
            files=tuple(filter(is_card_file, paths)),
            misspelled=tuple(filter(is_misspelled, paths)),
            repositories=tuple(sorted(repositories)),
        )

    def _walk(self, repositories: list[str], most: int | None = None) -> Iterator[str]:
        """The paths of card files, misspelled ones included; `repositories` gets the folders that are not entered.

        With `most` the walk ends after so many files and folders; else too many are an error.
        """
        pending = [""]
        count = 0
        while pending:
            folder = pending.pop()
            for entry in self._scan(folder):
                count += 1
                if most is not None and count > most:
                    return
                check_count(count, self._folder)
                path = f"{folder}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    if is_card_file(path) or is_misspelled(path):
                        yield path
                elif entry.name != ".git":
                    if is_repository(entry.path):
                        repositories.append(path)
                    else:
                        pending.append(f"{path}/")

    def _scan(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """The entries of a folder, one by one: there may be a million files, none of them a card file."""
        where = os.path.join(self._folder, folder) if folder else self._folder
        try:
            with os.scandir(where) as entries:
                yield from entries
        except OSError as error:
            if folder and isinstance(error, FileNotFoundError):
                return
            raise SourceError(f"{where}: cannot be listed: {error.strerror}") from error

    def maybe_state(self) -> TreeState | None:
        """The paths of its files, and what the system says of each; None where there are repositories inside."""
        if self.repositories():
            return None
        paths = [os.fsencode(path) for path in self.files()]
        return self._state(b"\0".join(paths), [os.fsencode(f"{self._folder}/") + path for path in paths])

    def _state(self, listing: bytes, paths: Iterable[bytes]) -> TreeState:
        """The state of a folder that is listed, with files of these absolute paths."""
        place = os.fsencode(self._folder)
        stats = stats_of(paths)
        key = f"folder-{crc32(place):08x}{adler32(place):08x}"
        return TreeState(key=key, facts=b"\0\0".join([place, listing, stats.facts]), settled=stats.settled)

    def presence(self, path: str) -> Presence:
        """What is on the disk, also behind links."""
        try:
            os.stat(os.path.join(self._folder, path))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return Presence.ABSENT
        except OSError:
            return Presence.UNKNOWN
        return Presence.THERE

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one file, at most `limit` of them. Raises FileUnreadableError for what is not a regular file."""
        where = os.path.join(self._folder, path)
        try:
            return read_start(where, limit)
        except FileUnreadableError as error:
            if is_repository(where):
                raise repository_inside(path) from None
            raise FileUnreadableError(path, error.reason, "replace it with the card itself") from None
        except FileNotFoundError as error:
            raise FileMissingError(path) from error
        except OSError as error:
            raise FileUnreadableError(path, f"cannot be read: {error.strerror}") from error
