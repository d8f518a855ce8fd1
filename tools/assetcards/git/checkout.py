"""The files of a checkout: those that git would take, and those that a sparse checkout leaves out."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assetcards.errors import GitError, SourceError
from assetcards.git.checkout_listing import CheckoutListing, list_checkout
from assetcards.git.conversions import Conversions
from assetcards.git.objects import Mode
from assetcards.git.process import run_git, work_tree_environment
from assetcards.trees.folder import FolderTree
from assetcards.trees.paths import below_root, folders_above, is_card_file, is_misspelled
from assetcards.trees.roots import is_repository
from assetcards.trees.tree import SETTINGS_FILE, FileMissingError, Presence, TreeState, repository_inside
from assetcards.trees.work_tree import maybe_work_tree

if TYPE_CHECKING:
    from assetcards.git.index_tree import IndexTree
    from assetcards.git.repo import Repository

MAX_IGNORED = 20_000
"""How many files and folders are looked through for files that git ignores, when somebody misses a card."""


class CheckoutTree(FolderTree):
    """The card files of a folder of a work tree, by its absolute path, with what git lists there.

    `top` is the work tree, in which the folder has the path `below`; `environ` is the environment of the process. A
    partial clone may lack what is not checked out: `supply` lets the repository have it.
    """

    def __init__(
        self,
        folder: str,
        top: str,
        below: str,
        listing: CheckoutListing,
        environ: Mapping[str, str],
        supply: Callable[[Repository], None],
    ) -> None:
        super().__init__(folder)
        self._supply = supply
        self._top = top
        self._below = below
        self._listing = listing
        self._environ = environ
        within = f":(glob){_escaped(below)}/**/" if below else ":(glob)**/"
        patterns = [f"{within}{name}" for name in ("*.yaml", "*.yml", SETTINGS_FILE)]
        self._conversions = Conversions(top, patterns, environ)
        self._recoded: set[str] = set()
        self._places: dict[str, bool] = {"": True}

    def files(self) -> Sequence[str]:
        """The paths of all card files that git would take, sorted, and of those that it has not checked out."""
        return self._files

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return self._select(is_card_file)

    def maybe_state(self) -> TreeState | None:
        """What git lists, and what the system says of each file, and of its folders.

        None where repositories are inside, and where git was asked how it converts what was read.
        """
        if self._listing.has_repositories or self._conversions.were_asked:
            return None
        paths = self._listing.card_files()
        place = os.fsencode(f"{self._folder}/")
        if any(_is_odd(place + folder) for folder in _folders_of(paths)):
            return None
        return self._state(self._listing.answer, [place + path for path in paths])

    def misspelled_files(self) -> Sequence[str]:
        """The paths of such files that would be card files if case did not matter."""
        return self._select(is_misspelled)

    def _select(self, counts: Callable[[str], bool]) -> tuple[str, ...]:
        paths = {path for path in self._listing.tracked if counts(path) and self._is_there(path)}
        return tuple(sorted(paths.union(filter(counts, self._listing.untracked))))

    def _is_there(self, path: str) -> bool:
        if path in self._listing.sparse:
            return True
        where = os.path.join(self._folder, path)
        if self._listing.tracked[path].mode is Mode.SUBMODULE or not self._is_own(posixpath.dirname(path)):
            return False
        try:
            return not stat.S_ISDIR(os.lstat(where).st_mode)
        except (OSError, ValueError):
            return False

    def _is_own(self, folder: str) -> bool:
        """Whether a folder of the index is one of this work tree, neither a link nor a repository of its own by now."""
        if folder not in self._places:
            where = os.path.join(self._folder, folder)
            is_own = not os.path.islink(where) and not is_repository(where)
            self._places[folder] = is_own and self._is_own(posixpath.dirname(folder))
        return self._places[folder]

    def presence(self, path: str) -> Presence:
        """What git would take of the work tree; what it would not take, though it is on the disk, it ignores."""
        tracked, path = self._listing.tracked, below_root(path)
        above = (tracked[folder] for folder in folders_above([path]) if folder in tracked)
        if not all(entry.is_file for entry in above):  # behind a link, or in a repository of its own
            return Presence.UNKNOWN
        on_disk = super().presence(path)
        if path in self._sparse_folders or path in self._listing.sparse:
            return Presence.THERE
        return Presence.IGNORED if on_disk is Presence.THERE and path not in self._taken else on_disk

    @cached_property
    def _taken(self) -> frozenset[str]:
        """What git would take, and the folders of it."""
        paths = [*self._listing.tracked, *(path.removesuffix("/") for path in self._listing.untracked)]
        return folders_above(paths).union(paths)

    @cached_property
    def _sparse_folders(self) -> frozenset[str]:
        return folders_above(self._listing.sparse) - {""}

    def repositories(self) -> Sequence[str]:
        """The paths of submodules, which may be empty folders, and of other repositories inside, sorted."""
        tracked = (path for path, entry in self._listing.tracked.items() if entry.mode is Mode.SUBMODULE)
        found = {path for path in tracked if os.path.isdir(os.path.join(self._folder, path))}
        found.update(path.removesuffix("/") for path in self._listing.untracked if path.endswith("/"))
        self.files()
        found.update(folder for folder in self._places if folder and is_repository(os.path.join(self._folder, folder)))
        return tuple(sorted(found))

    def read(self, path: str, limit: int) -> bytes:
        """As of a folder, with git's own conversions taken back; what is not checked out is read from git's objects."""
        entry = self._listing.maybe_entry(path)
        if entry is not None and entry.mode is Mode.SUBMODULE:
            raise repository_inside(path)
        try:
            return self._converted(path, super().read(path, limit))
        except FileMissingError:
            if entry is None or path not in self._listing.sparse:
                raise
        from assetcards.git.tree import read_entry

        return read_entry(self._repository, path, entry, limit)

    def _converted(self, path: str, content: bytes) -> bytes:
        converted = self._conversions.convert(posixpath.join(self._below, path), content)
        if converted is not content and converted != content.replace(b"\r\n", b"\n"):
            self._recoded.add(path)
        return converted

    def is_recoded(self, path: str) -> bool:
        """Whether git has written the file in another encoding than UTF-8; known when it was read."""
        return path in self._recoded

    @cached_property
    def _repository(self) -> Repository:
        from assetcards.git.repo import Repository

        repository = Repository.find(self._top, self._environ)
        self._supply(repository)
        self._want(repository, self._below)
        return repository

    def _want(self, repository: Repository, folder: str) -> None:
        """Have the files of a folder at once, most of which are as in the commit."""
        from assetcards.git.commit_tree import ids_of_folder
        from assetcards.git.commits import maybe_head

        repository.want(lambda: ids_of_folder(repository, maybe_head(repository), folder))

    def maybe_left_out(self, path: str) -> IndexTree | None:
        """What the index has below a folder, by its path from here, of which a sparse checkout has nothing."""
        from assetcards.git.index_tree import IndexTree

        below = posixpath.normpath(posixpath.join(self._below, path))
        if os.path.lexists(os.path.join(self._top, below)):
            return None
        self._want(self._repository, below)
        tree = IndexTree(self._repository, below)
        return tree if tree.exists() else None

    def close(self) -> None:
        """End the process that reads git's objects, if there is one."""
        if "_repository" in self.__dict__:
            self._repository.close()

    def is_tracked(self, path: str) -> bool:
        """Whether the index has the file."""
        return path in self._listing.tracked

    def ignored_files(self) -> Sequence[str]:
        """The paths of card files that git ignores, as far as that is quick to tell."""
        try:
            paths = list(self._walk([], MAX_IGNORED))
        except SourceError:
            return ()
        known = {*self._listing.tracked, *self._listing.untracked}
        return sorted(path for path in paths if is_card_file(path) and path not in known)

    def explain_ignored(self, path: str) -> str:
        """The line that makes git ignore a file."""
        asked = os.fsencode(posixpath.join(self._below, path)) + b"\0"
        command = ["-C", self._top, "check-ignore", "--verbose", "-z", "--stdin"]
        try:
            environment = work_tree_environment(self._top, self._environ)
            environment["GIT_LITERAL_PATHSPECS"] = "0"  # which it refuses to obey
            answer = os.fsdecode(run_git(command, environment, asked)).split("\0")
        except GitError:
            return super().explain_ignored(path)
        return f"{super().explain_ignored(path)} (`{answer[0]}:{answer[1]}`)"


