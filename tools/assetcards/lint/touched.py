"""What a change touches: the files and cards that differ, and the cards that depend on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assetcards.findings import Finding
from assetcards.lint.fingerprints import Owners
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.graph import Graph
from assetcards.names import FullName


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a change touches: files, and cards with their dependents."""

    files: frozenset[str]
    cards: frozenset[FullName]

    def has(self, finding: Finding, owners: Owners) -> bool:
        """Whether a finding is about one of the cards, or about one of the files as a whole."""
        owner = owners.maybe_owner(finding)
        return finding.path in self.files if owner is None else owner in self.cards


def touched_between(before: Catalog, after: Catalog, files: Collection[str]) -> Touched:
    """What a change of files touches."""
    changed = {name for name, _, _ in written_in(before, files) ^ written_in(after, files)}
    return touched_by(files, changed, [*before.all_cards(), *after.all_cards()])


def touched_by(files: Iterable[str], changed: Iterable[FullName], cards: Iterable[Card]) -> Touched:
    """Files, and the changed ones of all cards with those that depend on them."""
    return Touched(files=frozenset(files), cards=frozenset(Graph(cards).with_dependents(changed)))


def written_in(catalog: Catalog, files: Collection[str]) -> set[tuple[FullName, str, str]]:
    """The cards of files, each with its path and its text: a card has changed if one of these differs."""
    store = catalog.own
    found: set[tuple[FullName, str, str]] = set()
    for path in store.paths():
        if path in files:
            found.update((card.full_name, path, text) for card, text in store.file(path).card_texts())
    return found
