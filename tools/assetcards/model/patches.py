"""Patches: what the layers of a config together do to any config below them, each part with its origin (CARD_SPEC 4).

A patch is a value, a mapping that is merged (`Branch`), or none (None). Composing does not change those below, so what
cards inherit is composed once and shared by all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeAlias

from assetcards.model.card import Card
from assetcards.model.directives import deleted_keys, ordinary_entries, require_well_formed, set_entries
from assetcards.model.overlay import Overlay
from assetcards.nodes import (
    NO_EXTENT,
    Entry,
    Extent,
    MappingNode,
    Node,
    ScalarNode,
    extent_of,
    plain_value,
    same_node,
)
from assetcards.scalars import ScalarValue

MARK = Extent(1, len("_del_.true"))
"""How large a directive is when it is written out."""


class Written(NamedTuple):
    """The location of what a card writes."""

    card: Card
    line: int
    column: int


class Leaf(NamedTuple):
    """A value that is replaced as a whole, a scalar or a sequence, and which card and line wrote it.

    `key` is its key in the config, as the farthest layer wrote it: `1`, `1.0` and `true` are one key.
    """

    key: ScalarValue
    node: Node
    card: Card
    line: int
    column: int
    extent: Extent


class Deletion(NamedTuple):
    """A key that is deleted from what is below, and which card and line says so."""

    key: ScalarValue
    card: Card
    line: int
    column: int
    extent: Extent = NO_EXTENT


class Branch(NamedTuple):
    """A mapping that is merged key by key, and which card and line wrote it first.

    Where `replaces` says what makes it so, it is a value: it replaces what is below, and so do all mappings inside it.
    """

    key: ScalarValue
    entries: Entries
    card: Card
    line: int
    column: int
    extent: Extent
    replaces: Written | None = None


Composed: TypeAlias = Leaf | Branch
"""What is done to a config, or to a value inside it."""
Effect: TypeAlias = Composed | Deletion
"""What is done to a key."""
Entries: TypeAlias = "Overlay[ScalarValue, Effect]"

_NOTHING: Entries = Overlay({})


def patch_of(entry: Entry, card: Card) -> Composed:
    """The patch of the config that one card writes. Raises CardError when a directive is malformed."""
    return _read(entry.key, entry.value, card)


def _read(key: ScalarNode, node: Node, card: Card, *, in_value: bool = False) -> Composed:
    """The patch of a value in a layer; `in_value` says that nothing is below it, whatever the defaults are."""
    if not isinstance(node, MappingNode):
        return Leaf(key.value, node, card, key.line, key.column, extent_of(node))
    require_well_formed(node, card)
    deleted = () if in_value else deleted_keys(node)
    own: dict[ScalarValue, Effect] = {
        each.value: Deletion(each.value, card, each.line, each.column) for each in deleted
    }
    for value, entry in ordinary_entries(node):
        gone = own.pop(value, None)
        effect = _read(entry.key, entry.value, card, in_value=in_value or gone is not None)
        own[value] = effect if gone is None else _with_mark(effect, Written(card, gone.line, gone.column))
    for value, entry in set_entries(node):
        at = None if in_value else Written(card, entry.key.line, entry.key.column)
        own[value] = _with_mark(_as_written(entry.key, entry.value, card), at)
    return _over(Branch(key.value, _NOTHING, card, key.line, key.column, NO_EXTENT), own)


def _as_written(key: ScalarNode, node: Node, card: Card) -> Composed:
    """A value in `_set_`, in which nothing is a directive."""
    if not isinstance(node, MappingNode):
        return Leaf(key.value, node, card, key.line, key.column, extent_of(node))
    own = {value: _as_written(entry.key, entry.value, card) for value, entry in node.entries.items()}
    return _over(Branch(key.value, _NOTHING, card, key.line, key.column, NO_EXTENT), own)


def _with_mark(value: Composed, at: Written | None) -> Composed:
    return value._replace(replaces=at) if isinstance(value, Branch) else value


def compose(below: Effect | None, above: Effect, *, in_value: bool = False) -> Effect:
    """One effect on a key after another; `in_value` says that the mapping of the key is a value."""
    if below is None:
        return _as_value(above) if in_value and isinstance(above, Branch) else above
    if not isinstance(above.key, str):
        above = above._replace(key=below.key)
    if not isinstance(above, Branch):
        return above
    if above.replaces is not None:
        return above._replace(replaces=None) if in_value else above
    if isinstance(below, Branch):
        return _compose_branches(below, above, in_value=in_value or below.replaces is not None)
    return _with_mark(_as_value(above), None if in_value else Written(below.card, below.line, below.column))


def compose_patches(below: Composed | None, above: Composed) -> Composed:
    """One patch after another."""
    composed = compose(below, above)
    assert not isinstance(composed, Deletion)
    return composed


def _compose_branches(below: Branch, above: Branch, *, in_value: bool) -> Branch:
    own: dict[ScalarValue, Effect] = {}
    without: list[ScalarValue] = []
    for key, effect in above.entries.flat().items():
        found = below.entries.get(key)
        if not in_value or not isinstance(effect, Deletion):
            own[key] = compose(found, effect, in_value=in_value)
        elif found is not None:
            without.append(key)
    return _over(below, own, without)


def _over(below: Branch, own: Mapping[ScalarValue, Effect], without: Collection[ScalarValue] = ()) -> Branch:
    """The branch below with some entries replaced."""
    if not own and not without:
        return below
    gone = [found for key in {*own, *without} if (found := below.entries.get(key)) is not None]
    extent = below.extent.plus(*map(_named, own.values())).minus(*map(_named, gone))
    return below._replace(entries=Overlay(own, below=below.entries, without=without), extent=extent)


def _named(effect: Effect) -> Extent:
    """The extent of a value with its key as a prefix of the name of each leaf; a directive is a leaf, too."""
    if isinstance(effect, Deletion):
        return MARK.named(str(effect.key))
    extent = effect.extent.named(str(effect.key))
    return extent.plus(MARK.named(str(effect.key))) if isinstance(effect, Branch) and effect.replaces else extent


def _as_value(branch: Branch) -> Branch:
    """What a mapping gives where nothing is below, without marks."""
    own = {
        key: effect if isinstance(effect, Leaf) else _as_value(effect)
        for key, effect in branch.entries.flat().items()
        if not isinstance(effect, Deletion)
    }
    return _over(branch._replace(entries=_NOTHING, extent=NO_EXTENT, replaces=None), own)


def entries_of(patch: Effect | None) -> Entries:
    """The entries of a mapping; none when it is something else."""
    return patch.entries if isinstance(patch, Branch) else _NOTHING


def apply(patch: Composed | None, config: object) -> object:
    """A config with a patch applied; parts that it leaves as they are are the same objects in both."""
    if patch is None:
        return config
    if isinstance(patch, Leaf):
        return plain_value(patch.node)
    found = dict(config) if isinstance(config, Mapping) and patch.replaces is None else {}
    for effect in patch.entries.flat().values():
        if isinstance(effect, Deletion):
            found.pop(effect.key, None)
        else:
            found[effect.key] = apply(effect, found.get(effect.key))
    return found


def is_same_key(one: ScalarValue, other: ScalarValue) -> bool:
    """Whether two keys that are equal in Python have the same name: `1`, `1.0` and `true` have not."""
    return type(one) is type(other) and (isinstance(one, str) or repr(one) == repr(other))


def is_same_effect(first: Effect | None, second: Effect | None) -> bool:
    """Whether two effects are the same; shared parts are not compared."""
    if first is second:
        return True
    if first is None or second is None or type(first) is not type(second) or not is_same_key(first.key, second.key):
        return False
    if isinstance(first, Branch) and isinstance(second, Branch):
        one, other = first.entries, second.entries
        same_mark = (first.replaces is None) is (second.replaces is None)
        return same_mark and all(is_same_effect(one.get(key), other.get(key)) for key in one.apart(other))
    return not isinstance(first, Leaf) or (isinstance(second, Leaf) and same_node(first.node, second.node))
