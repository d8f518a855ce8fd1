"""Opening a catalog: what is read when little is said. The one module of the library that reads variables.

`CATALOG_REPO`, `CATALOG_ENV`, `CATALOG_CACHE_DIR`, `CATALOG_OFFLINE`, `FAIRSEQ2_ASSET_DIR`, `FAIRSEQ2_USER_ASSET_DIR`,
`XDG_CACHE_HOME`, `XDG_CONFIG_HOME` and `HOME` count, and `GIT_INDEX_FILE` where the commit being made is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from assetcards.catalog import Catalog, Revision
from assetcards.errors import GitError, SourceError
from assetcards.plugins import PluginError, detect_environment, run_plugin, store_plugins
from assetcards.roots import DiskFolders, Folders, maybe_root
from assetcards.settings import load_settings
from assetcards.store import Store
from assetcards.tree import SETTINGS_FILE, FolderTree, Tree

if TYPE_CHECKING:
    from assetcards.addresses import Address
    from assetcards.gitcache import GitCache
    from assetcards.gitrepo import Repository
    from assetcards.lockfile import Lock
    from assetcards.remotes import Remote

PathLike: TypeAlias = "str | os.PathLike[str]"
StoreLike: TypeAlias = "Tree | str | os.PathLike[str]"

NAME_ROOT = "name a folder of cards with --root"


def open_catalog(
    source: PathLike | None = None,
    *,
    rev: str | None = None,
    root: PathLike | None = None,
    env: str | None = None,
    stores: Iterable[StoreLike] | None = None,
    offline: bool | None = None,
    lock: PathLike | None = None,
) -> Catalog:
    """Open a catalog of cards, from a folder or pinned to a revision of a git repository.

    `source` is a folder of cards, a folder that holds a catalog somewhere, or a git repository (also bare), or the
    address of a remote one (`https://`, `ssh://`, `git@host:path`, `file://`), of which one commit is fetched into a
    cache; without it `CATALOG_REPO`, or the working directory and its parents. `root` is the folder of the
    cards in it; the default is the one that holds `catalog.toml`. With `rev` (a branch, a tag, a full or short commit
    id, `HEAD~3`) every byte is read from that commit's objects and nothing else counts, so that the same call gives
    the same answer for ever. Without it the system's and the user's stores and those that packages add take part.
    `stores` names further stores (folders or `Tree` objects) and replaces these defaults. `env` is the current
    environment; the default is `CATALOG_ENV`, then what a detector finds. `offline` says whether fetching is
    forbidden; the default is `CATALOG_OFFLINE`. A commit that was fetched once is never fetched again. `lock` is a
    lock file: what it says is read and nothing else, so it goes with `env` and `offline` alone.

    Raises SourceError when there is no catalog, GitError when the repository cannot be read, RevisionError when the
    revision names no commit, RemoteError when a remote repository cannot be fetched from, LockError when a locked card
    is not what the lock file says.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("demo", cards=[{"name": "tiny", "model_family": "llama", "checkpoint": "hg://org/tiny"}])
    >>> with open_catalog("catalog", stores=[tree]) as catalog:
    ...     catalog.card("tiny").uri("checkpoint")
    'hg://org/tiny'
    """
    if lock is not None:
        if any(value is not None for value in (source, rev, root, stores)):
            raise SourceError("a lock file names its own source", hint="leave out source, rev, root and stores")
        return open_locked(lock, env=env, offline=offline)
    tree: Tree
    revision: Revision | None = None
    address = _maybe_address(source)
    if address is not None and (rev is not None or not address.text.startswith("file://")):
        tree, revision = remote(address, offline=offline).open(
            rev or "HEAD", os.fspath(root) if root is not None else None
        )
    elif rev is None:
        tree = FolderTree(_find_folder(source, root))
    else:
        tree, revision = _open_commit(source, root, rev)
    return make_catalog(tree, env=env, stores=stores, revision=revision)


def open_locked(path: PathLike, *, env: str | None = None, offline: bool | None = None) -> Catalog:
    """The catalog of a lock file: its commit alone, every locked card checked to be what it was.

    Raises LockError that says what differs, or that the file is not valid.
    """
    from assetcards.lockfile import check_lock

    lock = load_lock(path)
    catalog = open_lock_source(path, lock, rev=lock.commit, env=env, offline=offline)
    catalog.revision = Revision(asked=lock.revision, commit=lock.commit)
    check_lock(lock, catalog)
    return catalog


def open_lock_source(
    path: PathLike, lock: Lock, *, rev: str, env: str | None = None, offline: bool | None = None
) -> Catalog:
    """The catalog that a lock file is of, at a revision; a path in it is relative to the folder of the file."""
    from assetcards.addresses import maybe_address

    source = lock.repository
    if maybe_address(source) is None:
        source = os.path.join(os.path.dirname(_absolute(path)), source)
    return open_catalog(source, rev=rev, root=lock.root or ".", env=env, stores=(), offline=offline)


def load_lock(path: PathLike) -> Lock:
    """Read a lock file. Raises LockError when it is missing or not valid."""
    from assetcards.lockfile import MAX_LOCK_BYTES, LockError, parse_lock

    try:
        with open(path, "rb") as file:
            return parse_lock(file.read(MAX_LOCK_BYTES))
    except OSError as error:
        raise LockError(f"{os.fspath(path)} cannot be read: {error.strerror}", hint="write it: catalog lock") from None


def _maybe_address(source: PathLike | None) -> Address | None:
    from assetcards.addresses import maybe_address

    named = os.fspath(source) if source is not None else os.environ.get("CATALOG_REPO", "")
    return maybe_address(named) if ":" in named else None


def remote(address: Address, *, offline: bool | None = None) -> Remote:
    """A remote repository with the user's cache; `CATALOG_OFFLINE` counts when `offline` is not said."""
    from assetcards.remotes import Remote

    forbidden = is_offline() if offline is None else offline
    return Remote(address, open_cache(), forbidden)


