"""Which cards were edited between two catalogs."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assetcards.canonical import encode_canonical
from assetcards.git.tree import GitTree
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
from assetcards.names import FullName
from assetcards.nodes import plain_value
from assetcards.trees.tree import FileUnreadableError

Cards: TypeAlias = Mapping[FullName, Sequence[Card]]
"""All cards of a catalog by full name; resolving a name with two cards is an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What happened to a card."""

    kind: Literal["added", "removed", "changed"]


def cards_of_both(old: Catalog, new: Catalog) -> tuple[Cards, Cards]:
    """The cards of two catalogs that differ in their first store only; a file that both share is parsed once."""
    share_files(old, new)
    return _by_name(old), _by_name(new)


def share_files(old: Catalog, new: Catalog) -> None:
    """Let the new catalog read in the old one the files that have not changed."""
    if old.settings.bounds == new.settings.bounds:
        for before, after in zip(old.stores, new.stores, strict=False):
            if old.maybe_problem(before) is None and new.maybe_problem(after) is None:
                after.share(before, same_files(before, after))


def _by_name(catalog: Catalog) -> Cards:
    """Of two cards with a name, that of an upstream is the first, so that ours is the one that is reported."""
    found: defaultdict[FullName, list[Card]] = defaultdict(list)
    for card in sorted(catalog.all_cards(), key=catalog.is_ours):
        found[card.full_name].append(card)
    return dict(found)


def maybe_differing(before: Store, after: Store) -> Set[str] | None:
    """The files, of cards or not, that differ in two trees of git; None of other trees."""
    old, new = before.tree, after.tree
    if not isinstance(old, GitTree) or not isinstance(new, GitTree):
        return None
    return new.differing_from(old)


def same_files(before: Store, after: Store) -> list[str]:
    """The paths of the card files that two stores with the same bounds have alike."""
    known = set(before.paths())
    shared = [path for path in after.paths() if path in known]
    by_id = after.maybe_differing(before)  # without listing more than these files
    differing = maybe_differing(before, after) if by_id is None else set(by_id)
    if differing is not None:
        return [path for path in shared if path not in differing]
    digests = {path: (before.tree.maybe_digest(path), after.tree.maybe_digest(path)) for path in shared}
    unknown = [path for path in shared if None in digests[path]]
    before.expect(unknown)
    alike = {path for path in unknown if _has_same_bytes(before, after, path)}
    return [path for path in shared if path in alike or (None not in digests[path] and len(set(digests[path])) == 1)]


def _has_same_bytes(before: Store, after: Store, path: str) -> bool:
    try:
        return after.tree.read(path, after.bounds.file_bytes + 1) == before.maybe_content(path)
    except FileUnreadableError:
        return False


def find_edits(old: Cards, new: Cards) -> dict[FullName, Edit]:
    """The cards that differ, and what happened to each."""
    edits: dict[FullName, Edit] = {}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ()), new.get(name, ())
        if not before or not after:
            edits[name] = Edit(kind="removed" if before else "added")
        elif len(before) != len(after) or any(map(_is_edited, before, after)):
            edits[name] = Edit(kind="changed")
    return edits


def _is_edited(before: Card, after: Card) -> bool:
    """Whether a card differs in its text or its folder: in another folder, a relative path names another file."""
    if before.document is after.document:
        return False
    same_folder = posixpath.dirname(before.path) == posixpath.dirname(after.path)
    if before.broken != after.broken or not same_folder or before.fields.keys() != after.fields.keys():
        return True
    return any(_written(before, field) != _written(after, field) for field in before.fields)


def _written(card: Card, field: str) -> bytes:
    return encode_canonical(plain_value(card.fields[field].value))
