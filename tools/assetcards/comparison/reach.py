"""The part of two catalogs that a change can reach: the cards that differ, all that depend on them, and their bases.

The files that have these cards are found by their bytes, so most others are never parsed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from assetcards.comparison.edits import same_files
from assetcards.model.card import Card, CardFile
from assetcards.model.catalog import Catalog
from assetcards.model.cautions import deprecation_of
from assetcards.model.lost import lost_names
from assetcards.model.references import named_cards
from assetcards.model.store import Store
from assetcards.model.written import NameSearch, is_written_as_is
from assetcards.reach import reached_from

MAX_NAMES = 300
"""How many names are searched for in the files; beyond, parsing all of them costs less."""


def reached_parts(old: Catalog, new: Catalog, *, through_references: bool = False) -> tuple[Catalog, Catalog]:
    """The parts of two catalogs with the cards that differ, those that depend on them, and the bases of all of these.

    A card depends on its base and on its plain card; with `through_references` also on the cards that it refers to, and
    the parts have these, too. The card that a deprecation names is there in any case.
    Both catalogs as they are, if the bytes of their files do not say, or if too much is reached.
    """
    if not _are_comparable(old, new):
        return old, new
    both = list(zip(old.stores, new.stores, strict=True))
    pairs = {at: _Pair(*stores) for at, stores in enumerate(both) if old.maybe_problem(stores[0]) is None}
    names = _Reach(list(pairs.values()), through_references=through_references).maybe_spread()
    if names is None:
        return old, new
    taken = {at: pair.taken for at, pair in pairs.items()}
    return old.part(taken, names), new.part(taken, names)


def _are_comparable(old: Catalog, new: Catalog) -> bool:
    """Whether both have the same stores, and read the same of the same bytes.

    A store that neither can list, such as a user's folder that is not there, has no cards in either; an upstream may.
    """
    if not old.stores or len(old.stores) != len(new.stores):
        return False
    for before, after in zip(old.stores, new.stores, strict=True):
        missing = old.maybe_problem(before) is not None, new.maybe_problem(after) is not None
        if missing[0] != missing[1] or (missing[0] and (before.upstream or after.upstream)):
            return False
        if not missing[0] and before.bounds != after.bounds:
            return False
    return True


class _Pair:
    """A store on both sides; `taken` are the files of the part, at first those that differ."""

    def __init__(self, before: Store, after: Store) -> None:
        self._sides = before, after
        known = after.maybe_differing(before)
        self.taken = self._differing_when_listed() if known is None else set(known)

    def _differing_when_listed(self) -> set[str]:
        before, after = self._sides
        self._same = same_files(before, after)
        after.share(before, self._same)
        return {*before.paths(), *after.paths()}.difference(self._same)

    @cached_property
    def _same(self) -> Sequence[str]:
        """The files that do not differ."""
        return [path for path in self._sides[0].paths() if path not in self.taken]

    def differing(self) -> list[list[CardFile]]:
        """The files of both sides that differ."""
        found = []
        for side in self._sides:
            paths = side.those_of(self.taken)
            side.expect(paths)
            found.append([side.file(path) for path in paths])
        return found

    def take(self, names: Collection[str]) -> list[CardFile]:
        """Take the files that may have one of the names, and were not taken before."""
        before, after = self._sides
        found = before.maybe_paths_with(names)
        found = (self._searched(names) if found is None else found) - self.taken
        after.share(before, found)
        self.taken |= found
        before.expect(sorted(found))
        return [before.file(path) for path in sorted(found)]

    def _searched(self, names: Collection[str]) -> set[str]:
        before, search = self._sides[0], NameSearch(names)
        left = [path for path in self._same if path not in self.taken]
        before.expect(left)
        return {path for path in left if search.may_be_in(before.maybe_content(path))}


class _Reach:
    """The names that a change reaches."""

    def __init__(self, pairs: list[_Pair], *, through_references: bool) -> None:
        self._pairs = pairs
        self._through_references = through_references
        self._needs: defaultdict[str, set[str]] = defaultdict(set)
        self._users: defaultdict[str, set[str]] = defaultdict(set)
        self._edited: set[str] = set()
        for pair in pairs:
            self._start(*pair.differing())

    def _start(self, before: list[CardFile], after: list[CardFile]) -> None:
        written = set(_written(before)) ^ set(_written(after))
        self._edited |= {name for name, *_ in written}
        for file in (*before, *after):
            self._edited.update(lost_names(file))
            self._learn(file.cards)

    def _learn(self, cards: Iterable[Card]) -> None:
        for card in cards:
            named = set() if card.base is None else {card.base}
            if self._through_references:
                named |= {reference.asked.name for reference in named_cards(card)}
            replacement = deprecation.replaced_by if (deprecation := deprecation_of(card)) is not None else ""
            self._needs[card.name] |= named | ({replacement} if replacement else set())
            for name in named:
                self._users[name].add(card.name)

    def maybe_spread(self) -> set[str] | None:
        """Take all files that the change has to do with, and give the names; None if the bytes do not say which."""
        searched: set[str] = set()
        while True:
            affected = reached_from(self._edited, lambda name: self._users.get(name, ()))
            needed = reached_from(affected, lambda name: self._needs.get(name, ()))
            if len(needed) > MAX_NAMES or not all(map(is_written_as_is, needed)):
                return None
            wanted = sorted(needed - searched)
            if not wanted:
                return needed
            searched |= needed
            for pair in self._pairs:
                for file in pair.take(wanted):
                    self._learn(file.cards)


def _written(files: Iterable[CardFile]) -> Iterator[tuple[str, str, str, str]]:
    """The cards of files, each with its path and its text: a card may have changed if one of these differs."""
    for file in files:
        for card, text in file.card_texts():
            yield card.name, card.env, file.path, text
