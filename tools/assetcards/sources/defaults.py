"""The defaults: variables, user folders, the current directory; no other module of the library reads these.

`CATALOG_REPO`, `CATALOG_ENV`, `CATALOG_CACHE_DIR`, `CATALOG_OFFLINE`, `CATALOG_FETCH_SECONDS`, `CATALOG_FETCH_SIZE`,
`CATALOG_FETCH_MEMORY`, `CATALOG_CPU_SECONDS`, `FAIRSEQ2_ASSET_DIR`, `FAIRSEQ2_USER_ASSET_DIR`, `FAIRSEQ2_CACHE_DIR`,
`XDG_CACHE_HOME`, `XDG_CONFIG_HOME` and `HOME` count, and `GIT_INDEX_FILE` where the commit being made is read.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeAlias

from assetcards.cpu import CPU_SECONDS, cpu_seconds
from assetcards.errors import GitError, SourceError
from assetcards.redaction import is_like_address, redact_address
from assetcards.trees.plugins import detect_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assetcards.git.cache import GitCache
    from assetcards.git.limits import Limits
    from assetcards.git.repo import Repository
    from assetcards.git.staged import Staged
    from assetcards.sources.name_indexes import NameIndexFolder

PathLike: TypeAlias = "str | os.PathLike[str]"


def absolute_path(path: PathLike) -> str:
    """A path, relative to the current directory, as an absolute one, `~` replaced.

    Raises SourceError when the string is not a path, when there is no home, or when the current directory is gone.
    """
    check_is_path(path)
    path = os.fspath(path)
    first, slash, rest = path.partition("/")
    path = f"{_home()}{slash}{rest}" if first == "~" else os.path.expanduser(path)
    if "\0" in path:
        raise SourceError(f"{path!r} is not a path: it has a NUL", hint="name a file or a folder")
    if not os.path.isabs(path):
        try:
            path = os.path.join(os.getcwd(), path)
        except OSError as error:
            raise SourceError(
                f"cannot find the current directory: {error.strerror}", hint="change to another"
            ) from None
    return os.path.normpath(path)


def _home(instead: str = "") -> str:
    """The user's home: `HOME`, or, where it is not set, what the system says.

    Raises SourceError when there is none: a relative one, or a `~` that nothing replaces, would be a folder of whatever
    directory one is in. `instead` says what else may be set.
    """
    home = os.environ.get("HOME") or _maybe_home_of_system()
    if home is None or not os.path.isabs(home):
        problem = "not set" if home is None else f"{home!r}, not an absolute path"
        raise SourceError(f"there is no home folder: HOME is {problem}", hint=f"set HOME{instead}")
    return home


def _maybe_home_of_system() -> str | None:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir or None
    except KeyError:  # a user without an entry, as in a container
        return None


def _folder_of_user(variable: str, name: str, instead: str) -> str:
    """A folder of the user as the XDG Base Directory Specification has it, in which a relative path does not count."""
    named = os.environ.get(variable, "")
    if os.path.isabs(named):
        return named
    return os.path.join(_home(f", or {variable} or {instead} to an absolute path"), name)


def check_is_path(path: PathLike) -> None:
    """Raise SourceError for a string that may be an address: a message must not show the whole of it."""
    text = os.fsdecode(path)
    if is_like_address(text):
        raise SourceError(f"{redact_address(text)!r} is not a path", hint="write ./PATH if it is one")


def maybe_named_source() -> str | None:
    """What `CATALOG_REPO` names."""
    return os.environ.get("CATALOG_REPO") or None


def variables_of_configs() -> Mapping[str, str]:
    """The variables that `${env:VAR}` in a config may name, unless a reader says others."""
    return os.environ


def load_repository(folder: str) -> Repository:
    """The repository that a folder is in; git's own variables and the user's configuration count. Raises GitError."""
    from assetcards.git.repo import Repository

    return Repository.find(folder, os.environ)


def maybe_hook_index(repository: Repository) -> str | None:
    """The index that git names to the hook in which this runs (`GIT_INDEX_FILE`), if it is of this repository.

    `git commit -a` and `git commit -- PATH` make one of their own, so here the variable is obeyed on purpose, and
    nowhere else. git runs hooks in the top folder, to which a relative path belongs.
    """
    named = os.environ.get("GIT_INDEX_FILE")
    if not named:
        return None
    here = os.getcwd()
    try:
        ours = repository if here == repository.top else load_repository(here)
    except GitError:
        return None
    return os.path.join(ours.place, named) if ours.git_dir == repository.git_dir else None


def maybe_staged_here(source: PathLike | None) -> Staged | None:
    """What is staged in the index that git names to the hook in which this runs, if the hook reads where it runs.

    git runs hooks in the top folder of the work tree.
    """
    from assetcards.git.staged import Staged

    index, here = os.environ.get("GIT_INDEX_FILE"), absolute_path("")
    named = maybe_named_source() if source is None else source
    if not index or absolute_path(named or "") != here or not os.path.lexists(os.path.join(here, ".git")):
        return None
    return Staged(here, os.path.join(here, index), os.environ)


def open_cache() -> GitCache:
    """The cache of fetched commits."""
    from assetcards.git.cache import GitCache

    return GitCache(os.path.join(_cache_folder(), "git"), os.environ, fetch_limits())


_is_unindexed = ContextVar("unindexed", default=False)


@contextmanager
def unindexed() -> Iterator[None]:
    """Neither read nor keep in the cache what is known of catalogs meanwhile."""
    before = _is_unindexed.set(True)
    try:
        yield
    finally:
        _is_unindexed.reset(before)


def work_times() -> int:
    """How many times the usual a run may read: as many times as the user lets it take more processor time.

    Raises BoundError as `cpu_seconds`.
    """
    return max(1, cpu_seconds(os.environ) // CPU_SECONDS)


def maybe_indexes() -> NameIndexFolder | None:
    """Where the names of cards are kept; None where `maybe_caches` is."""
    from assetcards.sources.name_indexes import NameIndexFolder

    caches = maybe_caches()
    return None if caches is None else NameIndexFolder(caches)


def maybe_caches() -> str | None:
    """The folder of caches; None within `unindexed`, and where the user has none."""
    try:
        return None if _is_unindexed.get() else _cache_folder()
    except SourceError:
        return None


def _cache_folder() -> str:
    """What is cached for this user: below `CATALOG_CACHE_DIR`, or `assetcards` in the user's folder of caches."""
    named = os.environ.get("CATALOG_CACHE_DIR")
    if named and not named.startswith(("/", "~")):
        problem = f"$CATALOG_CACHE_DIR is {named[:80]!r}, not an absolute path"
        raise SourceError(problem, hint="use an absolute path: a relative one would give each directory its own cache")
    folder = named or os.path.join(_folder_of_user("XDG_CACHE_HOME", ".cache", "CATALOG_CACHE_DIR"), "assetcards")
    return absolute_path(folder)


