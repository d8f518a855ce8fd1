"""The card files of a tree: which they are, and each read and parsed on demand, and only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice

from assetcards.cpu import CPU_VARIABLE
from assetcards.errors import SourceError
from assetcards.model.card import CardFile, in_tree, weigh
from assetcards.model.scope import Scope
from assetcards.model.work import Work
from assetcards.model.written import may_hold
from assetcards.text.documents import Bounds
from assetcards.trees.foreign import checked, list_files, read_file
from assetcards.trees.paths import is_card_file
from assetcards.trees.tree import FileUnreadableError, Tree, TreeOrigin

MAX_VALUES = 4_000_000
"""How many values the card files of a store may have together; a file has at least one for 20 bytes.

Who lets a run take more processor time than usual may read as many times as much.
"""

MAX_LEFT_OUT = 2000
"""How many files that are no card files are searched for a name that no card has."""


def reading_of(tree: Tree, times: int = 1) -> Work:
    """What counts the values that are read of a tree: as many times the usual may be read."""
    hint = f"split it into several catalogs, or raise {CPU_VARIABLE}: twice the seconds read twice the values"
    return Work(MAX_VALUES * times, f"values in the cards of {tree.origin}", hint=hint)


class CardFiles:
    """A tree of card files with what was read and parsed of them so far.

    `scope` says which of its files count; without one all. What is parsed counts for `reading`.
    """

    def __init__(
        self, tree: Tree, *, bounds: Bounds | None = None, reading: Work | None = None, scope: Scope | None = None
    ) -> None:
        self.tree = checked(tree)
        self._scope = scope
        self._bounds = bounds or Bounds()
        self._reading = reading or reading_of(tree)
        self._contents: dict[str, bytes | None] = {}
        self._files: dict[str, CardFile] = {}
        self._same: Mapping[str, CardFiles] = {}
        self._paths: Sequence[str] | None = None

    @property
    def scope(self) -> Scope | None:
        """Which of its files count; None if all do."""
        return self._scope

    @property
    def origin(self) -> TreeOrigin:
        """Where the cards are from."""
        return self.tree.origin

    @property
    def bounds(self) -> Bounds:
        """The bounds of its files."""
        return self._bounds

    def paths(self) -> Sequence[str]:
        """The paths of all card files, sorted. Raises SourceError when the store cannot be listed."""
        if self._paths is None:
            self._paths = self._in_scope(list_files(self.tree))
        return self._paths

    def there(self, paths: Iterable[str]) -> Sequence[str]:
        """Those of some paths that are card files of a tree which knows digests, sorted; nothing is listed for it."""
        return self._in_scope([path for path in sorted(paths) if is_card_file(path) and self.tree.maybe_digest(path)])

    def misspelled_paths(self) -> Sequence[str]:
        """The paths of files that would be card files if case did not matter, sorted."""
        return self._in_scope(self.tree.misspelled_files())

    def paths_out_of_scope(self) -> Sequence[str]:
        """The paths of files of the tree that are no card files, because they are hidden or excluded."""
        files = list_files(self.tree)
        counted = set(self._in_scope(files))
        return [path for path in files if path not in counted and is_card_file(path)]

    def _in_scope(self, paths: Sequence[str]) -> Sequence[str]:
        return paths if self.scope is None else self.scope.select(paths)

    def explain_left_out(self, name: str) -> str:
        """Where a file that is no card file defines a card of that name, and why it is none; empty if none does."""
        for path, content in self._left_out.items():
            if may_hold(content, name):
                from assetcards.model.reading import parse_card_file

                cards = parse_card_file(self.tree, path, content, self._bounds).cards
                card = next((card for card in cards if card.name == name), None)
                if card is not None:
                    return f"`{path}:{card.line}` defines it, but {self._explain(path)}"
        return ""

    @property
    def was_searched_aside(self) -> bool:
        """Whether somebody missed a card, so that files were searched that are no card files."""
        return "_left_out" in self.__dict__

    @cached_property
    def _left_out(self) -> Mapping[str, bytes]:
        """The content of files that would be card files elsewhere; read when somebody misses a card."""
        if self.scope is None:
            return {}
        paths = [*self.paths_out_of_scope(), *self.tree.ignored_files()]
        contents: dict[str, bytes] = {}
        for path in islice(paths, MAX_LEFT_OUT):
            with suppress(SourceError):
                contents[path] = read_file(self.tree, path, self._bounds.file_bytes + 1)
        return contents

    def _explain(self, path: str) -> str:
        reason = self.scope.maybe_reason(path) if self.scope is not None else None
        return reason or self.tree.explain_ignored(path)

    def file(self, path: str) -> CardFile:
        """One file, parsed."""
        if path not in self._files:
            same = self._same.get(path)
            self._files[path] = self._load(path) if same is None else in_tree(same.file(path), self.tree)
        return self._files[path]

    def _load(self, path: str) -> CardFile:
        from assetcards.model.reading import load_card_file, parse_card_file  # late: names may be kept

        content = self._contents.pop(path, None)
        if content is None:
            file = load_card_file(self.tree, path, self.bounds)
        else:
            file = parse_card_file(self.tree, path, content, self.bounds)
        self._reading.add(file.weight - (0 if content is None else weigh(content)))
        return file

    def expect(self, paths: Iterable[str]) -> None:
        """Note which files are read next, of those that are not read yet."""
        unread = [path for path in paths if path not in self._files and path not in self._contents]
        self.tree.expect([path for path in unread if path not in self._same])
        elsewhere: defaultdict[CardFiles, list[str]] = defaultdict(list)
        for path in unread:
            if path in self._same:
                elsewhere[self._same[path]].append(path)
        for store, same in elsewhere.items():
            store.expect(same)

    def share(self, other: CardFiles, paths: Iterable[str]) -> None:
        """Let a store with the same bounds read the files that are the same in it, of those that are not read yet."""
        unread = {path: other._same.get(path, other) for path in paths if path not in self._files}
        self._same = {**self._same, **{path: store for path, store in unread.items() if store is not self}}

    def put(self, file: CardFile) -> None:
        """Add a file that was parsed elsewhere."""
        self._files[file.path] = in_tree(file, self.tree)

    def files(self) -> Iterator[CardFile]:
        """Every file, parsed, in the order of paths."""
        return map(self.file, self.paths())

    @property
    def parsed_paths(self) -> list[str]:
        """The files parsed so far."""
        return list(self._files)

    def maybe_content(self, path: str) -> bytes | None:
        """The bytes of a file; None when it cannot be read."""
        if path in self._files:
            return self._files[path].content
        if path in self._same:
            return self._same[path].maybe_content(path)
        if path not in self._contents:
            try:
                content = read_file(self.tree, path, self.bounds.file_bytes + 1)
                self._reading.add(weigh(content))
                self._contents[path] = content
            except FileUnreadableError:
                self._contents[path] = None
        return self._contents[path]
