"""What a catalog answers for one key press: as much as there is time for, and no errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from time import monotonic

from assetcards.cli.source import Source
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.names import FullName, parse_asked
from assetcards.notices import listening

MAX_SECONDS = 0.7
"""How long answers are collected for one key press: those of a large catalog may not be all."""


def answers_in_time(source: Source, ask: Callable[[Catalog], Iterable[str]], incomplete: str) -> list[str]:
    """What a catalog answers in time, as far as it begins as typed; a shell that completes shows no errors.

    Nothing is fetched: a key press is no wish to wait for a network.
    """
    try:
        with listening(lambda _: None), source.open_leniently(offline=True) as catalog:
            end = monotonic() + MAX_SECONDS
            in_time = takewhile(lambda _: monotonic() < end, ask(catalog))
            return sorted({answer for answer in in_time if answer and answer.startswith(incomplete)})
    except Exception:
        return []


def card_names_in_time(source: Source, incomplete: str) -> list[str]:
    """The full names that begin with what was typed; nothing when the catalog cannot be read."""
    return answers_in_time(source, lambda catalog: _names_with(catalog, incomplete), incomplete)


def _names_with(catalog: Catalog, incomplete: str) -> Iterable[str]:
    """The names in files that hold the beginning: parsing all of a large catalog takes too long for a key press."""
    beginning = parse_asked(incomplete).name if incomplete.strip(" @") else ""
    return map(str, names_beginning(catalog, beginning))


def names_beginning(catalog: Catalog, text: str) -> Iterator[FullName]:
    """The names that begin so, and maybe others, each file read when it is its turn."""
    for store in catalog.stores:
        if catalog.maybe_problem(store) is None:
            yield from store.names_beginning(text)


def cards_in_turn(catalog: Catalog) -> Iterator[Card]:
    """The cards, each file read when it is its turn, so that one may stop in time."""
    for store in catalog.stores:
        if catalog.maybe_problem(store) is None:
            for path in store.paths():
                yield from store.file(path).cards
