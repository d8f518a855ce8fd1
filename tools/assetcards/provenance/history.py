"""The past of a catalog: the commits that led to it, and the catalog at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assetcards.errors import NotFetchedError, RevisionError, SourceError
from assetcards.git.ancestry import walk_back
from assetcards.git.commit_tree import CommitTree
from assetcards.git.folders import CommitFolders
from assetcards.git.moves import maybe_moved_from
from assetcards.git.objects import Step
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.name_index import WordsAlone
from assetcards.model.settings_file import load_settings
from assetcards.model.store import Store, catalog_store
from assetcards.model.word_index import WordIndex, WordIndexes
from assetcards.model.work import Work
from assetcards.text.documents import Bounds
from assetcards.trees.tree import SETTINGS_FILE

MAX_VALUES = 8_000_000
"""How many values may be read from the card files of all commits of a history; an unchanged file is read once."""

_ASK_LESS = "read a part of the history"


class Root(NamedTuple):
    """The folder of the cards in a commit, and the id of its tree; None if there is no such folder."""

    folder: str
    tree_id: str | None
    has_settings: bool


class _WordsOfRun:
    """The words that were read last, for all commits of a walk, also where none can be kept for later runs."""

    def __init__(self, kept: WordIndexes | None) -> None:
        self._kept = kept
        self._last: dict[tuple[str, bytes], WordIndex] = {}

    def maybe_read(self, place: str, facts: bytes) -> WordIndex | None:
        """As `WordIndexes`."""
        if (place, facts) in self._last or self._kept is None:
            return self._last.get((place, facts))
        return self._kept.maybe_read(place, facts)

    def keep(self, place: str, facts: bytes, index: WordIndex) -> None:
        """As `WordIndexes`."""
        self._last = {(place, facts): index}
        if self._kept is not None:
            self._kept.keep(place, facts, index)


class History:
    """The commits that led to that of a catalog: `steps`, the newest first, each before its parents.

    Only first parents are followed, unless `all_parents`. `cut` are the commits whose parents a shallow clone lacks.
    """

    def __init__(self, catalog: Catalog, *, all_parents: bool = False) -> None:
        tree = catalog.own.tree
        if not isinstance(tree, CommitTree):
            raise SourceError(f"{tree.origin} is not a commit, so it has no history", hint="open it at a revision")
        self.repository = tree.repository.with_history()
        self.commit = tree.origin.commit
        self.steps = walk_back(self.repository, self.commit, all_parents=all_parents)
        self.repository.want_folders(step.commit for step in self.steps)
        self.cut = self.repository.cut_commits
        self._all_parents = all_parents
        indexes = catalog.own.indexes
        self._indexes = WordsAlone(_WordsOfRun(None if indexes is None else indexes.words))
        self._catalog = catalog
        self._reading = Work(MAX_VALUES, f"values in the cards of the history of {tree.origin}", hint=_ASK_LESS)
        self._by_commit = {step.commit: step for step in self.steps}
        self._untracked = iter(self.steps)
        self._roots: dict[str, Root | NotFetchedError] = {
            self.commit: self._look(self.steps[0].tree, tree.origin.folder)
        }
        self._last: tuple[Store, Bounds] | None = None
        self.repository.want(lambda: self._ids_of(tree.origin.folder))

    def _ids_of(self, folder: str) -> Iterator[str]:
        """The trees of a folder in all commits, as far as they are here."""
        for step in self.steps:
            found = self._look(step.tree, folder)
            if found.tree_id is not None:
                yield found.tree_id

    def parents_of(self, step: Step) -> tuple[str, ...]:
        """The parents that the walk follows."""
        return step.parents if self._all_parents else step.parents[:1]

    def root(self, commit: str) -> Root:
        """The root of the catalog in a commit of the walk; a moved `catalog.toml` is followed, else a moved folder.

        Raises NotFetchedError if a partial clone lacks folders of that commit, or of one on the way to it.
        """
        while commit not in self._roots:
            step = next(self._untracked)
            for parent in self.parents_of(step):
                if parent not in self._roots:
                    self._roots[parent] = self._track(step, self._by_commit[parent])
        root = self._roots[commit]
        if isinstance(root, NotFetchedError):
            raise root
        return root

    def _track(self, step: Step, parent: Step) -> Root | NotFetchedError:
        root = self._roots[step.commit]
        try:
            return root if isinstance(root, NotFetchedError) else self._root_before(root, step, parent)
        except NotFetchedError as error:
            return error

    def _root_before(self, root: Root, step: Step, parent: Step) -> Root:
        before = self._look(parent.tree, root.folder)
        if root.has_settings and not before.has_settings:
            removed = self._settings_folders(parent.commit) - self._settings_folders(step.commit)
            return self._moved(before, parent, removed.pop() if len(removed) == 1 else None)
        if root.tree_id is not None and before.tree_id is None:  # a folder that somebody named
            return self._moved(before, parent, maybe_moved_from(self.repository, step.tree, parent.tree, root.folder))
        return before

    def _moved(self, root: Root, commit: Step, folder: str | None) -> Root:
        """The root in a commit in which it was in another folder, if that is known."""
        if folder is None:
            return root
        self.repository.want(lambda: self._ids_of(folder))
        return self._look(commit.tree, folder)

    def _look(self, tree_id: str, folder: str) -> Root:
        for part in filter(None, folder.split("/")):
            entry = self.repository.read_tree(tree_id).get(part)
            if entry is None or not entry.is_folder:
                return Root(folder, None, has_settings=False)
            tree_id = entry.object_id
        settings = self.repository.read_tree(tree_id).get(SETTINGS_FILE)
        return Root(folder, tree_id, has_settings=settings is not None and settings.is_file)

    def _settings_folders(self, commit: str) -> set[str]:
        folders = CommitFolders(self.repository, commit)
        return set(folders.catalogs(""))

    def open(self, commit: str, *, env: str | None = None, revision: Revision | None = None) -> Catalog | None:
        """The catalog at a commit of the walk; None if there was none.

        It shares unchanged files with the one opened before. Raises what `root` raises, and CorruptObjectError for
        damaged folders.
        """
        root = self.root(commit)
        if root.tree_id is None:
            return None
        tree = CommitTree(self.repository, commit, root.folder)
        settings = load_settings(tree)
        store = catalog_store(tree, settings, reading=self._reading, indexes=self._indexes)
        store.require_paths()  # to a catalog, a store that cannot be listed has no cards
        if self._last is not None and self._last[1] == settings.bounds:
            store.take_over(self._last[0])
        self._last = store, settings.bounds
        revision = revision or Revision(asked=commit, commit=commit)
        others = [each for each in self._catalog.stores[1:] if not each.upstream]
        stores = [store, *self._catalog.open_upstreams(settings.upstreams, tree), *others]
        return self._catalog.with_(stores=stores, settings=settings, env=env or "", revision=revision)


def open_at(catalog: Catalog, moment: int, written: str) -> Catalog:
    """A catalog as it was at a moment, in seconds since 1970: at the last commit along first parents that is not later.

    `written` is how somebody wrote the moment. Raises RevisionError when there was no commit then, or no catalog in it.
    """
    history = History(catalog)
    asked = catalog.revision.asked if catalog.revision else history.commit
    step = next((step for step in history.steps if step.time is not None and step.time <= moment), None)
    if step is None:
        raise RevisionError(asked, f"{asked} has no commit at or before {written}", hint=_explain_none(history))
    revision = Revision(asked=f"{asked} at {written}", commit=step.commit)
    opened = history.open(step.commit, env=catalog.env, revision=revision)
    if opened is None:
        raise RevisionError(asked, f"{asked} had no catalog at {written}, in commit {step.commit[:12]}")
    return opened


def _explain_none(history: History) -> str:
    """Why no commit of a walk has an early enough date."""
    if history.cut:
        return "this clone is shallow: fetch more of the history"
    dated = [step for step in history.steps if step.time is not None]
    if len(dated) == len(history.steps):
        return "its first commit is later"
    return "no date of its commits can be read" if not dated else "not all dates of its commits can be read"
