"""Relative paths for fairseq2, which takes all of a card from one folder: that of the card that is asked for."""

from __future__ import annotations

import os
import posixpath
from urllib.parse import unquote_to_bytes

from assetcards.model.card import Card
from assetcards.model.field import has_scheme, looks_like_uri
from assetcards.model.fields import ADDRESS_FIELDS

_FILE = "file://"


def maybe_location(card: Card, field: str) -> str | None:
    """Where a field of a card leads that is a path relative to the card's file (CARD_SPEC 4); None for any other."""
    text = getattr(card.fields[field].value, "value", None)
    if not isinstance(text, str) or has_scheme(text) or text.startswith("/"):
        return None
    if field not in ADDRESS_FIELDS and not looks_like_uri(text):
        return None
    return card.tree.locate(posixpath.join(posixpath.dirname(card.path), text))


def maybe_for_fairseq2(uri: str) -> str | None:
    """A path of this machine as fairseq2 takes it; None for another address.

    fairseq2 0.8.1 takes what follows `file://` for the path as it is, percent signs included.

    >>> maybe_for_fairseq2("file:///cards/%40lab/a%20b.pt"), maybe_for_fairseq2("git:0123:a.pt")
    ('file:///cards/@lab/a b.pt', None)
    """
    return _FILE + os.fsdecode(unquote_to_bytes(uri.removeprefix(_FILE))) if uri.startswith(_FILE) else None
