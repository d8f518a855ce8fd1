"""Addresses as cards write them: which fields have one, and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from assetcards.model.card import Card
from assetcards.model.field import looks_like_uri
from assetcards.model.fields import ADDRESS_FIELDS, Address, spec_of
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import Node, ScalarNode

UNLOADABLE_SCHEMES = ("gs",)
"""Schemes of CARD_SPEC 4 that fairseq2 0.8.1 does not load from."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenUri:
    """An address that a card writes: the field, the string, and its node.

    `scheme` is lower case, and what fairseq2 reads as one: everything before the first colon, including the drive in
    `C:\\m.pt`; empty for a path.
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

    def maybe_parts(self) -> SplitResult | None:
        """The parts of a URI; None when it is invalid."""
        try:
            parts = urlsplit(self.text)
            _ = parts.port
        except ValueError:
            return None
        return parts

    def maybe_web_host(self) -> str | None:
        """The host of an `http` or `https` address, in lower case and without the final dot."""
        parts = self.maybe_parts() if self.scheme in ("http", "https") else None
        return parts.hostname.removesuffix(".") if parts is not None and parts.hostname else None


def written_uris(card: Card) -> Iterator[WrittenUri]:
    """The addresses among the fields of a card.

    These are `checkpoint`, `tokenizer`, `data` and `url`, and strings without spaces that start like a URI or a path in
    fields of unknown meaning; but not fields for people, such as `homepage` and `docs_url`.
    """
    for field, entry in card.fields.items():
        uri = None if spec_of(field).address is Address.NEVER else maybe_uri(field, entry.value)
        if uri is not None:
            yield uri


def loaded_uris(card: ResolvedCard) -> Iterator[tuple[Card, WrittenUri]]:
    """The addresses of a resolved card that are loaded, each with the card that wrote it."""
    for name in ADDRESS_FIELDS:
        field = card.maybe_field(name)
        uri = maybe_uri(name, field.entry.value) if field is not None else None
        if field is not None and uri is not None:
            yield field.card, uri


def maybe_uri(field: str, node: Node) -> WrittenUri | None:
    """The address in a value, if its field may have one, or None."""
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and _is_address(field, node.value):
        return WrittenUri(field=field, text=node.value, node=node, scheme=scheme_of(node.value))
    return None


def _is_address(field: str, text: str) -> bool:
    if spec_of(field).address in (Address.LOADED, Address.PAGE):
        return True
    return looks_like_uri(text) and " " not in text


def scheme_of(text: str) -> str:
    """The part that fairseq2 reads as the scheme, in lower case.

    >>> scheme_of("HTTPS://example.org"), scheme_of("javascript:alert(1)"), scheme_of("./a:b")
    ('https', 'javascript', '')
    """
    match = _SCHEME.match(text)
    return match[1].lower() if match else ""
