"""What is said where something else than a revision is named to a verb that compares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from assetcards.cli.source import Source
from assetcards.errors import AssetCardsError, RevisionError, shorten
from assetcards.model.catalog import Catalog
from assetcards.sources.ranges import Range


@contextmanager
def cards_explained(ends: Range, repo: str | None, root: str | None, stores: tuple[str, ...]) -> Iterator[None]:
    """While these ends are opened: where a card or a file is named instead of a revision, the error says what to do."""
    try:
        yield
    except RevisionError as error:
        if os.path.lexists(error.revision):
            hint = "leave it out: all cards are compared; `catalog log CARD` shows what changed one"
            message = f"{shorten(error.revision)!r} is a path, and names no commit"
            raise RevisionError(error.revision, message, hint=hint) from None
        cards = [end.asked for end in ends if end.kind == "commit"]
        with _maybe_open(repo, root, stores) as catalog:
            if catalog is None or error.revision not in catalog:
                raise
            pair = " ".join(cards if all(name in catalog for name in cards) and len(cards) == 2 else ["CARD", "CARD"])
        name = shorten(error.revision)
        message = f"{name!r} is a card, and names no commit"
        hint = f"`catalog compare {shorten(pair)}` compares two cards, `catalog log {name}` shows what changed one"
        raise RevisionError(error.revision, message, hint=hint) from None


@contextmanager
def _maybe_open(repo: str | None, root: str | None, stores: tuple[str, ...]) -> Iterator[Catalog | None]:
    """The cards that a name may be of, those of the checkout; None when they cannot be read."""
    try:
        opened = Source(repo=repo, root=root, stores=stores).open_leniently(alone=True, offline=True)
    except AssetCardsError:
        yield None
        return
    with opened:
        yield opened
