"""Opening a catalog: what is read when little is said. The one module of the library that reads variables.

`CATALOG_REPO`, `CATALOG_ENV`, `FAIRSEQ2_ASSET_DIR`, `FAIRSEQ2_USER_ASSET_DIR`, `XDG_CONFIG_HOME` and `HOME` count, and
`GIT_INDEX_FILE` where the commit that is being made is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from assetcards.catalog import Catalog, Revision
from assetcards.errors import GitError, SourceError
from assetcards.plugins import PluginError, detect_environment, run_plugin, store_plugins
from assetcards.roots import maybe_root_above, maybe_root_below
from assetcards.settings import load_settings
from assetcards.store import Store
from assetcards.tree import SETTINGS_FILE, FolderTree, Tree

if TYPE_CHECKING:
    from assetcards.gitrepo import Repository

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
) -> Catalog:
    """Open a catalog of cards, from a folder or pinned to a revision of a git repository.

    `source` is a folder of cards, a folder that holds a catalog somewhere, or a git repository (also bare, also as a
    `file://` URL); without it `CATALOG_REPO`, or the working directory and its parents. `root` is the folder of the
    cards in it; the default is the one that holds `catalog.toml`. With `rev` (a branch, a tag, a full or short commit
    id, `HEAD~3`) every byte is read from that commit's objects and nothing else counts, so that the same call gives
    the same answer for ever. Without it the system's and the user's stores and those that packages add take part.
    `stores` names further stores (folders or `Tree` objects) and replaces these defaults. `env` is the current
    environment; the default is `CATALOG_ENV`, then what a detector finds.

    Raises SourceError when there is no catalog, GitError when the repository cannot be read, RevisionError when the
    revision names no commit.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("demo", cards=[{"name": "tiny", "model_family": "llama", "checkpoint": "hg://org/tiny"}])
    >>> with open_catalog("catalog", stores=[tree]) as catalog:
    ...     catalog.card("tiny").uri("checkpoint")
    'hg://org/tiny'
    """
    revision: Revision | None = None
    if rev is None:
        tree: Tree = FolderTree(_find_folder(source, root))
    else:
        tree, revision = _open_commit(source, root, rev)
    return make_catalog(tree, env=env, stores=stores, revision=revision)


def _find_folder(source: PathLike | None, root: PathLike | None) -> str:
    start = _start(source)
    if root is not None:
        return _existing(os.path.join(start or os.getcwd(), root))
    if start is not None:
        return maybe_root_below(_existing(start)) or start
    here = os.getcwd()
    found = maybe_root_above(here) or maybe_root_below(here)
    if found is None:
        raise SourceError(
            f"no {SETTINGS_FILE} in {here}, its parents, or below it",
            hint=NAME_ROOT,
        )
    return found


def maybe_hook_index(repository: Repository) -> str | None:
    """The index that git names to the hook in which this runs (`GIT_INDEX_FILE`), if it is of this repository.

    `git commit -a` and `git commit -- PATH` make one of their own, so here the variable is obeyed on purpose, and
    nowhere else. git runs hooks in the top folder, to which a relative path belongs.
    """
    named = os.environ.get("GIT_INDEX_FILE")
    if not named:
        return None
    try:
        ours, _ = find_repository(os.getcwd(), None)
    except GitError:
        return None
    return os.path.join(ours.place, named) if ours.git_dir == repository.git_dir else None


def in_git_hook() -> bool:
    """Whether git runs this as a hook of a commit that is being made."""
    return bool(os.environ.get("GIT_INDEX_FILE"))


def make_catalog(
    tree: Tree, *, env: str | None, stores: Iterable[StoreLike] | None, revision: Revision | None = None
) -> Catalog:
    """The catalog of a tree; without `stores` the default ones take part, unless it is read at a revision."""
    settings = load_settings(tree)
    if stores is not None:
        others = [Store(_as_tree(store), role="named", bounds=settings.bounds) for store in stores]
    else:
        others = [] if revision else default_stores(tree)
    catalog_store = Store(tree, role="catalog", bounds=settings.bounds)
    return Catalog([catalog_store, *others], settings=settings, env=current_environment(env), revision=revision)


def _open_commit(source: PathLike | None, root: PathLike | None, rev: str) -> tuple[Tree, Revision]:
    from assetcards.gittree import CommitTree, maybe_root_in_commit

    repository, folder = find_repository(source, root)
    commit = repository.resolve(rev)
    if root is None:
        found = maybe_root_in_commit(repository, commit, folder)
        if found is None and _start(source) is None:
            raise SourceError(f"no {SETTINGS_FILE} in commit {commit[:12]}", hint=NAME_ROOT)
        folder = folder if found is None else found
    return CommitTree(repository, commit, folder), Revision(asked=rev, commit=commit)


def find_repository(source: PathLike | None, root: PathLike | None) -> tuple[Repository, str]:
    """The repository that holds a source, and the path in it of the folder asked for."""
    from assetcards.gitrepo import Repository

    start = os.path.realpath(os.path.join(_start(source) or os.getcwd(), root or "."))
    repository = Repository.find(
        start if source is None else os.path.realpath(_existing(str(_start(source)))), os.environ
    )
    return repository, _folder_in(repository.place, start)


def _start(source: PathLike | None) -> str | None:
    """The folder that a source names, absolute; None when there is nothing but the working directory."""
    named = os.fspath(source) if source is not None else os.environ.get("CATALOG_REPO") or None
    if named is None:
        return None
    if named.startswith("file://"):
        named = unquote(named.removeprefix("file://"))
    elif "://" in named:
        raise SourceError(f"{named}: a catalog is read from a folder", hint="clone the repository and name its folder")
    return os.path.abspath(os.path.expanduser(named))


def _existing(folder: str) -> str:
    if not os.path.isdir(folder):
        raise SourceError(f"there is no folder {folder}", hint="name the folder of a repository, or of cards")
    return os.path.abspath(folder)


def _folder_in(top: str, folder: str) -> str:
    """The path of a folder in the repository, POSIX; empty for its top."""
    relative = os.path.relpath(folder, os.path.realpath(top)).replace(os.sep, "/")
    if relative.split("/")[0] == "..":
        raise SourceError(f"{folder} is not in the repository {top}", hint="--root is a folder of the repository")
    return "" if relative == "." else relative


def _as_tree(store: StoreLike) -> Tree:
    return store if isinstance(store, Tree) else FolderTree(_existing(os.path.abspath(store)))


def default_stores(catalog: Tree) -> list[Store]:
    """The stores read beside a checkout: the system's, the user's, and those that packages add (CARD_SPEC 6).

    A store that is the catalog's own folder is left out, so that `FAIRSEQ2_ASSET_DIR` may name the catalog.
    Raises PluginError when a plugin fails.
    """
    folders = {"system": system_folder(), "user": user_folder()}
    stores = [
        Store(FolderTree(folder), role=role)
        for role, folder in folders.items()
        if os.path.realpath(folder) != os.path.realpath(catalog.origin.place)
    ]
    for plugin in store_plugins():
        tree = run_plugin(plugin.name, plugin.make)
        if not isinstance(tree, Tree):
            raise PluginError(plugin.name, f"made a {type(tree).__name__}, not an assetcards.Tree")
        stores.append(Store(tree, role=plugin.name))
    return stores


def system_folder() -> str:
    """`FAIRSEQ2_ASSET_DIR`, or `/etc/fairseq2/assets`."""
    return os.environ.get("FAIRSEQ2_ASSET_DIR") or "/etc/fairseq2/assets"


def user_folder() -> str:
    """`FAIRSEQ2_USER_ASSET_DIR`, or `fairseq2/assets` below `$XDG_CONFIG_HOME` or `~/.config`."""
    named = os.environ.get("FAIRSEQ2_USER_ASSET_DIR")
    if named:
        return named
    configuration = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(configuration, "fairseq2", "assets")


def current_environment(env: str | None = None) -> str | None:
    """The environment in force: the one given, else `CATALOG_ENV`, else what the first detector answers, else None."""
    if env is not None:
        return env.strip() or None
    return os.environ.get("CATALOG_ENV", "").strip() or detect_environment()
