"""Comparing resolved cards: what a card says, leaf by leaf, and where two cards differ."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from assetcards.card import KINDS
from assetcards.configs import merged_leaves
from assetcards.nodes import Value, plain_value
from assetcards.resolved import URI_FIELDS, Field, ResolvedCard, config_keys, has_scheme
from assetcards.scalars import ScalarError, ScalarValue, resolve_plain

OF_ONE_CARD = ("description", "deprecated")
"""Fields that speak of the card that writes them, not of those that inherit from it (CARD_SPEC 5)."""

_CONFIG_FIELDS = frozenset(key for kind in KINDS for key in config_keys(kind))
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLeaf:
    """One value of a resolved card: a field, or a leaf of a merged config; a list is one leaf.

    `place` is what a relative path names, as a path below the root of the store; empty for everything else.
    """

    value: Value
    place: str = ""

    def key(self) -> Hashable:
        """Equal for leaves that say the same, with types (see `exact`)."""
        return exact(self.value), self.place


Content: TypeAlias = dict[str, ContentLeaf]
"""All that a resolved card says, by the dotted name of each leaf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A leaf that two contents do not have in common; None is absent."""

    field: str
    old: ContentLeaf | None
    new: ContentLeaf | None

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """Whether the leaf came, went, or has another value."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def values(self) -> tuple[Value, Value]:
        """The old and the new value; of a relative path whose file moved, the two places that it names."""
        old, new = self.old, self.new
        if old is not None and new is not None and exact(old.value) == exact(new.value):
            return old.place, new.place
        return old.value if old else None, new.value if new else None


def exact(value: Value) -> Hashable:
    """Something hashable that is equal for equal values of one type: `1`, `1.0` and `true` differ, `.nan` is `.nan`.

    >>> exact([1, float("nan")]) == exact([1, float("nan")]), exact({"a": 1}) == exact({"a": True})
    (True, False)
    """
    if isinstance(value, dict):
        return dict, frozenset((exact(key), exact(item)) for key, item in value.items())
    if isinstance(value, list):
        return list, tuple(map(exact, value))
    if isinstance(value, date):
        return type(value), value.isoformat()
    return type(value), repr(value) if isinstance(value, float) else value


def content_of(card: ResolvedCard) -> Content:
    """All that a resolved card says: its fields, and its configs as they are merged, under `K_config`.

    What speaks of its writer alone counts when the card itself writes it. Raises CardError when a directive in a
    config is malformed.
    """
    names = {name for layer in card.layers for part in layer.cards for name in part.fields}
    content = {dotted_name([name]): _leaf(card.field(name)) for name in names if _counts(card, name)}
    for kind in KINDS:
        merged = card.merged_config(kind)
        for path, leaf in merged_leaves(merged) if merged is not None else ():
            content[dotted_name([f"{kind}_config", *path])] = ContentLeaf(value=plain_value(leaf.node))
    return content


def _counts(card: ResolvedCard, field: str) -> bool:
    if field in OF_ONE_CARD:
        return card.field(field).card.name == card.name
    return field not in _CONFIG_FIELDS


def _leaf(field: Field) -> ContentLeaf:
    value = field.value
    if not isinstance(value, str) or has_scheme(value) or value.startswith("/"):
        return ContentLeaf(value=value)
    if field.name not in URI_FIELDS and not value.startswith(("./", "../")):
        return ContentLeaf(value=value)
    folder = posixpath.dirname(field.card.path)
    return ContentLeaf(value=value, place=posixpath.normpath(posixpath.join(folder, value)))


def find_differences(old: Content, new: Content) -> Iterator[Difference]:
    """Every leaf that is not the same in both, sorted by name."""
    for field in sorted(old.keys() | new.keys()):
        before, after = old.get(field), new.get(field)
        if before is None or after is None or before.key() != after.key():
            yield Difference(field=field, old=before, new=after)


def dotted_name(path: Sequence[ScalarValue]) -> str:
    """The keys that lead to a value as TOML writes a dotted key.

    A text that YAML would read as something else is quoted, so that the key `"0"` is not the key `0`.

    >>> dotted_name(["model_config", "max_seq_len"]), dotted_name(["model_config", "a.b", 0, "0"])
    ('model_config.max_seq_len', 'model_config."a.b".0."0"')
    """
    return ".".join(map(_dotted_key, path))


def _dotted_key(key: ScalarValue) -> str:
    if isinstance(key, str):
        bare = _BARE_KEY.fullmatch(key) and _reads_as_text(key)
        return key if bare else json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")
    text = key.isoformat() if isinstance(key, date) else json.dumps(key)
    return text if _BARE_KEY.fullmatch(text) else f"'{text}'"


def _reads_as_text(text: str) -> bool:
    try:
        return isinstance(resolve_plain(text), str)
    except ScalarError:
        return False
