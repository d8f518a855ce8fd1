"""A bar on a terminal for what takes long, and nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

from assetcards.assets.hashing import Watch, unwatched

_Item = TypeVar("_Item")


@contextmanager
def watched(items: Sequence[_Item], *, label: str, at_least: int = 0) -> Iterator[Iterable[_Item]]:
    """The items, with a bar that shows how far one is, if there are at least so many."""
    hidden = len(items) < at_least or not sys.stderr.isatty()
    with click.progressbar(items, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar


@contextmanager
def watched_bytes(label: str, size: int | None) -> Iterator[Watch]:
    """What is called with the number of bytes that are done, each time; a bar shows how many of `size` that makes."""
    if not sys.stderr.isatty() or not size:
        yield unwatched
        return
    with click.progressbar(length=size, label=label, file=sys.stderr) as bar:
        yield bar.update
