"""A field of a resolved card: its value, typed or as a URI, and its origin (CARD_SPEC 4)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from assetcards.errors import FieldError
from assetcards.model.card import Card
from assetcards.nodes import Entry, Value, plain_value
from assetcards.trees.paths import file_uri

T = TypeVar("T")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_LOOKS_LIKE_PATH = ("./", "../", "/")


def has_scheme(text: str) -> bool:
    """Whether a string is a URI (`SCHEME://...`) rather than a path."""
    return _SCHEME.match(text) is not None


def looks_like_uri(text: str) -> bool:
    """Whether a string of any field is listed among the URIs of a card: it has a scheme, or starts like a path."""
    return has_scheme(text) or text.startswith(_LOOKS_LIKE_PATH)


def uri_of(text: str, card: Card) -> str:
    """An address as a URI: unchanged if it has a scheme, else the path, seen from the file of the card."""
    if has_scheme(text):
        return text
    if text.startswith("/"):
        return file_uri(text)
    return card.tree.locate(posixpath.join(posixpath.dirname(card.path), text))


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

    `value` is built again each time, so that it may be changed; `card` is the one that wrote it, `owner` the name of
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
        """The value as written; paths and `${env:...}` are not changed."""
        value = plain_value(self.entry.value)
        return value.strip() if self.name == "base" and isinstance(value, str) else value

    @property
    def origin(self) -> Origin:
        """Who wrote the field."""
        return Origin(card=str(self.card.full_name), path=self.card.path, line=self.entry.key.line)

    def as_(self, kind: type[T]) -> T:
        """The value, checked to be of a type; an integer is not accepted as a boolean, nor the other way round.

        Raises FieldError, which names card, field, file and line.
        """
        value = self.value
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool and kind is not object):
            raise self.error(f"is of type {type(value).__name__}, not {kind.__name__}")
        return value

    def as_uri(self) -> str:
        """The value as a URI: unchanged if it has a scheme, else the path (CARD_SPEC 4).

        Raises FieldError when the value is not a string.
        """
        return uri_of(self.as_(str), self.card)

    def error(self, problem: str) -> FieldError:
        """A FieldError for this field, for callers that find a problem with its value."""
        return FieldError(
            f"field {self.name!r} of card {self.owner!r} {problem}",
            card=self.owner,
            field=self.name,
            path=self.card.path,
            line=self.entry.key.line,
            source=self.card.source,
        )