def asset_folders() -> tuple[str, str]:
    """The cache of fetched assets, a folder in that of fairseq2, and the user's own folder of what was hashed.

    The first is below `FAIRSEQ2_CACHE_DIR`, or `fairseq2/assets` in the user's folder of caches, as fairseq2 has it.
    """
    named = os.environ.get("FAIRSEQ2_CACHE_DIR")
    if not named:
        caches = _folder_of_user("XDG_CACHE_HOME", ".cache", "FAIRSEQ2_CACHE_DIR")
        named = os.path.join(caches, "fairseq2", "assets")
    return os.path.join(absolute_path(named), "assetcards"), os.path.join(_cache_folder(), "hashes")


def variables() -> Mapping[str, str]:
    """The variables of this process, for what those of other programs mean."""
    return os.environ


def login_sources() -> tuple[Mapping[str, str], str]:
    """Where logins for web servers are: the variables, and the file of them in the user's home, if there is a home."""
    try:
        return os.environ, os.path.join(_home(), ".netrc")
    except SourceError:
        return os.environ, os.devnull


def fetch_limits() -> Limits:
    """What a fetch may take: `CATALOG_FETCH_SECONDS`, `CATALOG_FETCH_SIZE` and `CATALOG_FETCH_MEMORY` say so.

    Raises SourceError for a value that is not a number.
    """
    from assetcards.git.transfer import FETCH_LIMITS

    return FETCH_LIMITS._replace(
        seconds=_maybe_number("CATALOG_FETCH_SECONDS") or FETCH_LIMITS.seconds,
        size=_maybe_number("CATALOG_FETCH_SIZE") or FETCH_LIMITS.size,
        memory=_maybe_number("CATALOG_FETCH_MEMORY") or FETCH_LIMITS.memory,
    )


def _maybe_number(variable: str) -> int | None:
    from assetcards.sizes import maybe_size

    value = os.environ.get(variable)
    number = maybe_size(value) if value else None
    if value and not number:
        raise SourceError(f"${variable} is {value[:40]!r}, which is no number above 0", hint="write one, such as 2G")
    return number


_is_forbidden = ContextVar("offline", default=False)


@contextmanager
def offline() -> Iterator[None]:
    """Forbid fetching meanwhile, whatever `CATALOG_OFFLINE` says."""
    before = _is_forbidden.set(True)
    try:
        yield
    finally:
        _is_forbidden.reset(before)


def is_offline() -> bool:
    """Whether fetching is forbidden, by `offline`, or by `CATALOG_OFFLINE`: not by `0`, `no`, `false` or nothing."""
    return _is_forbidden.get() or os.environ.get("CATALOG_OFFLINE", "").strip().lower() not in ("", "0", "no", "false")


def preferred_format() -> str:
    """The format that `CATALOG_FORMAT` asks for, where a verb has it; empty without one."""
    return os.environ.get("CATALOG_FORMAT", "").strip()


def current_environment(env: str | None = None) -> str | None:
    """The environment in force: the one given, else `CATALOG_ENV`, else what the first detector answers, else None."""
    if env is not None:
        return env.strip() or None
    return os.environ.get("CATALOG_ENV", "").strip() or detect_environment()


def system_folder() -> str:
    """`FAIRSEQ2_ASSET_DIR`, or `/etc/fairseq2/assets`; absolute."""
    return absolute_path(os.environ.get("FAIRSEQ2_ASSET_DIR") or "/etc/fairseq2/assets")


def user_folder() -> str:
    """`FAIRSEQ2_USER_ASSET_DIR`, or `fairseq2/assets` below `$XDG_CONFIG_HOME` or `~/.config`; absolute.

    Raises SourceError when none of these is set, and there is no home.
    """
    named = os.environ.get("FAIRSEQ2_USER_ASSET_DIR")
    if named:
        return absolute_path(named)
    configurations = _folder_of_user("XDG_CONFIG_HOME", ".config", "FAIRSEQ2_USER_ASSET_DIR")
    return os.path.normpath(os.path.join(configurations, "fairseq2", "assets"))
