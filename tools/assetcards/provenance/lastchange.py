"""The last change of every card: the newest commit along first parents that changed the resolved card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing

from assetcards.comparison.differences import Comparer
from assetcards.comparison.edits import cards_of_both, find_edits
from assetcards.comparison.reach import reached_parts
from assetcards.errors import NotFetchedError, RepositoryNotFoundError
from assetcards.git.commit_tree import CommitTree
from assetcards.git.log import read_commits
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.graph import Graph
from assetcards.model.store import catalog_store
from assetcards.names import Asked, FullName
from assetcards.provenance.cardlog import find_state, is_same
from assetcards.provenance.history import History
from assetcards.provenance.writer import CUT, NOT_IN_GIT, PARTIAL, UNCOMMITTED, Writer
from assetcards.sources.homes import Home, find_home

ELSEWHERE = "in a store of its own, which is not part of this history"


def find_last_changes(catalog: Catalog, cards: Iterable[Card]) -> dict[FullName, Writer]:
    """The last change of each of these cards, which resolve; a card that differs from HEAD is not committed yet.

    Raises GitError if git cannot read the repository of the catalog.
    """
    tree = catalog.own.tree
    wanted = {card.full_name: card.tree is tree for card in cards}
    found = {name: Writer(note=ELSEWHERE) for name, is_own in wanted.items() if not is_own}
    pending = wanted.keys() - found.keys()
    try:
        home = find_home(tree)
    except RepositoryNotFoundError:
        return found | dict.fromkeys(pending, Writer(note=NOT_IN_GIT))
    with closing(home):
        return found | _find_at_home(home, catalog, pending)


def _find_at_home(home: Home, catalog: Catalog, pending: set[FullName]) -> dict[FullName, Writer]:
    if home.commit is None:
        return dict.fromkeys(pending, Writer(note=UNCOMMITTED))
    tree = CommitTree(home.repository, home.commit, home.folder)
    committed = catalog_store(tree, catalog.settings, indexes=catalog.own.indexes)
    history = History(catalog.with_(stores=[committed, *catalog.stores[1:]], env=""))
    latest = history.open(home.commit)
    changed = set() if isinstance(home.tree, CommitTree) else set(_changed(catalog, latest, pending))
    return dict.fromkeys(changed, Writer(note=UNCOMMITTED)) | _walk(history, latest, pending - changed)


def _walk(history: History, latest: Catalog | None, pending: set[FullName]) -> dict[FullName, Writer]:
    """The last change of each card, for cards that are unchanged since the last commit."""
    ids: dict[FullName, str] = {}
    rest = Writer(note=CUT)
    try:
        for commit, changed in _steps_back(history, latest, pending):
            ids |= dict.fromkeys(changed, commit)
    except NotFetchedError:
        rest = Writer(note=PARTIAL)
    commits = read_commits(history.repository, ids.values(), names_of=history.commit)
    found = {name: Writer(commit=commits[commit]) for name, commit in ids.items()}
    return dict.fromkeys(pending, rest) | found


def _steps_back(
    history: History, newer: Catalog | None, pending: Collection[FullName]
) -> Iterator[tuple[str, set[FullName]]]:
    """Each commit with the cards that it changed last."""
    left = set(pending)
    for step in history.steps:
        parents = history.parents_of(step)
        if not left or (not parents and step.commit in history.cut):
            return
        if parents and history.root(parents[0]).tree_id == history.root(step.commit).tree_id:
            continue
        older = history.open(parents[0]) if parents else None
        changed = set(_changed(newer, older, left))
        yield step.commit, changed
        left -= changed
        newer = older


def _changed(newer: Catalog | None, older: Catalog | None, names: Iterable[FullName]) -> Iterator[FullName]:
    """The cards that resolve differently."""
    if newer is None or older is None:
        yield from names
        return
    suspects = _suspects(newer, older)
    comparer = Comparer()
    by_env: defaultdict[str, list[FullName]] = defaultdict(list)
    for name in names:
        if name.name in suspects:
            by_env[name.env].append(name)
    for env, asked in by_env.items():
        sides = newer.with_(env=env), older.with_(env=env)
        for name in asked:
            if not is_same(comparer, *(find_state(catalog, Asked(*name)) for catalog in sides)):
                yield name


def _suspects(newer: Catalog, older: Catalog) -> set[str]:
    """The names of the cards that were edited between two catalogs, and of all their dependents."""
    newer, older = reached_parts(newer, older, through_references=True)
    edits = find_edits(*cards_of_both(newer, older))
    graph = Graph([*newer.all_cards(), *older.all_cards()])
    return {name.name for name in graph.with_dependents(edits)}
