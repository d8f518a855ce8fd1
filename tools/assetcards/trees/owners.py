"""The owners of files and folders: links of other users are not followed, as git does not trust them."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress

from assetcards.errors import SourceError


def trusted_users(*folders: str) -> frozenset[int]:
    """The ids of trusted users: our own, root, who may change everything anyway, and the owners of some folders, such
    as the current directory."""
    owners = {os.stat(folder).st_uid for folder in folders if os.path.exists(folder)}
    return frozenset({0, os.geteuid(), *owners})


def maybe_stranger(path: str, trusted: Collection[int]) -> str | None:
    """The name of the owner of a path if it is not a trusted user; None if that is unknown."""
    try:
        owner = os.lstat(path).st_uid
    except OSError:
        return None
    return None if owner in trusted else name_of_user(owner)


def name_of_user(owner: int) -> str:
    """The name of a user, by id; the id where there is none."""
    import pwd

    with suppress(KeyError):
        return pwd.getpwuid(owner).pw_name
    return str(owner)


def check_links_on_the_way(path: str) -> None:
    """Raise SourceError when an absolute path leads through a link that another user has made."""
    trusted = trusted_users()
    while os.path.dirname(path) != path:
        stranger = maybe_stranger(path, trusted) if os.path.islink(path) else None
        if stranger is not None:
            message = f"{path} is a link that belongs to another user ({stranger})"
            raise SourceError(message, hint="remove it, or name another folder")
        path = os.path.dirname(path)
