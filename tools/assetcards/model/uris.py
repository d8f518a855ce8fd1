"""Addresses as cards write them: which fields have one, and its parts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from assetcards.dotted import Directive, dotted_name
from assetcards.model.card import KINDS, Card
from assetcards.model.field import looks_like_uri
from assetcards.model.fields import ADDRESS_FIELDS, CONFIG_KINDS, Address, spec_of
from assetcards.model.patches import Leaf, entries_of
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode
from assetcards.scalars import ScalarValue

if TYPE_CHECKING:
    from urllib.parse import SplitResult

UNLOADABLE_SCHEMES = ("gs",)
"""Schemes of CARD_SPEC 4 that fairseq2 0.8.1 does not load from."""

DATA = "data"
"""The key of a config that is an address as the field of that name is."""

_DATA_OR_SET = frozenset((DATA, Directive.SET))

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ORDINARY = re.compile(r"([a-z][a-z0-9]*)://([A-Za-z0-9.-]+)(/[A-Za-z0-9._~/+-]+)")
"""A URI of a host and a path, as most are, in which nothing is special: it takes no parser to split it."""
_LOOKS_LOCAL = re.compile(r"(?:\$(?:\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*)|~[A-Za-z0-9_]*)/|[A-Za-z]:[\\/]")
"""How a path begins that some programs would change before they use it."""

_REPLACED = "${env:"
"""What is replaced when a config is opened, so that a string with it is not the address itself."""


@dataclass(frozen=True, kw_only=True)
class WrittenUri:
    """An address that a card writes: the field, the string, and its node.

    Inside a config the field is its dotted name: `dataset_config.data`. `scheme` is lower case, and what fairseq2 reads
    as one: everything before the first colon, including the drive in `C:\\m.pt`; empty for a path.
    """

    field: str
    text: str
    node: ScalarNode
    scheme: str

    @property
    def is_page(self) -> bool:
        """Whether it is for people, and not loaded."""
        return spec_of(self.field).address is Address.PAGE

    @property
    def is_loaded(self) -> bool:
        """Whether programs load from it for certain; a string that only looks like an address may be anything."""
        config, _, key = self.field.partition(".")
        return spec_of(self.field).address is Address.LOADED or (config in CONFIG_KINDS and key == DATA)

    @property
    def is_windows_path(self) -> bool:
        """Whether it is a path with a drive letter, or one of a share (`\\\\server\\share`, `//server/share`)."""
        return len(self.scheme) == 1 or self.text.startswith(("\\\\", "//"))

    @property
    def is_uri(self) -> bool:
        """Whether it is `SCHEME://...`."""
        return self.text[len(self.scheme) :].startswith("://")

    @property
    def is_path(self) -> bool:
        """Whether it is a path, absolute or relative."""
        return not self.scheme and not self.is_windows_path

    @cached_property
    def maybe_parts(self) -> SplitResult | None:
        """The parts of a URI; None when it is invalid."""
        ordinary = _ORDINARY.fullmatch(self.text)
        if ordinary is not None:
            ordinary_parts: SplitResult = _parser().SplitResult(ordinary[1], ordinary[2], ordinary[3], "", "")
            return ordinary_parts
        try:
            parts: SplitResult = _parser().urlsplit(self.text)
            _ = parts.port
        except ValueError:
            return None
        return parts

    @cached_property
    def maybe_web_host(self) -> str | None:
        """The host of an `http` or `https` address, in lower case and without the final dot."""
        if self.scheme not in ("http", "https"):
            return None
        ordinary = _ORDINARY.fullmatch(self.text)
        if ordinary is not None:
            return ordinary[2].lower().removesuffix(".")
        parts = self.maybe_parts
        return parts.hostname.removesuffix(".") if parts is not None and parts.hostname else None


@cache
def _parser() -> ModuleType:
    """What parses addresses, which takes longer to load than this module; most are ordinary."""
    from urllib import parse

    return parse


def written_uris(card: Card) -> Iterator[WrittenUri]:
    """The addresses among the fields of a card, and in its configs.

    These are `checkpoint`, `tokenizer`, `data` and `url`, the `data` of a config, and strings without spaces that start
    like a URI or a path where the meaning is unknown; but not fields for people, such as `homepage` and `docs_url`.
    """
    for field, entry in card.fields.items():
        if field in CONFIG_KINDS:
            yield from _in_config((field,), entry.value)
        elif spec_of(field).address is not Address.NEVER:
            uri = maybe_uri(field, entry.value)
            if uri is not None:
                yield uri


def _in_config(path: tuple[ScalarValue, ...], node: Node) -> Iterator[WrittenUri]:
    """The addresses in a value of a config; the items of a sequence have the name of the sequence."""
    if isinstance(node, MappingNode):
        for key, entry in node.entries.items():
            yield from _in_config(path if key == Directive.SET else (*path, key), entry.value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _in_config(path, item)
    elif len(path) > 1 and isinstance(node.value, str) and _is_in_config(path, node.value):
        yield WrittenUri(field=dotted_name(path), text=node.value, node=node, scheme=scheme_of(node.value))


def _is_in_config(path: tuple[ScalarValue, ...], text: str) -> bool:
    if _REPLACED in text or spec_of(str(path[-1])).address in (Address.NEVER, Address.PAGE):
        return False
    return path[1:] == (DATA,) or _looks_like_address(text)


def loaded_uris(card: ResolvedCard) -> Iterator[tuple[Card, WrittenUri]]:
    """The addresses of a resolved card that are loaded, each with the card that wrote it."""
    for name in ADDRESS_FIELDS:
        found = card.layer.find(name)
        uri = maybe_uri(name, found.entry.value) if found is not None else None
        if found is not None and uri is not None:
            yield found.card, uri
    for kind in KINDS:
        key = card.config_key(kind)
        leaf = entries_of(card.composed(kind)).get(DATA) if key and _may_have_data(card, key) else None
        if isinstance(leaf, Leaf):
            yield from ((leaf.card, uri) for uri in _in_config((key, DATA), leaf.node))


def _may_have_data(card: ResolvedCard, key: str) -> bool:
    """Whether a layer of a config writes its address, or a directive; quick, because hardly any does."""
    found = (layer.maybe_entry(key) for layer in card.layers)
    configs = (written.entry.value for written in found if written is not None)
    return any(isinstance(each, MappingNode) and not _DATA_OR_SET.isdisjoint(each.entries) for each in configs)


def maybe_local_path(card: Card, uri: WrittenUri) -> str | None:
    """The path below the root of the store that a card loads from, if the address is a relative path.

    None for one that leaves the store, and for the addresses of pages.
    """
    if not uri.is_loaded or not uri.is_path or uri.text.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(card.path), uri.text))
    return None if path.split("/")[0] == ".." else path


def maybe_uri(field: str, node: Node) -> WrittenUri | None:
    """The address in a value, if its field may have one, or None."""
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and is_address(field, node.value):
        return WrittenUri(field=field, text=node.value, node=node, scheme=scheme_of(node.value))
    return None


def is_address(field: str, text: str) -> bool:
    return spec_of(field).address in (Address.LOADED, Address.PAGE) or _looks_like_address(text)


def _looks_like_address(text: str) -> bool:
    looks = looks_like_uri(text) or _LOOKS_LOCAL.match(text) is not None
    return looks and " " not in text and any(map(str.isalnum, text))


def scheme_of(text: str) -> str:
    """The part that fairseq2 reads as the scheme, in lower case.

    >>> scheme_of("HTTPS://example.org"), scheme_of("javascript:alert(1)"), scheme_of("./a:b")
    ('https', 'javascript', '')
    """
    match = _SCHEME.match(text)
    return match[1].lower() if match else ""
