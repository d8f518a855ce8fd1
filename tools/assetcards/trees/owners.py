"""Whose a file or a folder is: what another user has put in the way is not followed, as git does not trust it."""

from __future__ import annotations

import os
from contextlib import suppress

from assetcards.errors import SourceError


def maybe_stranger(path: str, *friends: str) -> str | None:
    """The name of the owner of a path when it is another user; None where it is our own, or nobody can tell.

    What is root's is trusted, who may change everything anyway, and what is of the owners of the `friends`.
    """
    trusted = {0, os.geteuid()}
    try:
        for friend in friends:
            trusted.add(os.stat(friend).st_uid)
        owner = os.lstat(path).st_uid
    except OSError:
        return None
    return None if owner in trusted else _name_of(owner)


def _name_of(owner: int) -> str:
    import pwd

    with suppress(KeyError):
        return pwd.getpwuid(owner).pw_name
    return str(owner)


def check_links_on_the_way(path: str) -> None:
    """Raise SourceError when an absolute path leads through a link that another user has made."""
    while os.path.dirname(path) != path:
        stranger = maybe_stranger(path) if os.path.islink(path) else None
        if stranger is not None:
            message = f"{path} is a link that belongs to another user ({stranger})"
            raise SourceError(message, hint="remove it, or name another folder")
        path = os.path.dirname(path)
