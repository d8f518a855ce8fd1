"""From what a user names to a folder of cards: on the disk, or in a repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from assetcards.errors import CatalogMissingError, GitError, NoCatalogError, SourceError
from assetcards.sources.checkouts import checkout_folders
from assetcards.sources.defaults import PathLike, absolute_path, check_is_path, load_repository, maybe_named_source
from assetcards.trees.folder import FolderTree
from assetcards.trees.owners import maybe_stranger, trusted_users
from assetcards.trees.roots import (
    MAX_DEPTH_BELOW,
    NAME_ROOT,
    DiskFolders,
    Folders,
    explain_odd,
    is_repository,
    looks_bare,
    maybe_root,
    parents,
)
from assetcards.trees.tree import SETTINGS_FILE, TreeOrigin
from assetcards.trees.work_tree import maybe_work_tree

if TYPE_CHECKING:
    from assetcards.git.repo import Repository


def find_folder(source: PathLike | None, root: PathLike | None) -> str:
    """The folder of cards on the disk. Raises NoCatalogError when there is none."""
    with _noting_variable(source):
        start, upward = _start(source, root)
        folder = existing_folder(start)
        if root is not None:
            return folder
        found = _find_root_around(folder) if upward else _find_root_in(folder)
        if looks_bare(found):
            raise NoCatalogError(f"{found} is a bare repository, which holds no folder of cards", hint="add --rev HEAD")
        return found


def _find_root_in(folder: str) -> str:
    """The root for one who has named a folder: in it, or itself if it has card files; else in its work tree."""
    top = _maybe_work_tree(folder)
    found = maybe_root(folder, DiskFolders() if top is None else checkout_folders(top), upward=False)
    if found is not None:
        return found
    is_elsewhere = top is not None and not looks_bare(folder) and not FolderTree(folder).files()
    return (maybe_root(folder, checkout_folders(top), upward=True) if is_elsewhere and top else None) or folder


def _maybe_work_tree(folder: str) -> str | None:
    """The top of the work tree that a folder is in, named as the folder is; None outside of git."""
    return maybe_work_tree(folder) or maybe_work_tree(os.path.realpath(folder))


def _find_root_around(folder: str) -> str:
    """The root for one who is in a folder and has named none: in its work tree, or outside of git where users are ours.

    The error says where the search upward ended, and what was passed over.
    """
    top = _maybe_top(folder)
    is_work_tree = top is not None and not looks_bare(top)
    folders = (
        checkout_folders(top)
        if top and is_work_tree
        else DiskFolders(top=top, trusted=trusted_users(folder) if top is None else None)
    )
    try:
        return find_root(folder, folders, True, folder)
    except NoCatalogError as error:
        if folders.stranger:
            error.add_note(folders.stranger)
        elif top is not None:
            error.add_note(f"the search upward ended at {top}, the top of the work tree")
        raise


def _maybe_top(folder: str) -> str | None:
    """Where the repository begins that a folder is in; None outside of git, and where git does not trust it.

    Another user may have put a `.git` above our folders, which makes their files no part of our work tree.
    """
    top = next((each for each in parents(folder) if looks_bare(each)), None) or maybe_work_tree(folder)
    if top is None:
        return None
    trusted = trusted_users(folder)
    if any(maybe_stranger(path, trusted) for path in (top, os.path.join(top, ".git"))):
        try:
            load_repository(folder)
        except GitError:
            return None
    return top


@contextmanager
def _noting_variable(source: PathLike | None) -> Iterator[None]:
    """Add a note to an error when a variable says what is read: the user may have forgotten it."""
    try:
        yield
    except SourceError as error:
        if source is None and maybe_named_source() is not None:
            error.add_note("$CATALOG_REPO says what to read")
        raise


def find_root(start: str, folders: Folders, upward: bool, where: str) -> str:
    """The folder of the cards when nobody named a root: the folder that somebody named may have no `catalog.toml`."""
    found = maybe_root(start, folders, upward=upward)
    if found is None and folders.odd and upward:
        raise explain_odd(folders.odd)
    if found is None and upward:
        top = maybe_work_tree(os.path.realpath(start))
        has_submodules = top is not None and os.path.lexists(os.path.join(top, ".gitmodules"))
        raise no_root(f"{where}, its parents,", NAME_OR_CHECK_OUT if has_submodules else NAME_ROOT)
    return start if found is None else found


NAME_OR_CHECK_OUT = f"{NAME_ROOT}; if it is in a submodule, check that out: git submodule update --init"


def no_root(where: str, hint: str = NAME_ROOT) -> CatalogMissingError:
    """What is said when there is no `catalog.toml` around where nobody named a root."""
    below = f"{MAX_DEPTH_BELOW} folders below it"
    return CatalogMissingError(f"no {SETTINGS_FILE} in {where} or up to {below}", hint=hint)


class InRepository(NamedTuple):
    """A folder of a repository, by its path in it; `upward` says that nobody named it: its parents count, too."""

    repository: Repository
    folder: str
    upward: bool


def find_repository(source: PathLike | None, root: PathLike | None) -> InRepository:
    """The repository that holds a source, and the folder asked for; neither has to be checked out (any more)."""
    with _noting_variable(source):
        start, upward = _start(source, root)
        here = _start(source, None)[0]
        repository = load_repository(start if upward and not _is_in_work_tree_of(here, start) else here)
        return InRepository(repository, _folder_in(repository.place, start), upward)


def _is_in_work_tree_of(here: str, folder: str) -> bool:
    """Whether a folder is in the work tree that another is in; a repository inside it is a submodule of its commits."""
    top = maybe_work_tree(here)
    return top is not None and f"{os.path.realpath(folder)}/".startswith(f"{os.path.realpath(top)}/")


def folders_in_repository(repository: Repository, source: PathLike | None, root: PathLike | None) -> Sequence[str]:
    """The path in a repository of the folder that a source and a root name, and where its links lead in the checkout.

    Raises SourceError when it is elsewhere.
    """
    with _noting_variable(source):
        folder = _start(source, root)[0]
        named, real = _folder_in(repository.place, folder), os.path.realpath(folder)
        is_inside = f"{real}/".startswith(f"{os.path.realpath(repository.place)}/")
        return (named, _folder_in(repository.place, real)) if is_inside else (named,)


def check_inner_repository(top: str | None) -> None:
    """Raise NoCatalogError when the catalog below the top of a checkout is one of a repository inside of it."""
    try:
        folder = maybe_root(top, DiskFolders(), upward=False) if top is not None else None
    except SourceError:  # there are several
        return
    if top is not None and folder is not None:
        check_is_of(top, folder)


def check_is_of(top: str, folder: str) -> None:
    """Raise NoCatalogError when a folder belongs to a repository inside of the one at `top`, such as a submodule.

    The commits of the outer one say nothing of its files.
    """
    inner = os.path.realpath(folder)
    while inner.startswith(f"{os.path.realpath(top)}/"):
        if is_repository(inner):
            message = f"the cards are in {inner}, a repository of its own: the commits of {top} do not hold them"
            raise NoCatalogError(message, hint=f"name it: --repo {inner}")
        inner = os.path.dirname(inner)


def _start(source: PathLike | None, root: PathLike | None) -> tuple[str, bool]:
    """The folder that the search begins with, absolute, and whether it is just the current directory."""
    named = os.fspath(source) if source is not None else maybe_named_source()
    check_is_path(root or "")
    start = absolute_path(_path_of_url(named) if named is not None and "://" in named else named or "")
    return absolute_path(os.path.join(start, root or "")), named is None


def _path_of_url(url: str) -> str:
    """The path of a `file://` URL; the other addresses are those of remote repositories."""
    from urllib.parse import unquote_to_bytes

    host, _, path = url.removeprefix("file://").partition("/")
    if host not in ("", "localhost"):
        raise SourceError(f"{url} names the machine {host!r}", hint="write file:///PATH")
    return os.fsdecode(unquote_to_bytes(f"/{path}"))


def _folder_in(top: str, folder: str) -> str:
    """The path of a folder in the repository, POSIX; empty for its top.

    Links inside the repository are not followed, because the checkout decides where they lead.
    """
    for path in (folder, os.path.realpath(folder)):
        parts: list[str] = []
        above = path
        while not _is_same(above, top) and os.path.dirname(above) != above:
            above, name = os.path.split(above)
            parts.insert(0, name)
        if _is_same(above, top):
            return "/".join(parts)
    raise SourceError(f"{folder} is not in the repository {top}", hint="--root is a folder of the repository")


def _is_same(folder: str, other: str) -> bool:
    """Whether two paths are one folder; on some file systems the case of names does not count."""
    try:
        return os.path.samefile(folder, other)
    except OSError:
        return False


def check_holds_no_cards(origin: TreeOrigin, folder: str, named: str) -> None:
    """Raise SourceError when files that are written into a folder would be cards of the catalog of a checkout."""
    if origin.kind not in ("path", "index"):
        return
    below = os.path.relpath(os.path.realpath(folder), os.path.realpath(os.path.join(origin.place, origin.folder)))
    if below == os.curdir or not any(part.startswith(".") for part in below.split(os.sep)):
        hint = "name one beside it, or one whose name begins with `.`"
        raise SourceError(f"files in {named!r} would be cards of this catalog", hint=hint)


def existing_folder(folder: str) -> str:
    """The folder itself. Raises NoCatalogError when it is not there."""
    if not os.path.isdir(folder):
        raise NoCatalogError(f"there is no folder {folder}", hint="name the folder of a repository, or of cards")
    return folder
