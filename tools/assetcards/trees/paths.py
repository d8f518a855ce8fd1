"""Paths: of card files in a tree, and of folders on this machine."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable

from assetcards.errors import SourceError

CARD_SUFFIXES = (".yaml", ".yml")


def is_card_file(path: str) -> bool:
    """Whether a file of that name is read as a card file."""
    return path.endswith(CARD_SUFFIXES)


def is_misspelled(path: str) -> bool:
    """Whether a file would be a card file if the case of its suffix did not matter.

    >>> is_misspelled("tiny.YAML"), is_misspelled("tiny.yaml"), is_misspelled("tiny.txt")
    (True, False, False)
    """
    return path.lower().endswith(CARD_SUFFIXES) and not is_card_file(path)


def below_root(path: str) -> str:
    """A path of a tree without dots; the root is the empty one.

    >>> below_root("./a/../b"), below_root(".")
    ('b', '')
    """
    plain = posixpath.normpath(path)
    return "" if plain == "." else plain


def folders_above(paths: Iterable[str]) -> frozenset[str]:
    """All folders on the way to some files, and the root.

    >>> sorted(folders_above(["a/b/c.pt", "d.pt"]))
    ['', 'a', 'a/b']
    """
    found = {""}
    for path in paths:
        folder = posixpath.dirname(path)
        while folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return frozenset(found)


def file_uri(path: str) -> str:
    """An absolute path as a `file://` URI; `..`, `~` and links stay as they are.

    >>> file_uri("/models/./a b.pt")
    'file:///models/a%20b.pt'
    """
    from pathlib import PurePosixPath
    from urllib.parse import quote_from_bytes

    return "file://" + quote_from_bytes(os.fsencode(PurePosixPath(path)))


def check_absolute(folder: str | os.PathLike[str]) -> str:
    """The normalized path of a folder. Raises SourceError for a relative one: the library knows no current directory.

    >>> check_absolute("/srv/./cards/")
    '/srv/cards'
    """
    if not os.path.isabs(folder):
        hint = "write the absolute path, or use `open_catalog`, which accepts relative ones"
        raise SourceError(f"{os.fspath(folder)!r} is not an absolute path", hint=hint)
    return os.path.normpath(folder)
