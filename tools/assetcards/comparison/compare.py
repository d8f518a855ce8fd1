"""Comparing resolved cards: what a card says, leaf by leaf, and where two cards differ."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from assetcards.canonical import encode_canonical
from assetcards.model.card import KINDS
from assetcards.model.configs import merged_leaves
from assetcards.model.field import URI_FIELDS, Field, has_scheme
from assetcards.model.resolved import ResolvedCard, config_keys
from assetcards.nodes import Value, plain_value
from assetcards.scalars import ScalarError, ScalarValue, resolve_plain

OF_ONE_CARD = ("description", "deprecated")
"""Fields that speak of the card that writes them, not of those that inherit from it (CARD_SPEC 5)."""

_CONFIGS = {key: f"{kind}_config" for kind in KINDS for key in config_keys(kind)}
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLeaf:
    """One value of a resolved card: a field, or a leaf of a merged config; a list is one leaf.

    `part` is the field or the config that it belongs to. `place` is what a relative path names, as a path below the
    root of the store; empty for everything else.
    """

    part: str
    value: Value
    place: str = ""

    def key(self) -> Hashable:
        """Equal for leaves that say the same: `1`, `1.0` and `true` differ, `.nan` is `.nan`."""
        return encode_canonical(self.value), self.place


Content: TypeAlias = dict[str, ContentLeaf]
"""All that a resolved card says, by the dotted name of each leaf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A leaf that two contents do not have in common; None is absent."""

    field: str
    old: ContentLeaf | None
    new: ContentLeaf | None

    @property
    def part(self) -> str:
        """The field or the config that the leaf belongs to."""
        leaf = self.old or self.new
        assert leaf is not None
        return leaf.part

    def key(self) -> Hashable:
        """Equal for differences that are the same one in several cards."""
        return self.field, self.old.key() if self.old else None, self.new.key() if self.new else None

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
        if old is not None and new is not None and encode_canonical(old.value) == encode_canonical(new.value):
            return old.place, new.place
        return old.value if old else None, new.value if new else None


def part_of(field: str) -> str:
    """The part of a card's content that a field belongs to: the config of its kind, or the field itself.

    >>> part_of("model_config_overrides"), part_of("checkpoint")
    ('model_config', 'checkpoint')
    """
    return _CONFIGS.get(field, field)


def told_as(name: str) -> str:
    """A dotted name as it is told of resolved cards, where it begins with another spelling of a config.

    >>> told_as("model_config_overrides.rope.theta"), told_as("license")
    ('model_config.rope.theta', 'license')
    """
    field, dot, rest = name.partition(".")
    return f"{part_of(field)}{dot}{rest}"


def is_config(field: str) -> bool:
    """Whether a field is a config of some kind, in one of its spellings."""
    return field in _CONFIGS


def content_of(card: ResolvedCard, parts: Collection[str] | None = None) -> Content:
    """All that a resolved card says: its fields, and its configs as they are merged, under `K_config`.

    With `parts`, only these. What speaks of its writer alone counts when the card itself writes it. Raises CardError
    when a directive in a config is malformed.
    """
    content: Content = {}
    for name in card.field_names:
        if name not in _CONFIGS and (parts is None or name in parts) and _speaks_of(card, name):
            content[dotted_name([name])] = _leaf(card.field(name))
    for kind in KINDS:
        part = f"{kind}_config"
        merged = card.merged_config(kind) if parts is None or part in parts else None
        for path, leaf in merged_leaves(merged) if merged is not None else ():
            content[dotted_name([part, *path])] = ContentLeaf(part=part, value=plain_value(leaf.node))
    return content


def _speaks_of(card: ResolvedCard, field: str) -> bool:
    return field not in OF_ONE_CARD or card.field(field).card.name == card.name


def _leaf(field: Field) -> ContentLeaf:
    value = field.value
    if not isinstance(value, str) or has_scheme(value) or value.startswith("/"):
        return ContentLeaf(part=field.name, value=value)
    if field.name not in URI_FIELDS and not value.startswith(("./", "../")):
        return ContentLeaf(part=field.name, value=value)
    folder = posixpath.dirname(field.card.path)
    return ContentLeaf(part=field.name, value=value, place=posixpath.normpath(posixpath.join(folder, value)))


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
