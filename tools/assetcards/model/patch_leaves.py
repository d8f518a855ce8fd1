"""The leaves of a patch: its values and its directives, each with the keys that lead to it and its origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from assetcards.dotted import Directive
from assetcards.model.patches import MARK, Branch, Composed, Deletion, Effect, Leaf, Written, entries_of, is_same_key
from assetcards.nodes import MappingNode, ScalarNode
from assetcards.scalars import ScalarValue

Path: TypeAlias = tuple[ScalarValue, ...]


def leaves_of(patch: Composed, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Every leaf with the keys that lead to it; an empty mapping is a leaf.

    So is a directive that reaches the defaults, with the value `true`: `_del_` and the key that is deleted, `_set_` and
    the key whose mapping replaces that of the defaults, or `_set_` alone where the whole config does.
    """
    if (mark := maybe_mark(patch)) is not None:
        yield (*path, Directive.SET), mark
    yield from leaves_below(patch, path)


def leaves_of_entry(effect: Effect, path: Path) -> Iterator[tuple[Path, Leaf]]:
    """The same for an entry of the mapping to which a path leads."""
    if isinstance(effect, Deletion):
        yield (*path, Directive.DELETE, effect.key), _deletion_leaf(effect)
        return
    if (mark := maybe_mark(effect)) is not None:
        yield (*path, Directive.SET, effect.key), mark
    yield from leaves_below(effect, (*path, effect.key))


def leaves_below(patch: Composed, path: Path) -> Iterator[tuple[Path, Leaf]]:
    """The leaves of what is at a path, without the directive that put it there."""
    if is_leaf(patch):
        yield path, as_leaf(patch)
    for child in entries_of(patch).flat().values():
        yield from leaves_of_entry(child, path)


def maybe_mark(patch: Composed) -> Leaf | None:
    """The leaf that says that a mapping replaces what is below as a whole; None for all else."""
    return _mark(patch.key, patch.replaces) if isinstance(patch, Branch) and patch.replaces is not None else None


def _mark(key: ScalarValue, at: Written) -> Leaf:
    return Leaf(key, ScalarNode(True, "true", True, at.line, at.column), *at, MARK)


def _deletion_leaf(deletion: Deletion) -> Leaf:
    return _mark(deletion.key, Written(deletion.card, deletion.line, deletion.column))


def maybe_leaf(patch: Composed, path: Sequence[ScalarValue]) -> Leaf | None:
    """The leaf that `leaves_of` has at a path, or None."""
    directive: Directive | None = None
    found: Effect | None = patch
    for key in path:
        if isinstance(key, Directive):
            directive = key
            continue
        found = entries_of(found).get(key)
        if found is None or not is_same_key(found.key, key):
            return None
    if directive is Directive.SET:
        return maybe_mark(found) if isinstance(found, Branch) else None
    if isinstance(found, Deletion):
        return _deletion_leaf(found) if directive else None
    return as_leaf(found) if found is not None and not directive and is_leaf(found) else None


def is_leaf(patch: Composed) -> bool:
    """Whether it is not a mapping, or an empty one."""
    return isinstance(patch, Leaf) or not patch.extent.leaves


def as_leaf(patch: Composed) -> Leaf:
    """A value that is not a mapping, or an empty mapping, as a leaf."""
    if isinstance(patch, Leaf):
        return patch
    return Leaf(
        patch.key, MappingNode({}, patch.line, patch.column), patch.card, patch.line, patch.column, patch.extent
    )
