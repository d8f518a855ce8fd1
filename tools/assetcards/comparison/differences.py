"""Where resolved cards differ; content that many cards inherit is compared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Protocol, Self, TypeAlias, TypeGuard, TypeVar

from assetcards.comparison.compare import (
    Content,
    ContentLeaf,
    Difference,
    config_leaf,
    find_differences,
    maybe_field_leaf,
    maybe_leaf,
)
from assetcards.dotted import Directive, dotted_name
from assetcards.model.card import KINDS
from assetcards.model.fields import FIELDS_OF_ONE_CARD
from assetcards.model.layers import Layer
from assetcards.model.patch_leaves import is_leaf, leaves_below, leaves_of, leaves_of_entry, maybe_mark
from assetcards.model.patches import Branch, Composed, Effect, Entries, Leaf, is_same_key
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import ScalarNode
from assetcards.scalars import ScalarValue

_Path: TypeAlias = tuple[ScalarValue, ...]
_Differences: TypeAlias = tuple[Difference, ...]


class Stacked(Protocol):
    """A layer over another one, which lists the keys that it touches."""

    @property
    def below(self) -> Self | None:
        """The layer below."""

    @property
    def touched(self) -> Iterable[ScalarValue]:
        """The keys whose values may differ from those below."""


T = TypeVar("T", bound=Stacked)
_Known: TypeAlias = dict[tuple[T | None, T | None], dict[ScalarValue, _Differences]]
_CompareKey: TypeAlias = Callable[[T | None, T | None, ScalarValue], Iterable[Difference]]


class Comparer:
    """Compares resolved cards of two catalogs.

    Two cards differ in the keys that they touch themselves, and in those in which their bases differ. So inherited
    content is compared once, for all cards that inherit it.
    """

    def __init__(self) -> None:
        self._layers: _Known[Layer] = {}
        self._entries: _Known[Entries] = {}

    def compare(self, old: ResolvedCard | None, new: ResolvedCard | None) -> list[Difference]:
        """Every leaf that differs, sorted by name; None has no leaves.

        Raises CardError as `ResolvedCard.config` does.
        """
        first, second = (None if card is None else card.layer for card in (old, new))
        found = [*_stacked(self._layers, first, second, _compare_fields)]
        for name in FIELDS_OF_ONE_CARD:
            found += _compare_leaves(*(None if card is None else maybe_leaf(card, (name,)) for card in (old, new)))
        for kind in KINDS:
            one, other = (None if card is None else card.composed(kind) for card in (old, new))
            found += self._compare_patches(one, other, (f"{kind}_config",))
        return sorted(found, key=lambda difference: difference.field)

    def _compare_patches(self, old: Composed | None, new: Composed | None, path: _Path) -> Iterable[Difference]:
        """The differences of two patches of configs at a path."""
        if old is new:
            return ()
        if old is None or new is None:
            return find_differences(*(_content_of(leaves_of(each, path)) if each else {} for each in (old, new)))
        return [*_compare_marks(old, new, (*path, Directive.SET)), *self._compare_below(old, new, path)]

    def _compare_entries(self, old: Effect | None, new: Effect | None, path: _Path) -> Iterable[Difference]:
        """The differences of two entries of the mapping at a path."""
        if old is new or _are_alike(old, new):
            return ()
        if _is_comparable(old) and _is_comparable(new) and is_same_key(old.key, new.key):
            marks = _compare_marks(old, new, (*path, Directive.SET, new.key))
            return [*marks, *self._compare_below(old, new, (*path, new.key))]
        return find_differences(*(_content_of(leaves_of_entry(each, path)) if each else {} for each in (old, new)))

    def _compare_below(self, old: Composed, new: Composed, path: _Path) -> Iterable[Difference]:
        """The differences of what is at a path and below it."""
        if not isinstance(old, Branch) or not isinstance(new, Branch) or is_leaf(old) or is_leaf(new):
            return find_differences(*(_content_of(leaves_below(each, path)) for each in (old, new)))

        def compare_key(one: Entries | None, other: Entries | None, key: ScalarValue) -> Iterable[Difference]:
            first, second = (side.get(key) if side is not None else None for side in (one, other))
            return self._compare_entries(first, second, path)

        return _stacked(self._entries, old.entries, new.entries, compare_key)


def _stacked(
    known: _Known[T],
    old: T | None,
    new: T | None,
    compare_key: _CompareKey[T],
) -> Iterable[Difference]:
    """The differences of two stacks: those of the layers below, and of the keys that either side touches."""
    passed: list[tuple[T | None, T | None]] = []
    while old is not new and (old, new) not in known:
        passed.append((old, new))
        old, new = (side.below if side is not None else None for side in (old, new))
    found = {} if old is new else known[old, new]
    for number, (old, new) in enumerate(reversed(passed), start=1):
        touched: set[ScalarValue] = {key for side in (old, new) if side is not None for key in side.touched}
        found = {key: same for key, same in found.items() if key not in touched}
        found |= {key: differ for key in touched if (differ := tuple(compare_key(old, new, key)))}
        if number < len(passed):
            known[old, new] = found
    return chain.from_iterable(found.values())


def _compare_fields(old: Layer | None, new: Layer | None, key: ScalarValue) -> Iterable[Difference]:
    return _compare_leaves(*(maybe_field_leaf(side, str(key)) if side is not None else None for side in (old, new)))


def _compare_leaves(old: ContentLeaf | None, new: ContentLeaf | None) -> Iterable[Difference]:
    return find_differences(*({dotted_name(leaf.path): leaf} if leaf is not None else {} for leaf in (old, new)))


def _compare_marks(old: Composed, new: Composed, path: _Path) -> Iterable[Difference]:
    """The difference that only one of two values replaces what is below as a whole."""
    return _compare_leaves(*(config_leaf(path, mark) if (mark := maybe_mark(each)) else None for each in (old, new)))


def _is_comparable(effect: Effect | None) -> TypeGuard[Composed]:
    return isinstance(effect, Leaf | Branch)


def _are_alike(old: Effect | None, new: Effect | None) -> bool:
    """Whether both are scalars with the same spelling, as most are; others may be equal, too."""
    first, second = (each.node if isinstance(each, Leaf) else None for each in (old, new))
    if not isinstance(first, ScalarNode) or not isinstance(second, ScalarNode):
        return False
    return first[:3] == second[:3] and type(first.value) is type(second.value)


def _content_of(leaves: Iterable[tuple[_Path, Leaf]]) -> Content:
    return {dotted_name(at): config_leaf(at, leaf) for at, leaf in leaves}
