"""One store of cards: the cards of a tree by name, and no more of its files parsed than a question needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from operator import attrgetter
from typing import Self, TypeVar

from assetcards.errors import SourceError
from assetcards.findings import Finding
from assetcards.model.card import Card, CardFile
from assetcards.model.files import CardFiles
from assetcards.model.known_words import KnownWords, maybe_known_words, maybe_learned_words
from assetcards.model.name_index import NameIndex, NameIndexes, maybe_indexed_files
from assetcards.model.scope import Scope
from assetcards.model.settings import Settings
from assetcards.model.work import Work
from assetcards.model.written import is_written_as_is
from assetcards.names import FullName
from assetcards.text.documents import Bounds
from assetcards.trees.tree import MAX_FILES, Tree, TreeState

MIN_INDEXED = 20
"""How many files a store has at least whose names are kept: fewer are parsed at once."""

Answer = TypeVar("Answer")


class Store(CardFiles):
    """A tree of card files with the cards read from it so far.

    Look-up by name reads at most the bytes of every file, and parses only files that may have the name; a tree that
    knows more (`Tree.maybe_files_with`) saves the reading, too, and so do `indexes`, which have the names of the cards
    once all were read. `scope` says which of its files count; without one all.
    """

    def __init__(
        self,
        tree: Tree,
        *,
        role: str = "named",
        bounds: Bounds | None = None,
        reading: Work | None = None,
        scope: Scope | None = None,
        indexes: NameIndexes | None = None,
    ) -> None:
        super().__init__(tree, bounds=bounds, reading=reading, scope=scope)
        self.role = role
        self._indexes = indexes
        self._cards: list[Card] | None = None
        self._by_name: defaultdict[str, list[Card]] = defaultdict(list)

    upstream = ""
    """The name of the upstream that it is, if it is one."""

    def with_bounds(self, bounds: Bounds) -> Store:
        """The same tree, read within other bounds; nothing of it is read yet."""
        return Store(self.tree, role=self.role, bounds=bounds, reading=self._reading.again(), scope=self._scope)

    def close(self) -> None:
        """Close the tree, and what is kept of its names; the next question opens them again."""
        self.tree.close()
        self.__dict__.pop("_index", None)

    def part(self, paths: Collection[str], names: Collection[str]) -> Self:
        """The same store with no other files than these, and of their cards only those of these names.

        What one of the two reads, the other has read, too.
        """
        part = copy(self)
        part._paths = self.those_of(paths)
        part._indexes = None
        for known in ("_environments", "lost_names", "_index", "_words", "state"):
            part.__dict__.pop(known, None)
        part.expect(part._paths)
        part._take_cards(card for file in part.files() for card in file.cards if card.name in names)
        return part

    def require_paths(self) -> None:
        """Raise SourceError when the store cannot be listed; one of which names or words are kept could be."""
        if self._index is None and self._words is None:
            self.paths()

    def those_of(self, paths: Collection[str]) -> list[str]:
        """Those of some paths that are card files of the store, sorted; most are not listed for it."""
        if self._paths is None and self._words is not None:
            return list(self.there(paths))
        return [path for path in self.paths() if path in paths]

    def take_over(self, other: Store) -> None:
        """Reuse what a store with the same bounds has read of files that are the same in its tree."""
        for path in self.those_of({**other._contents, **other._files}):
            digest = self.tree.maybe_digest(path)
            if digest is None or digest != other.tree.maybe_digest(path):
                continue
            if path in other._files:
                self.put(other._files[path])
            else:
                self._contents[path] = other._contents[path]

    def maybe_differing(self, other: Store) -> Sequence[str] | None:
        """The card files that are not the same in both stores; None if that is not known without listing them."""
        tree_id = other.tree.maybe_id() if self._rules == other._rules else None
        found = None if tree_id is None else self.tree.maybe_differing(tree_id, MAX_FILES)
        return None if found is None else self._in_scope(found)

    def maybe_paths_with(self, names: Collection[str]) -> set[str] | None:
        """The files that may have one of the names, and maybe others; None where only their bytes say which.

        The words of all files are learned for it, if they can be kept for later questions.
        """
        if self._words is None and self._indexes is not None and self.is_large:
            self._words = maybe_learned_words(self, self._indexes, self._rules)
        return None if self._words is None else self._words.maybe_paths_with(names)

    @cached_property
    def _words(self) -> KnownWords | None:
        return None if self._indexes is None else maybe_known_words(self, self._indexes, self._rules)

    @property
    def indexes(self) -> NameIndexes | None:
        """Where names of its cards are kept, if somewhere."""
        return self._indexes

    @property
    def is_large(self) -> bool:
        """Whether names of its cards are worth keeping."""
        return len(self.paths()) >= MIN_INDEXED

    def is_unchanged(self) -> bool:
        """Whether all is as it was before anything was read, and cannot have changed without that being seen."""
        return self.state is not None and self.state.settled and self._maybe_state_now() == self.state

    @cached_property
    def state(self) -> TreeState | None:
        """What all of this depends on, before anything was read; None if it is not known, or nobody keeps indexes."""
        return None if self._indexes is None or self._files or self._contents else self._maybe_state_now()

    def _maybe_state_now(self) -> TreeState | None:
        """The state of the tree, with the bounds and the scope."""
        try:
            state, rules = self.tree.maybe_state(), self._rules
        except SourceError:  # `paths` raises it as well
            return None
        return None if state is None else state._replace(facts=b"\0\0".join([rules, state.facts]))

    @property
    def _rules(self) -> bytes:
        """What it depends on, beside the tree, which card files there are and how they are read."""
        return repr((self.bounds, self.scope.exclude if self.scope is not None else None)).encode()

    @cached_property
    def _index(self) -> NameIndex | None:
        state = self.state
        return None if state is None or self._indexes is None else self._indexes.maybe_read(state.key, state.facts)

    def _maybe_in_index(self, ask: Callable[[NameIndex], Answer | None]) -> Answer | None:
        """What the index answers, if there is one; one that turns out to be damaged is there no more."""
        answer = None if self._index is None else ask(self._index)
        if answer is None:
            self._index = None
        return answer

    def _keep_index(self) -> None:
        """Keep the names of all cards, if all is as it was before they were read."""
        state = self.state
        if self._indexes is None or self._index is not None or state is None:
            return
        if not self.is_large or not self.is_unchanged():
            return
        indexed = maybe_indexed_files(self.files())
        if indexed is not None:
            self._indexes.keep(state.key, state.facts, indexed)

    def cards(self) -> Sequence[Card]:
        """Every card, in the order of files and lines."""
        if self._cards is not None:
            return self._cards
        self.expect(self.paths())
        cards = self._take_cards(card for file in self.files() for card in file.cards)
        self._keep_index()
        return cards

    def _take_cards(self, cards: Iterable[Card]) -> Sequence[Card]:
        self._cards, self._by_name = list(cards), defaultdict(list)
        for card in self._cards:
            self._by_name[card.name].append(card)
        return self._cards

    def cards_named(self, name: str) -> Sequence[Card]:
        """The plain card of a name and its overrides; parses the files that may have it, unless all are parsed."""
        if self._cards is not None:
            return self._by_name.get(name, ())
        return [card for file in self._files_naming(name) for card in file.cards if card.name == name]

    def _files_naming(self, name: str) -> Iterator[CardFile]:
        """The files that may have cards of that name, parsed."""
        paths = self._maybe_in_index(lambda index: index.maybe_paths_of(name))
        if paths is not None:
            return map(self.file, paths)
        words = self._words if is_written_as_is(name) else None
        known = None if words is None else words.maybe_paths_with([name])
        return self.files_with(name) if known is None else map(self.file, sorted(known))

    def full_names(self) -> Iterable[FullName]:
        """The full name of every card, by name; those of one name in the order of files and lines."""
        known = None if self._cards is not None else self._maybe_in_index(NameIndex.maybe_full_names)
        if known is not None:
            return known
        return sorted((card.full_name for card in self.cards()), key=attrgetter("name"))

    def plain_names(self) -> Sequence[str]:
        """The name of every plain card, sorted."""
        known = None if self._cards is not None else self._maybe_in_index(NameIndex.maybe_plain_names)
        return sorted(card.name for card in self.cards() if not card.env) if known is None else known

    def names_beginning(self, text: str) -> Iterable[FullName]:
        """The full names of cards whose names begin so, and maybe others; parses files one by one if need be."""
        known = self._maybe_in_index(lambda index: index.maybe_full_names(text))
        return (card.full_name for file in self.files_with(text) for card in file.cards) if known is None else known

    def files_lacking(self, text: str) -> Iterator[CardFile]:
        """The files that may have the string in a name and have errors, and maybe others; parsed."""
        if self._index is not None:
            return map(self.file, self._holding(text, self._index.broken))
        return self.files_with(text)

    def has_environment(self, env: str) -> bool:
        """Whether any card is an override for the environment; parses the files that may have its name."""
        if self._cards is not None:
            return env in self._environments
        if self._index is not None:
            return self._index.has_environment(env)
        return any(card.env == env for file in self.files_with(env) for card in file.cards)

    @cached_property
    def _environments(self) -> frozenset[str]:
        return frozenset(card.env for card in self.cards())

    @cached_property
    def lost_names(self) -> Mapping[str, Finding]:
        """The names in files that could not be read completely, each with the error there.

        A card that another one needs may be among them; then this error is the cause, and not that the card is missing.
        """
        from assetcards.model.lost import lost_names

        lost: dict[str, Finding] = {}
        for file in self.files() if self._index is None else map(self.file, self._index.broken):
            lost |= lost_names(file)
        return lost

    def files_with(self, text: str) -> Iterator[CardFile]:
        """The files that may have the string in a name, parsed; a superset, so check the cards."""
        return map(self.file, self._paths_with(text))

    def _paths_with(self, text: str) -> Iterable[str]:
        if not is_written_as_is(text):
            return self.paths()
        known = self.tree.maybe_files_with(text)
        if known is not None:
            return known
        return self._holding(text, self.paths())

    def _holding(self, text: str, paths: Sequence[str]) -> Sequence[str]:
        """Those of some files that may have the string in a name, by their bytes."""
        if not is_written_as_is(text):
            return paths
        self.expect(paths)
        contents = ((path, self.maybe_content(path)) for path in paths)
        literally = text.encode()
        return [path for path, content in contents if content is None or literally in content or b"\\" in content]


def catalog_store(
    tree: Tree, settings: Settings, *, reading: Work | None = None, indexes: NameIndexes | None = None
) -> Store:
    """The store of a tree that was opened as a catalog: its settings say which files are card files, and the bounds.

    Without `catalog.toml` all `*.yaml` files are, as for fairseq2.
    """
    return Store(
        tree, role="catalog", bounds=settings.bounds, reading=reading, scope=scope_of(settings), indexes=indexes
    )


def scope_of(settings: Settings) -> Scope | None:
    """Which files count below a root with these settings."""
    return Scope(settings.exclude) if settings.is_catalog else None
