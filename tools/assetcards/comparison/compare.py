"""Compares resolved cards: the content of a card, leaf by leaf, and where two contents differ."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from assetcards.canonical import encode_canonical
from assetcards.dotted import dotted_name
from assetcards.model.card import KINDS
from assetcards.model.field import Field, has_scheme
from assetcards.model.fields import ADDRESS_FIELDS, CONFIG_KINDS, spec_of
from assetcards.model.layers import Layer
from assetcards.model.patch_leaves import leaves_of
from assetcards.model.patch_leaves import maybe_leaf as maybe_leaf_of
from assetcards.model.patches import Leaf
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import NO_EXTENT, Extent, Value, plain_value
from assetcards.scalars import ScalarValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLeaf:
    """One value of a resolved card: a field, or a leaf of the patch of a config; a list is one leaf.

    A directive that reaches the defaults of the family is a leaf, too, with the value `true`.

    `path` is the field, or the config and the keys that lead to the leaf. `target` is what a relative path names, as a
    path below the root of the store; it is empty for everything else. `extent` is the size with the name.
    """

    path: tuple[ScalarValue, ...]
    value: Value
    target: str = ""
    extent: Extent

    @property
    def part(self) -> str:
        """The field or config that the leaf belongs to."""
        return str(self.path[0])

    def key(self) -> tuple[bytes, str]:
        """Equal for equal leaves: `1`, `1.0` and `true` differ, and `.nan` equals `.nan`."""
        return encode_canonical(self.value), self.target


Content: TypeAlias = dict[str, ContentLeaf]
"""The content of a resolved card, by the dotted name of each leaf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A leaf that differs between two contents; None if a side does not have it."""

    field: str
    old: ContentLeaf | None
    new: ContentLeaf | None

    @property
    def path(self) -> tuple[ScalarValue, ...]:
        """The field, or the config and the keys that lead to the leaf."""
        leaf = self.old or self.new
        assert leaf is not None
        return leaf.path

    @property
    def part(self) -> str:
        """The field or config that the leaf belongs to."""
        return str(self.path[0])

    @property
    def extent(self) -> Extent:
        """The size of both sides together."""
        return NO_EXTENT.plus(*(leaf.extent for leaf in (self.old, self.new) if leaf is not None))

    def key(self) -> Hashable:
        """Equal for the same difference in several cards."""
        return self.field, self.old.key() if self.old else None, self.new.key() if self.new else None

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """Whether the leaf was added or removed, or has another value."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def values(self) -> tuple[Value, Value]:
        """The old and the new value; for a relative path in a card that moved, the two paths that it names."""
        old, new = values_of([self.old, self.new])
        return old, new


def values_of(leaves: Sequence[ContentLeaf | None]) -> list[Value]:
    """The value of each leaf of one name, None where there is none.

    Where relative paths are written alike and name different files, these are the values.
    """
    targets: defaultdict[bytes, set[str]] = defaultdict(set)
    for leaf in filter(None, leaves):
        targets[leaf.key()[0]].add(leaf.target)

    def value_of(leaf: ContentLeaf) -> Value:
        return leaf.target if len(targets[leaf.key()[0]]) > 1 else leaf.value

    return [None if leaf is None else value_of(leaf) for leaf in leaves]


def part_of(field: str) -> str:
    """The part of the content that a field belongs to: the config of its kind, or the field itself.

    >>> part_of("model_config_overrides"), part_of("checkpoint")
    ('model_config', 'checkpoint')
    """
    kind = CONFIG_KINDS.get(field)
    return field if kind is None else f"{kind}_config"


def resolved_name(name: str) -> str:
    """A dotted name as resolved cards have it: a name of a config becomes `K_config`.

    >>> resolved_name("model_config_overrides.rope.theta"), resolved_name("license")
    ('model_config.rope.theta', 'license')
    """
    field, dot, rest = name.partition(".")
    return f"{part_of(field)}{dot}{rest}"


def is_config(field: str) -> bool:
    """Whether a field is a config of some kind, in one of its spellings."""
    return field in CONFIG_KINDS


def content_of(card: ResolvedCard) -> Content:
    """The content of a resolved card: its fields, and the patches of its configs as `K_config`.

    A field that is about the card that writes it counts only if the card itself writes it. Raises CardError if a
    directive in a config is malformed.
    """
    names = (name for name in card.field_names if not is_config(name) and _speaks_of(card, name))
    content = {dotted_name([name]): field_leaf(card.field(name)) for name in names}
    for kind in KINDS:
        patch = card.composed(kind)
        for path, leaf in leaves_of(patch, (f"{kind}_config",)) if patch is not None else ():
            content[dotted_name(path)] = config_leaf(path, leaf)
    return content


def maybe_field_leaf(layer: Layer, name: str) -> ContentLeaf | None:
    """The leaf of an inherited field in a layer and those below it; None for a config."""
    if is_config(name) or spec_of(name).of_one_card:
        return None
    found = layer.find(name)
    return field_leaf(Field(name=name, owner=layer.name, card=found.card, entry=found.entry)) if found else None


def maybe_leaf(card: ResolvedCard, path: Sequence[ScalarValue]) -> ContentLeaf | None:
    """The leaf that `content_of` a card has at a path. Raises CardError as that does."""
    name = str(path[0])
    if not is_config(name):
        field = card.maybe_field(name) if len(path) == 1 else None
        return field_leaf(field) if field is not None and _speaks_of(card, name) else None
    patch = card.composed(name.removesuffix("_config"))
    leaf = maybe_leaf_of(patch, path[1:]) if patch is not None else None
    return config_leaf(path, leaf) if leaf is not None else None


def _speaks_of(card: ResolvedCard, field: str) -> bool:
    return not spec_of(field).of_one_card or card.field(field).card.name == card.name


def config_leaf(path: Sequence[ScalarValue], leaf: Leaf) -> ContentLeaf:
    """A leaf of the patch of a config."""
    extent = leaf.extent
    for key in path:
        extent = extent.named(str(key))
    return ContentLeaf(path=tuple(path), value=plain_value(leaf.node), extent=extent)


def field_leaf(field: Field) -> ContentLeaf:
    """A field of a card, other than a config."""
    value = field.value
    leaf = ContentLeaf(path=(field.name,), value=value, extent=field.card.extents[field.name])
    if not isinstance(value, str) or has_scheme(value) or value.startswith("/"):
        return leaf
    if field.name not in ADDRESS_FIELDS and not value.startswith(("./", "../")):
        return leaf
    folder = posixpath.dirname(field.card.path)
    return replace(leaf, target=posixpath.normpath(posixpath.join(folder, value)))


def find_differences(old: Content, new: Content) -> Iterator[Difference]:
    """Every leaf that differs, sorted by name."""
    for field in sorted(old.keys() | new.keys()):
        before, after = old.get(field), new.get(field)
        if before is None or after is None or before.key() != after.key():
            yield Difference(field=field, old=before, new=after)
