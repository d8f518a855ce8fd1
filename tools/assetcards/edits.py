"""What was edited between two catalogs: the cards that say something else, and the questions that this touches."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from enum import StrEnum
from typing import TypeAlias

from assetcards.card import Card
from assetcards.catalog import Catalog
from assetcards.compare import exact
from assetcards.names import FullName
from assetcards.nodes import plain_value
from assetcards.questions import all_questions
from assetcards.store import Store
from assetcards.tree import FileUnreadableError

Cards: TypeAlias = Mapping[FullName, Sequence[Card]]
"""All cards of a catalog by full name; a name with two cards is an error for who asks for it."""


class Edit(StrEnum):
    """What happened to a card."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


def cards_of_both(old: Catalog, new: Catalog) -> tuple[Cards, Cards]:
    """The cards of two catalogs with the same stores but for the first one; a file that is in both is parsed once."""
    first = _by_name(old.all_cards())
    if old.settings.bounds == new.settings.bounds:
        for before, after in zip(old.stores, new.stores, strict=False):
            if old.maybe_problem(before) is None and new.maybe_problem(after) is None:
                _share_files(before, after, new.settings.bounds.file_bytes + 1)
    return first, _by_name(new.all_cards())


def _by_name(cards: Iterable[Card]) -> Cards:
    found: defaultdict[FullName, list[Card]] = defaultdict(list)
    for card in cards:
        found[card.full_name].append(card)
    return dict(found)


def _share_files(before: Store, after: Store, limit: int) -> None:
    """Give the later store the files that have not changed, parsed, their cards as its own."""
    for path in set(before.paths()) & set(after.paths()):
        if _is_same_file(before, after, path, limit):
            file = before.file(path)
            after.put(replace(file, cards=tuple(replace(card, tree=after.tree) for card in file.cards)))


def _is_same_file(before: Store, after: Store, path: str, limit: int) -> bool:
    digests = before.tree.maybe_digest(path), after.tree.maybe_digest(path)
    if None not in digests:
        return digests[0] == digests[1]
    try:
        content = after.tree.read(path, limit)
    except FileUnreadableError:
        return False
    return content != b"" and before.file(path).content == content


def find_edits(old: Cards, new: Cards) -> dict[FullName, Edit]:
    """The cards that do not say the same in both, and what happened to each."""
    edits: dict[FullName, Edit] = {}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ()), new.get(name, ())
        if not before:
            edits[name] = Edit.ADDED
        elif not after:
            edits[name] = Edit.REMOVED
        elif len(before) != len(after) or not all(map(_say_the_same, before, after)):
            edits[name] = Edit.CHANGED
    return edits


def _say_the_same(one: Card, other: Card) -> bool:
    """Whether all that depends on a card can do with the other; the folder counts for relative paths."""
    if one.document is other.document:
        return True
    if one.fields.keys() != other.fields.keys() or one.broken != other.broken:
        return False
    if posixpath.dirname(one.path) != posixpath.dirname(other.path):
        return False
    entries = ((entry.value, other.fields[field].value) for field, entry in one.fields.items())
    return all(exact(plain_value(ours)) == exact(plain_value(theirs)) for ours, theirs in entries)


def find_touched(cards: Cards, edited: Set[FullName]) -> set[FullName]:
    """The questions about a catalog that an edited card answers in part; `name@env` is `name` asked for in `env`."""
    questions = list(all_questions(card for namesakes in cards.values() for card in namesakes))
    asked = {FullName(question.name, question.env) for question in questions}
    inheritors: defaultdict[FullName, list[FullName]] = defaultdict(list)
    pending = list(edited)
    for question in questions:
        this = FullName(question.name, question.env)
        if FullName(question.name) in edited:
            pending.append(this)
        if question.base is not None:
            base = FullName(question.base, question.env)
            inheritors[base if base in asked else FullName(question.base)].append(this)
    touched: set[FullName] = set()
    while pending:
        name = pending.pop()
        if name not in touched:
            touched.add(name)
            pending += inheritors[name]
    return touched & asked
