"""Why a command that talks to another machine has failed: each cause its own error, with what to do about it."""

from __future__ import annotations

import errno
import re

from assetcards.errors import (
    AccessRefusedError,
    FetchLimitError,
    GitError,
    RemoteError,
    UnreachableError,
    UnsupportedRepositoryError,
)
from assetcards.git.addresses import Address
from assetcards.git.limits import Exceeded
from assetcards.git.transfer import Transfer
from assetcards.redaction import redact

_VARIABLES: dict[Exceeded, str] = {
    "seconds": "CATALOG_FETCH_SECONDS",
    "size": "CATALOG_FETCH_SIZE",
    "memory": "CATALOG_FETCH_MEMORY",
}
"""The variable that raises each limit that may have to be raised."""

_SYSTEM = {
    "No space left on device": errno.ENOSPC,
    "Disk quota exceeded": errno.EDQUOT,
    "Read-only file system": errno.EROFS,
    "Input/output error": errno.EIO,
}
_OWN_DISK = re.compile(f"(?:^|\r)(?:fatal|error): (?!remote error).*({'|'.join(_SYSTEM)})", re.MULTILINE)
"""What the system says to git of the folder that it fetches into; what a server or its shell says is none of it."""

_UNSUPPORTED = re.compile(r"object.format|unknown repository extension")
_FOREIGN = re.compile(r"dubious ownership in repository at '(?P<folder>.*)'")
_REFUSED = re.compile(
    r"could not read (?:Username|Password)|Authentication failed|Permission denied|access denied|not exported"
    r"|Repository not found|not found: did you run|repository '.*' not found|does not appear to be a git repository"
    r"|returned error: 40[134]|terminal prompts disabled|Host key verification failed|authentication failures"
    r"|No supported authentication",
    re.IGNORECASE,
)
_UNREACHABLE = re.compile(
    r"Could not resolve|Name or service not known|Connection (?:refused|reset|closed|timed out)|unable to connect"
    r"|Failed to connect|Couldn't connect|Operation (?:too slow|timed out)|early EOF|hung up|unable to look up"
    r"|No route to host|Network is unreachable|SSL|certificate|returned error: 5\d\d|unable to access"
    r"|not responding|Temporary failure in name resolution",
    re.IGNORECASE,
)


def check_disk(said: str) -> None:
    """Raise OSError when git says that it could not write to our disk."""
    found = _OWN_DISK.search(said)
    if found:
        raise OSError(_SYSTEM[found[1]], found[1])


def explain_failure(address: Address, failed: Transfer) -> GitError:
    """The error for a failed command: all of its output counts, for ssh writes before git does.

    Raises OSError when it is our own disk that failed.
    """
    if failed.limits.folder:
        check_disk(failed.said)
    shown = address.shown
    said = redact(failed.complaint.replace(address.text, shown))
    if failed.exceeded:
        return _explain_limit(shown, said, failed.exceeded)
    if _UNSUPPORTED.search(failed.said):
        return UnsupportedRepositoryError(f"{shown}: {said}", hint="install a newer git")
    foreign = _FOREIGN.search(failed.said)
    if foreign:
        hint = f"if you trust it: git config --global --add safe.directory {foreign['folder']}"
        return AccessRefusedError(shown, "it belongs to another user, and git does not serve it", hint=hint)
    if _REFUSED.search(failed.said):
        return AccessRefusedError(shown, said, hint="check the address, and that git may read it")
    if _UNREACHABLE.search(failed.said):
        return UnreachableError(shown, said, hint="check the address and the network, and try again")
    return RemoteError(shown, said, hint="check that a git repository is served there")


def _explain_limit(shown: str, said: str, exceeded: Exceeded) -> GitError:
    if exceeded == "silence":
        return UnreachableError(shown, said, hint="try again, or ask its administrator")
    variable = _VARIABLES.get(exceeded)
    return FetchLimitError(
        shown, said, hint=f"if that is expected, raise {variable}" if variable else "ask its administrator"
    )
