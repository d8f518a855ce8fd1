"""Resolved cards: the fields, kinds, configs and URIs of a card, each value with its origin (CARD_SPEC 4)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from assetcards.errors import FieldError, NotFoundError
from assetcards.model.card import KINDS, Card
from assetcards.model.configs import Merged, merge_layers, merged_value
from assetcards.model.layers import Layer, written_values
from assetcards.model.references import is_reference
from assetcards.names import suggest_names
from assetcards.nodes import Entry, Value, plain_value
from assetcards.trees.tree import file_uri

T = TypeVar("T")

URI_FIELDS = ("checkpoint", "tokenizer", "data")
"""The fields that are URIs whatever they look like; other fields count when they begin like one."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_LOOKS_LIKE_PATH = ("./", "../", "/")


def has_scheme(text: str) -> bool:
    """Whether a text is a URI (`SCHEME://...`) rather than a path."""
    return _SCHEME.match(text) is not None


def looks_like_uri(text: str) -> bool:
    """Whether a text of any field is listed among the URIs of a card: it has a scheme, or begins like a path."""
    return has_scheme(text) or text.startswith(_LOOKS_LIKE_PATH)


def config_keys(kind: str) -> tuple[str, str, str]:
    """The three spellings of a kind's config, in the order in which they count."""
    return f"{kind}_config_overrides", f"{kind}_config_override", f"{kind}_config"


def check_kind(kind: str) -> None:
    """Refuse what is no kind of card, which would match nothing without a word. Raises NotFoundError."""
    kinds = (*KINDS, "other")
    if kind not in kinds:
        raise NotFoundError("kind", kind, suggest_names(kind, kinds) or kinds)