def open_cache() -> GitCache:
    """The cache of fetched commits: below `CATALOG_CACHE_DIR`, or `assetcards` in the user's folder of caches."""
    from assetcards.gitcache import GitCache

    caches = os.environ.get("XDG_CACHE_HOME") or os.path.join("~", ".cache")
    folder = os.environ.get("CATALOG_CACHE_DIR") or os.path.join(caches, "assetcards")
    return GitCache(os.path.join(_absolute(folder), "git"), os.environ)


def is_offline() -> bool:
    """Whether `CATALOG_OFFLINE` forbids to fetch: any value but an empty one, `0`, `no` and `false` does."""
    return os.environ.get("CATALOG_OFFLINE", "").strip().lower() not in ("", "0", "no", "false")


def _find_folder(source: PathLike | None, root: PathLike | None) -> str:
    start, upward = _start(source, root)
    folder = _existing(start)
    return folder if root is not None else _find_root(folder, DiskFolders(), upward, folder)


def _find_root(start: str, folders: Folders, upward: bool, where: str) -> str:
    """The folder of the cards when nobody named a root: the folder that somebody named may have no `catalog.toml`."""
    found = maybe_root(start, folders, upward=upward)
    if found is None and upward:
        raise SourceError(f"no {SETTINGS_FILE} in {where}, its parents, or below it", hint=NAME_ROOT)
    return start if found is None else found


def maybe_hook_index(repository: Repository) -> str | None:
    """The index that git names to the hook in which this runs (`GIT_INDEX_FILE`), if it is of this repository.

    `git commit -a` and `git commit -- PATH` make one of their own, so here the variable is obeyed on purpose, and
    nowhere else. git runs hooks in the top folder, to which a relative path belongs.
    """
    from assetcards.gitrepo import Repository

    named = os.environ.get("GIT_INDEX_FILE")
    if not named:
        return None
    try:
        ours = Repository.find(os.getcwd(), os.environ)
    except GitError:
        return None
    return os.path.join(ours.place, named) if ours.git_dir == repository.git_dir else None


def make_catalog(
    tree: Tree, *, env: str | None, stores: Iterable[StoreLike] | None, revision: Revision | None = None
) -> Catalog:
    """The catalog of a tree; without `stores` the default ones take part, unless it is read at a revision.

    Raises SourceError when the tree, or a store that somebody named, cannot be listed: the answers would lack its
    cards. A default store may be missing; `catalog stores` says so.
    """
    settings = load_settings(tree)
    asked = [Store(tree, role="catalog", bounds=settings.bounds)]
    asked += [Store(_as_tree(store), role="named", bounds=settings.bounds) for store in stores or ()]
    for store in asked:
        store.paths()
    others = default_stores(tree) if stores is None and revision is None else []
    return Catalog([*asked, *others], settings=settings, env=current_environment(env), revision=revision)


