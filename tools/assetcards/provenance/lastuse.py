"""Names that were used before: the last commit that had a card with a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assetcards.errors import CardError
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard
from assetcards.model.written import may_hold
from assetcards.names import Asked, FullName
from assetcards.provenance.history import History
from assetcards.text.documents import Bounds
from assetcards.trees.paths import is_card_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The last commit that had a plain card with a name, and the resolved card; None if it was broken."""

    name: str
    commit: str
    card: ResolvedCard | None


def find_last_uses(history: History, names: Iterable[str]) -> Iterator[Use]:
    """The last use of each name that was used, along the steps of a history.

    Only files that a commit changed are searched, and only those that contain a name are parsed.
    """
    wanted = set(names)
    seen: set[str] = set()
    for step in history.steps:
        root = history.root(step.commit)
        if not wanted or root.tree_id is None:
            continue
        contents = list(_new_contents(history, root.tree_id, seen))
        found = {name for name in wanted if any(may_hold(content, name) for content in contents)}
        catalog = history.open(step.commit) if found else None
        for name in sorted(found):
            if catalog is not None and catalog.find_cards(FullName(name)):
                wanted.discard(name)
                yield Use(name=name, commit=step.commit, card=_maybe_card(catalog, name))


def _maybe_card(catalog: Catalog, name: str) -> ResolvedCard | None:
    try:
        return catalog.maybe_resolve(Asked(name, ""))
    except CardError:
        return None


def _new_contents(history: History, tree_id: str, seen: set[str]) -> Iterator[bytes]:
    """The bytes of the card files below a tree that earlier calls have not seen."""
    pending = [tree_id]
    while pending:
        folder = pending.pop()
        if folder in seen:
            continue
        seen.add(folder)
        for name, entry in history.repository.read_tree(folder).items():
            if entry.is_folder:
                pending.append(entry.object_id)
            elif is_card_file(name) and entry.is_file and entry.object_id not in seen:
                seen.add(entry.object_id)
                yield history.repository.read_object(entry.object_id, Bounds().file_bytes).content
