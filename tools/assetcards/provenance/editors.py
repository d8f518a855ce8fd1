"""Who edited a card: the newest commit that gave it the text that it has, or that removed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from assetcards.errors import NotFetchedError
from assetcards.git.log import read_commits
from assetcards.git.objects import Step, TreeEntry
from assetcards.git.tree import GitTree
from assetcards.model.card import LINE_BREAK
from assetcards.model.catalog import Catalog
from assetcards.names import FullName
from assetcards.provenance.writer import CUT, PARTIAL, UNCOMMITTED, Writer
from assetcards.sources.homes import MAX_FILE_BYTES, Home, find_home

MAX_STEPS = 20_000
"""How many commits are looked at for all cards together: a range of a review has few."""

FAR = "the commit is further back than was looked"

_SEPARATOR = re.compile(r"^---(?=\s|$).*$", re.MULTILINE)


class _Edited(NamedTuple):
    """A card as one side of a change has it: the new one if it `is_there`, else the old one."""

    path: str
    text: str
    is_there: bool


def find_editors(old: Catalog, new: Catalog, names: Iterable[FullName]) -> dict[FullName, Writer]:
    """Who edited cards of the own stores between two catalogs.

    Nobody is known of a checkout, whose edits are mostly not committed yet, and of a remote repository, whose history
    would have to be fetched for it. Raises GitError if git cannot read the repository.
    """
    tree = new.own.tree if new.stores else None
    edited = dict(_locate(old, new, names))
    if not edited or not isinstance(tree, GitTree) or tree.repository.is_fetched:
        return {}
    home = find_home(tree)
    if home.commit is None:
        return dict.fromkeys(edited, Writer(note=UNCOMMITTED))
    home.bring_history(since=filter(None, [old.own.origin.commit] if old.stores else []))
    found = _Search(home, home.commit).find(edited)
    ids = [each for each in found.values() if isinstance(each, str)]
    commits = read_commits(home.repository, ids, names_of=home.commit) if ids else {}
    return {name: Writer(commit=commits[each]) if isinstance(each, str) else each for name, each in found.items()}


def _locate(old: Catalog, new: Catalog, names: Iterable[FullName]) -> Iterator[tuple[FullName, _Edited]]:
    texts: dict[int, str] = {}
    for name in names:
        for side in (new, old):
            card = next((each for each in side.find_cards(name) if each.tree is side.own.tree), None)
            if card is not None:
                if id(card) not in texts:
                    texts.update((id(each), text) for each, text in side.own.file(card.path).card_texts())
                parts = (part.strip() for part in _SEPARATOR.split(texts[id(card)]))
                text = next(filter(None, parts), "")
                yield name, _Edited(card.path, text, is_there=side is new)
                break


class _Search:
    """One search through the history of a repository, from a commit back."""

    def __init__(self, home: Home, tip: str) -> None:
        self._home, self._tip = home, tip
        self._left = MAX_STEPS
        self._documents = cache(self._read_documents)

    def find(self, edited: Mapping[FullName, _Edited]) -> dict[FullName, str | Writer]:
        """The full id of the commit that edited each card, or why it is unknown."""
        found: dict[FullName, str | Writer] = {}
        for name, each in edited.items():
            try:
                found[name] = self._editor(self._home.path_of(each.path), each)
            except NotFetchedError:
                found[name] = Writer(note=PARTIAL)
        return found

    def _editor(self, path: str, edited: _Edited) -> str | Writer:
        """The first commit on the way back of which no parent has the card as it is now."""
        repository = self._home.repository
        step = repository.read_step_here(self._tip)
        if self._has(step, path, edited.text) is not edited.is_there:
            return Writer(note=UNCOMMITTED)
        while self._left:
            self._left -= 1
            parents = map(repository.read_step_here, step.parents)
            same = next((each for each in parents if self._has(each, path, edited.text) is edited.is_there), None)
            if same is None:
                return Writer(note=CUT) if step.commit in repository.cut_commits else step.commit
            step = same
        return Writer(note=FAR)

    def _has(self, step: Step, path: str, text: str) -> bool:
        """Whether a commit has a document of that text in a file."""
        entry = self._entry(step.tree, path)
        if entry is None or not entry.is_file:
            return False
        return any(document.endswith(f"\n{text}") for document in self._documents(entry.object_id))

    def _entry(self, tree_id: str, path: str) -> TreeEntry | None:
        *folders, name = path.split("/")
        for folder in folders:
            entry = self._home.repository.read_tree(tree_id).get(folder)
            if entry is None or not entry.is_folder:
                return None
            tree_id = entry.object_id
        return self._home.repository.read_tree(tree_id).get(name)

    def _read_documents(self, object_id: str) -> tuple[str, ...]:
        """The documents of a file, each after a line break, whatever its line endings."""
        content = self._home.repository.read_object(object_id, MAX_FILE_BYTES).content
        text = LINE_BREAK.sub("\n", content.decode("utf-8", "replace"))
        return tuple(f"\n{part.strip()}" for part in _SEPARATOR.split(text))