def _open_commit(source: PathLike | None, root: PathLike | None, rev: str) -> tuple[Tree, Revision]:
    from assetcards.gittree import CommitFolders, CommitTree

    repository, folder, upward = find_repository(source, root)
    commit = repository.resolve(rev)
    if root is None:
        where = f"{folder or 'the top folder'} of commit {commit[:12]}"
        folder = _find_root(folder, CommitFolders(repository, commit), upward, where)
    return CommitTree(repository, commit, folder), Revision(asked=rev, commit=commit)


class InRepository(NamedTuple):
    """A folder of a repository, by its path in it; `upward` tells that nobody named it: its parents count, too."""

    repository: Repository
    folder: str
    upward: bool


def find_repository(source: PathLike | None, root: PathLike | None) -> InRepository:
    """The repository that holds a source, and the folder asked for; neither has to be checked out (any more)."""
    from assetcards.gitrepo import Repository

    start, upward = _start(source, root)
    named = start if upward else _start(source, None)[0]
    repository = Repository.find(named, os.environ)
    return InRepository(repository, _folder_in(repository.place, start), upward)


def _start(source: PathLike | None, root: PathLike | None) -> tuple[str, bool]:
    """The folder that the search begins with, absolute, and whether it is only where we stand."""
    named = os.fspath(source) if source is not None else os.environ.get("CATALOG_REPO") or None
    start = _absolute(_path_of_url(named) if named is not None and "://" in named else named or "")
    return _absolute(os.path.join(start, root or "")), named is None


def _absolute(path: PathLike) -> str:
    path = os.path.expanduser(path)
    if not os.path.isabs(path):
        try:
            path = os.path.join(os.getcwd(), path)
        except OSError as error:
            raise SourceError(f"the working directory cannot be told: {error.strerror}", hint="go to another") from None
    return os.path.normpath(path)


def _path_of_url(url: str) -> str:
    from urllib.parse import unquote_to_bytes

    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    if scheme != "file":
        raise SourceError(
            f"a catalog is read from a folder, not from {scheme}://", hint="clone the repository and name its folder"
        )
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


def _as_tree(store: StoreLike) -> Tree:
    return store if isinstance(store, Tree) else FolderTree(_existing(_absolute(store)))


def _existing(folder: str) -> str:
    if not os.path.isdir(folder):
        raise SourceError(f"there is no folder {folder}", hint="name the folder of a repository, or of cards")
    return folder


def default_stores(catalog: Tree) -> list[Store]:
    """The stores read beside a checkout: the system's, the user's, and those that packages add (CARD_SPEC 6).

    A folder that lies in the catalog, or is read already, is left out: `FAIRSEQ2_ASSET_DIR` may name the catalog.
    Raises PluginError when a plugin fails.
    """
    read = [catalog.origin.place] if catalog.origin.kind == "path" else []
    stores: list[Store] = []
    for role, folder in (("system", system_folder()), ("user", user_folder())):
        if not any(_is_within(folder, other) for other in read):
            read.append(folder)
            stores.append(Store(FolderTree(folder), role=role))
    for plugin in store_plugins():
        tree = run_plugin(plugin.name, plugin.make)
        if not isinstance(tree, Tree):
            raise PluginError(plugin.name, f"made a {type(tree).__name__}, not an assetcards.Tree")
        stores.append(Store(tree, role=plugin.name))
    return stores


def _is_within(folder: str, other: str) -> bool:
    other = os.path.realpath(other)
    return os.path.commonpath([os.path.realpath(folder), other]) == other


def system_folder() -> str:
    """`FAIRSEQ2_ASSET_DIR`, or `/etc/fairseq2/assets`; absolute."""
    return _absolute(os.environ.get("FAIRSEQ2_ASSET_DIR") or "/etc/fairseq2/assets")


def user_folder() -> str:
    """`FAIRSEQ2_USER_ASSET_DIR`, or `fairseq2/assets` below `$XDG_CONFIG_HOME` or `~/.config`; absolute."""
    named = os.environ.get("FAIRSEQ2_USER_ASSET_DIR")
    configuration = os.environ.get("XDG_CONFIG_HOME") or os.path.join("~", ".config")
    return _absolute(named or os.path.join(configuration, "fairseq2", "assets"))


def current_environment(env: str | None = None) -> str | None:
    """The environment in force: the one given, else `CATALOG_ENV`, else what the first detector answers, else None."""
    if env is not None:
        return env.strip() or None
    return os.environ.get("CATALOG_ENV", "").strip() or detect_environment()
