"""A bar on a terminal for what takes long, and nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

from assetcards.assets.asset import Asset
from assetcards.assets.hashing import Watch, unwatched
from assetcards.escaping import safe
from assetcards.sizes import render_size

_NO_END, _STEP = 1 << 62, 1 << 24
"""How long what is watched may be, and after how many bytes the line is written again."""

_Item = TypeVar("_Item")


@contextmanager
def watched(items: Sequence[_Item], *, label: str, at_least: int = 0) -> Iterator[Iterable[_Item]]:
    """The items, with a bar that shows how far one is, if there are at least so many."""
    hidden = len(items) < at_least or not sys.stderr.isatty()
    with click.progressbar(items, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar


@contextmanager
def watched_bytes(asset: Asset) -> Iterator[Watch]:
    """What is called with the number of bytes of an asset that are done, each time; a line shows how many these are."""
    if not sys.stderr.isatty():
        yield unwatched
        return
    done = 0

    def show(_: int | None) -> str:
        return render_size(done)

    with click.progressbar(
        length=_NO_END,
        label=safe(f"{asset.card} {asset.field}"),
        file=sys.stderr,
        bar_template="%(label)s  %(info)s",
        show_percent=False,
        show_eta=False,
        item_show_func=show,
        update_min_steps=_STEP,
    ) as bar:

        def step(size: int) -> None:
            nonlocal done
            done += size
            bar.update(size)

        yield step
