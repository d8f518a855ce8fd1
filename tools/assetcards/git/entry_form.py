"""What an entry of the cache may look like: plain files and folders, and a configuration such as git makes here.

git obeys what is in a repository before it reads an object of it. So what could make it wait for ever, read elsewhere
or run something is looked for before git sees an entry.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator

from assetcards.errors import CorruptCacheError
from assetcards.git.cache_access import no_access
from assetcards.git.cache_notes import VERIFY
from assetcards.git.cuts import MAX_BYTES
from assetcards.trees.regular import read_regular
from assetcards.trees.tree import FileUnreadableError, describe_mode

_MAX_CONFIG = 1 << 16
_MAX_BYTES = 1 << 26
"""How long a file beside the objects may be: the list of all branches and tags is one."""

_CONFIG = re.compile(
    rb"(?:\s*|\[(?:core|gc|extensions|receive)\]"
    rb"|\s*(?:repositoryformatversion|filemode|bare|ignorecase|precomposeunicode|symlinks|logallrefupdates|auto"
    rb"|sharedrepository|denynonfastforwards|partialclone|objectformat|refstorage)\s*=\s*[\w.-]+)\s*",
    re.IGNORECASE,
)
"""A line of the configuration."""

_ELSEWHERE = ("commondir", "objects/info/alternates", "objects/info/http-alternates")
"""Files that say where more is to be read."""


def check_entry(folder: str) -> None:
    """Raise CorruptCacheError when an entry has what nobody has put there who fetched it.

    Raises CacheAccessError when not all of it may be read: git would take that for damage.
    """
    for path, about in _files_of(folder):
        name = os.path.relpath(path, folder)
        if not stat.S_ISREG(about.st_mode):
            raise _damaged(path, f"is {describe_mode(about.st_mode)}, not a file")
        if not os.access(path, os.R_OK) and os.path.lexists(path):
            raise no_access(path)
        if name in _ELSEWHERE:
            raise _damaged(path, "says that more is to be read elsewhere")
        most = MAX_BYTES if name == "shallow" else _MAX_BYTES
        if about.st_size > most and not name.startswith(f"objects{os.sep}"):
            raise _damaged(path, f"is longer than {most} bytes")
    _check_config(os.path.join(folder, "config"))


def _files_of(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """What is in an entry, and is no folder; less of what vanishes meanwhile."""
    for where, folders, names in os.walk(folder, onerror=_check_access):
        for name in (*folders, *names):
            path = os.path.join(where, name)
            try:
                about = os.lstat(path)
            except OSError:
                continue
            if not stat.S_ISDIR(about.st_mode):
                yield path, about


def _check_access(error: OSError) -> None:
    if isinstance(error, PermissionError):
        raise no_access(os.fspath(error.filename)) from None


def _check_config(path: str) -> None:
    try:
        content = read_regular(path, _MAX_CONFIG)
    except FileUnreadableError as error:
        raise _damaged(path, error.reason) from None
    except OSError:  # git says what is wrong with it
        return
    for line in content.splitlines():
        if not _CONFIG.fullmatch(line):
            raise _damaged(path, "has settings that are none of an entry")


def _damaged(path: str, reason: str) -> CorruptCacheError:
    return CorruptCacheError(f"the cache is damaged: {path} {reason}", hint=VERIFY)