def _folders_of(paths: Iterable[bytes]) -> set[bytes]:
    """The folders on the way to some files, without the root."""
    found: set[bytes] = set()
    for nearest in {path.rpartition(b"/")[0] for path in paths}:
        folder = nearest
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition(b"/")[0]
    return found


def _is_odd(folder: bytes) -> bool:
    """Whether a folder of the listing is a link, or a repository of its own by now."""
    return os.path.islink(folder) or os.path.lexists(folder + b"/.git")


def _escaped(path: str) -> str:
    """A path as a pattern that matches it alone."""
    return "".join(f"\\{character}" if character in "*?[\\" else character for character in path)


def maybe_checkout(
    folder: str, environ: Mapping[str, str], supply: Callable[[Repository], None]
) -> CheckoutTree | None:
    """The files of the catalog in a folder of a work tree, whose path is absolute.

    None for a folder without a `catalog.toml`, and one of which git has nothing, because it ignores the whole of it.
    Raises GitError when git does not read the repository.
    """
    real = os.path.realpath(folder)
    top = maybe_work_tree(real)
    if top is None:
        return None
    below = "" if real == top else os.path.relpath(real, top)
    listing = list_checkout(top, below, environ)
    is_catalog = os.path.lexists(os.path.join(folder, SETTINGS_FILE)) or SETTINGS_FILE in listing.sparse
    if not is_catalog or not listing.answer:
        return None
    return CheckoutTree(folder, top, below, listing, environ, supply)
