"""The digest of a card: the same wherever it resolves to the same (docs/lock-file.md)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from assetcards.canonical import digest_of
from assetcards.model.field import has_scheme
from assetcards.model.fields import CONFIG_KINDS
from assetcards.model.patch_forms import as_layer
from assetcards.model.resolved import ResolvedCard

DIGEST_VERSION = 2
"""What new digests are computed of; those of earlier versions can still be computed, to be compared."""

_Content: TypeAlias = Mapping[str, object]


def card_digest(card: ResolvedCard, env: str, version: int = DIGEST_VERSION) -> str:
    """The digest of a card that was asked for in an environment, or bare.

    Raises CardError as `ResolvedCard.config` does.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", cards=[{"name": "tiny", "model_config": {"a": 1}}, {"name": "base"}])
    >>> card = open_catalog(tree, stores=[]).card("tiny")
    >>> card_digest(card, "") == card_digest(card, "lab"), card_digest(card, "")[:15]
    (False, 'sha256:4dfd5de5')
    """
    return digest_of(digested_content(card, env, version))


def digested_content(card: ResolvedCard, env: str, version: int = DIGEST_VERSION) -> _Content:
    """What the digest is computed of: all that the card resolves to, and nothing of where it was read.

    `paths` are the relative paths among its values, as paths below the root, because they move with their file.
    """
    asked: _Content = {"name": card.name, "env": env or None}
    paths = dict(_relative_paths(card))
    if version == 1:
        return {
            **asked,
            "chain": card.chain,
            "kinds": card.kinds,
            "fields": card.fields,
            "configs": card.configs,
            "paths": paths,
        }
    return {
        "version": version,
        **asked,
        "fields": {name: value for name, value in card.fields.items() if name not in CONFIG_KINDS},
        "patches": {kind: as_layer(patch.composed) for kind, patch in card.patches.items() if patch.composed},
        "paths": paths,
    }


def _relative_paths(card: ResolvedCard) -> Iterator[tuple[str, str]]:
    for name in card.uris:
        field = card.field(name)
        value = field.as_(str)
        if not has_scheme(value) and not value.startswith("/"):
            yield name, posixpath.normpath(posixpath.join(posixpath.dirname(field.card.path), value))
