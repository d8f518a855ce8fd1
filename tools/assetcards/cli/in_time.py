"""What a catalog answers for one key press: as much as there is time for, and no errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from time import monotonic
from zlib import crc32

from assetcards.cli.source import Source
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
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


def cards_in_turn(catalog: Catalog, telling: re.Pattern[bytes]) -> Iterator[Sequence[Card]]:
    """The cards of one file after the other, so that one may stop in time; those first that say what is new.

    That is something that `telling` finds in no file before: to parse all of a large catalog takes too long. Files come
    in the order of no folder, so that what is found in time is not that of the first one alone. Where a file has its
    turn later, no cards are given, so that the time is looked at.
    """
    told: set[bytes] = set()
    later: list[tuple[Store, str]] = []
    for store, path in _files_in_no_order(catalog):
        said = set(telling.findall(store.maybe_content(path) or b""))
        if said <= told:
            later.append((store, path))
            yield ()
        else:
            told |= said
            yield store.file(path).cards
    yield from (store.file(path).cards for store, path in later)


def _files_in_no_order(catalog: Catalog) -> Iterator[tuple[Store, str]]:
    for store in catalog.stores:
        if catalog.maybe_problem(store) is None:
            paths = sorted(store.paths(), key=lambda path: crc32(path.encode(errors="surrogateescape")))
            yield from ((store, path) for path in paths)
