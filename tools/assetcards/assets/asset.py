"""What a card says of an asset: the address, and what is known of the bytes there (CARD_SPEC 5)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from assetcards.errors import FieldError
from assetcards.model.card import KINDS, Card
from assetcards.model.digests import is_digest, maybe_digest, maybe_digested_address, maybe_revision
from assetcards.model.field import Field, Origin, uri_of
from assetcards.model.fields import ADDRESS_FIELDS, CONFIG_KINDS
from assetcards.model.hub import is_commit
from assetcards.model.resolved import ResolvedCard
from assetcards.model.uris import is_address, loaded_uris

TREE = "tree:"
"""What the digest of a folder begins with."""

_KIND_OF_FIELD = {"checkpoint": "model", "tokenizer": "tokenizer", "data": "dataset"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """An address of a resolved card, and what the card says of it.

    `card` is the full name of the card that was asked for, `field` the field or its dotted path in a config, `kind`
    what the code that loads it takes it for (`model`, `tokenizer`, `dataset`). `digest` is that of a file, or of a
    folder (`tree:...`), and `digested` the address that it was written beside. `inner` is the path in it that is loaded
    (`checkpoint_path`), `page` where access has to be asked for. `writer` is the card that wrote the address.
    """

    card: str
    field: str
    kind: str
    uri: str
    writer: Card
    origin: Origin
    revision: str | None = None
    digest: str | None = None
    digested: str | None = None
    inner: str = ""
    page: str = ""

    @property
    def scheme(self) -> str:
        """The scheme of the address, in lower case."""
        return self.uri.partition(":")[0].lower()

    @property
    def overriding(self) -> str:
        """How a reader says that the asset is at another address, for hints."""
        name = self.card.partition("@")[0]
        config, _, key = self.field.partition(".")
        where = " and a checkout instead of a revision" if self.writer.tree.origin.kind == "git" else ""
        if not key:
            return f"`catalog override {name} {config}=/PATH`{where}"
        return f"a card {name}@user in the user store with `{config}: {{{key}: /PATH}}`{where}"

    @property
    def is_of_stranger(self) -> bool:
        """Whether the address was written by a catalog on another machine."""
        origin = self.writer.tree.origin
        return origin.kind == "git" and not posixpath.isabs(origin.place)


def assets_of(card: ResolvedCard, field: str = "") -> tuple[Asset, ...]:
    """The assets of a card: those of a field, or all that are loaded, in the order of fields.

    An address in a config has its dotted path (`dataset_config.data`), and a sequence of them one asset for each.
    Raises FieldError when the card has no such address, and for a digest or a revision that is none.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny", "model_family": "small", "checkpoint": "hg://org/tiny"}])
    >>> [asset] = assets_of(open_catalog(tree, stores=[]).card("tiny"))
    >>> asset.field, asset.kind, asset.uri, asset.digest
    ('checkpoint', 'model', 'hg://org/tiny', None)
    """
    found = [each for each in _addresses(card) if not field or each.name == field]
    if field and not found:
        other = card.field(field)
        if isinstance(other.value, str) and not is_address(field, other.value):
            raise other.error("holds no address")
        return (asset_of(card, other),)
    return tuple(asset_of(card, each) for each in found)


def _addresses(card: ResolvedCard) -> Iterator[Field]:
    """The addresses of a card that are loaded, each as a field with the card that wrote it."""
    for writer, uri in loaded_uris(card):
        if "." not in uri.field:
            yield card.field(uri.field)
        else:
            config = card.config_key(CONFIG_KINDS[uri.field.partition(".")[0]])
            entry = writer.fields[config or ""]
            yield Field(name=uri.field, owner=card.name, card=writer, entry=entry._replace(value=uri.node))


def asset_of(card: ResolvedCard, field: Field) -> Asset:
    """The asset that a field of a card names, or an address in a config as a field of its dotted path.

    Raises FieldError when it is no address, and for a digest or a revision that is none.
    """
    if field.value is None:
        raise field.error("is null: it names no asset")
    digest, revision, url = maybe_digest(card, field.name), maybe_revision(card, field.name), card.maybe_field("url")
    inner = card.maybe_field(f"{field.name}_path") if field.name in ADDRESS_FIELDS else None
    beside = maybe_digested_address(card, field.name) if digest is not None else None
    return Asset(
        card=f"{card.name}@{card.env}" if card.env else card.name,
        field=field.name,
        kind=_kind(card, field.name),
        uri=_uri(field),
        writer=field.card,
        origin=field.origin,
        revision=None if revision is None else _commit(revision),
        digest=None if digest is None else _digest(digest),
        digested=None if beside is None else beside.as_uri(),
        inner="" if inner is None else _inner(inner),
        page="" if url is None or url.value is None else url.as_(str),
    )


def _uri(field: Field) -> str:
    """The address as a URI. Raises FieldError for a string that no program takes for an address."""
    text = field.as_(str)
    try:
        urlsplit(text)
    except ValueError:
        raise field.error(f"is {text[:80]!r}, which is no address") from None
    if not text or "\0" in unquote(text):
        raise field.error("is empty: it names no asset" if not text else "has a NUL character, which no address has")
    return uri_of(text, field.card)


def _inner(field: Field) -> str:
    path = field.as_(str)
    if "\0" in path:
        raise field.error("has a NUL character, which no path has")
    return path


def _kind(card: ResolvedCard, field: str) -> str:
    known = _KIND_OF_FIELD.get(field) or CONFIG_KINDS.get(field.partition(".")[0])
    return known or next((kind for kind in card.kinds if kind in KINDS), "dataset")


def _commit(field: Field) -> str:
    revision = field.as_(str)
    if not is_commit(revision):
        raise field.error(f"is {revision[:60]!r}, not the full id of a commit (40 hexadecimal digits)")
    return revision


def _digest(field: Field) -> str:
    digest = field.as_(str)
    if not is_digest(digest):
        raise field.error(
            f"is {digest[:80]!r}, not a digest (64 hexadecimal digits, with 'tree:' before those of a folder)"
        )
    return digest.lower()


def no_address(card: ResolvedCard) -> FieldError:
    """The error for a card that names nothing to fetch."""
    hint = f"ask for it at {card.gated_at}" if card.gated_at else ""
    return card.field_error("", f"names no asset: it has none of {', '.join(ADDRESS_FIELDS)}", hint)