class Origin(NamedTuple):
    """Who wrote a value: the card's full name, the file (relative to its store's root, POSIX) and the line.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": "name: tiny\\nmodel_family: llama"})
    >>> open_catalog(tree, stores=[]).card("tiny").origins["model_family"]
    Origin(card='tiny', path='a.yaml', line=2)
    """

    card: str
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """A field of a resolved card.

    `value` is built anew each time, so that it may be changed; `card` is the one that wrote it, `owner` the name of
    the one that was resolved.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": "name: tiny\\nshards: 8\\ncheckpoint: /models/tiny.pt"})
    >>> card = open_catalog(tree, stores=[]).card("tiny")
    >>> field = card.field("shards")
    >>> field.value, field.as_(int), field.origin.line
    (8, 8, 2)
    >>> card.field("checkpoint").as_uri()
    'file:///models/tiny.pt'
    """

    name: str
    owner: str
    card: Card
    entry: Entry

    @property
    def value(self) -> Value:
        """The value as written; paths and `${env:...}` are left alone."""
        value = plain_value(self.entry.value)
        return value.strip() if self.name == "base" and isinstance(value, str) else value

    @property
    def origin(self) -> Origin:
        """Who wrote the field."""
        return Origin(card=str(self.card.full_name), path=self.card.path, line=self.entry.key.line)

    def as_(self, kind: type[T]) -> T:
        """The value, checked to be of a type; an integer is not taken for a boolean, nor the other way round.

        Raises FieldError, which names card, field, file and line.
        """
        value = self.value
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool and kind is not object):
            raise self.error(f"is of type {type(value).__name__}, not {kind.__name__}")
        return value

    def as_uri(self) -> str:
        """The value as a URI: itself when it has a scheme, else the path it names (CARD_SPEC 4).

        Raises FieldError when the value is not a text.
        """
        value = self.as_(str)
        if has_scheme(value):
            return value
        if value.startswith("/"):
            return file_uri(value)
        return self.card.tree.locate(posixpath.join(posixpath.dirname(self.card.path), value))

    def error(self, problem: str) -> FieldError:
        """A FieldError for this field, to be raised by who finds a problem with its value."""
        return FieldError(
            f"field {self.name!r} of card {self.owner!r} {problem}",
            card=self.owner,
            field=self.name,
            path=self.card.path,
            line=self.entry.key.line,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class ResolvedCard:
    """What a card resolves to. Get one from `Catalog.card`.

    `layers` are the cards it is made of, nearest first.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", cards=[
    ...     {"name": "tiny", "model_family": "llama", "checkpoint": "hg://org/tiny", "model_config": {"dropout": 0.1}},
    ...     {"name": "tiny_chat", "base": "tiny", "model_config": {"max_seq_len": 4096}},
    ... ])
    >>> card = open_catalog(tree, stores=[]).card("tiny_chat")
    >>> card.name, card.chain, card.kinds, card.source
    ('tiny_chat', ['tiny_chat', 'tiny'], ['model'], 'memory:mine')
    >>> card.uri("checkpoint"), card.config("model")
    ('hg://org/tiny', {'dropout': 0.1, 'max_seq_len': 4096})
    >>> card.maybe_field("license") is None, card.references, card.is_a("model", "llama")
    (True, {'base': 'tiny'}, True)
    """

    layers: tuple[Layer, ...]

    @property
    def name(self) -> str:
        """The name without environment."""
        return self.layers[0].name

    @property
    def env(self) -> str | None:
        """The environment of the override that applies to the card itself, or None."""
        override = self.layers[0].override
        return override.env if override else None

    @property
    def card(self) -> Card:
        """The plain card."""
        return next(layer.plain for layer in self.layers if layer.plain is not None)

    @property
    def source(self) -> str:
        """The store that the plain card is from: `path:...`, `package:...`, `git:...@commit` or `memory:...`."""
        return str(self.card.tree.origin)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards that it is made of, nearest first; one that overrides another stands before it."""
        return tuple(card for layer in self.layers for card in layer.cards)

    @cached_property
    def chain(self) -> list[str]:
        """The names of the layers without environment, nearest first."""
        return [layer.name for layer in self.layers]

    def __repr__(self) -> str:
        return f"<ResolvedCard {self.card.full_name.name!r} from {self.source}>"

    @cached_property
    def _entries(self) -> dict[str, tuple[Card, Entry]]:
        entries: dict[str, tuple[Card, Entry]] = {}
        for card in self.cards:
            for field, entry in card.fields.items():
                entries.setdefault(field, (card, entry))
        return entries

    @property
    def field_names(self) -> list[str]:
        """The names of all fields."""
        return list(self._entries)

    @property
    def fields(self) -> dict[str, Value]:
        """Every field with its value, `name` left out; built anew."""
        return {field: self.field(field).value for field in self._entries}

    @property
    def origins(self) -> dict[str, Origin]:
        """Who wrote each field."""
        return {field: self.field(field).origin for field in self._entries}

    def maybe_field(self, name: str) -> Field | None:
        """The field, or None when no layer has it."""
        found = self._entries.get(name)
        return Field(name=name, owner=self.name, card=found[0], entry=found[1]) if found else None

    def field(self, name: str) -> Field:
        """The field. Raises FieldError when no layer has it."""
        field = self.maybe_field(name)
        if field is None:
            raise self._no_field(name)
        return field

    def _no_field(self, name: str) -> FieldError:
        url = self.maybe_field("url")
        hint = f"it has to be asked for at {url.value}" if url and name in URI_FIELDS else ""
        return FieldError(
            f"card {self.name!r} has no field {name!r}",
            card=self.name,
            field=name,
            path=self.card.path,
            line=self.card.line,
            hint=hint,
        )

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds K for which there is a field `K_family`, in fixed order; `["other"]` when there is none."""
        return [kind for kind in KINDS if f"{kind}_family" in self._entries] or ["other"]

    def families(self) -> dict[str, Value]:
        """From each kind of the card to its family."""
        fields = {kind: self.maybe_field(f"{kind}_family") for kind in KINDS}
        return {kind: field.value for kind, field in fields.items() if field is not None}

    def is_a(self, kind: str | None = None, family: str | None = None) -> bool:
        """Whether the card is of a kind (`other` included) and of a family; with a kind, of that kind's family.

        Raises NotFoundError when there is no such kind.
        """
        if kind is not None:
            check_kind(kind)
        families = {each: name for each, name in self.families().items() if kind in (None, each)}
        return (kind is None or kind in self.kinds) and (family is None or family in families.values())

    def uri(self, field: str = "checkpoint") -> str | None:
        """A field as a URI; None when it is null.

        Raises FieldError when the field is absent or not a text; for a card that only names a `url` it says so.
        """
        found = self.field(field)
        return None if found.value is None else found.as_uri()

    @property
    def uris(self) -> dict[str, str]:
        """The URIs of checkpoint, tokenizer, data, and of every field that looks like one; texts alone."""
        return {name: self.field(name).as_uri() for name in self._entries if self._is_uri(name)}

    def _is_uri(self, name: str) -> bool:
        value = self._entries[name][1].value
        text = getattr(value, "value", None)
        if not isinstance(text, str):
            return False
        return name in URI_FIELDS or looks_like_uri(text)

    @property
    def references(self) -> dict[str, str]:
        """The cards that this one names: `base`, and every field `X_ref` that is a text."""
        return {
            name: value.strip()
            for name, value in self.fields.items()
            if (name == "base" or is_reference(name)) and isinstance(value, str)
        }

    def merged_config(self, kind: str) -> Merged | None:
        """The merged config of a kind with the origin of every leaf, or None.

        Raises CardError when a directive in it is malformed, NotFoundError when there is no such kind.
        """
        key = self.config_key(kind)
        return merge_layers(reversed(written_values(self.layers, key))) if key else None

    def config_key(self, kind: str) -> str | None:
        """The spelling of a kind's config that counts: the first one with a value; None when no layer has any.

        Raises NotFoundError when there is no such kind.
        """
        check_kind(kind)
        return self._config_keys.get(kind)

    @cached_property
    def _config_keys(self) -> dict[str, str | None]:
        written = {kind: [key for key in config_keys(kind) if key in self._entries] for kind in KINDS}
        return {
            kind: next((key for key in keys if written_values(self.layers, key)), None)
            for kind, keys in written.items()
        }

    def check_own_configs(self) -> None:
        """Look at the directives of the card's own configs, as `configs` looks at those of all layers.

        Raises CardError when one of them is malformed.
        """
        own = [layer for layer in self.layers[:2] if layer.name == self.name]
        for key in filter(None, self._config_keys.values()):
            merge_layers(reversed(written_values(own, key)))

    def config(self, kind: str) -> Value:
        """The merged config of a kind, most often a `dict`; None when no layer has one. Built anew.

        Raises CardError when a directive in it is malformed, NotFoundError when there is no such kind.
        """
        merged = self.merged_config(kind)
        return None if merged is None else merged_value(merged)

    @property
    def configs(self) -> dict[str, Value]:
        """The merged config of each kind that has one."""
        merged: Mapping[str, Merged | None] = {kind: self.merged_config(kind) for kind in KINDS}
        return {kind: merged_value(config) for kind, config in merged.items() if config is not None}
