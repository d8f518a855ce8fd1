"""What a card says to whoever is about to use it: that it is deprecated, or that its asset has to be asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assetcards.model.card import Card
from assetcards.nodes import Entry, MappingNode, ScalarNode, is_null

NEEDED = {"model": ("checkpoint",), "tokenizer": ("tokenizer", "tokenizer_ref")}
"""Of which fields a card of a kind needs one, to be loaded (CARD_SPEC 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """That a card will be removed: since when, why, and the card that replaces it; what is not said is empty.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny", "deprecated": {"reason": "too small", "replaced_by": "small"}}])
    >>> card = next(iter(open_catalog(tree, stores=[])))
    >>> card.deprecation.replaced_by, str(card.deprecation)
    ('small', "deprecated: too small (use 'small')")
    """

    since: str = ""
    reason: str = ""
    replaced_by: str = ""

    def __str__(self) -> str:
        since = f" since {self.since}" if self.since else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"deprecated{since}{reason}" + (f" (use {self.replaced_by!r})" if self.replaced_by else "")


def deprecation_of(card: Card) -> Deprecation | None:
    """The deprecation that a card itself writes; None if it is not deprecated."""
    return maybe_deprecation(card.fields.get("deprecated"))


def maybe_deprecation(entry: Entry | None) -> Deprecation | None:
    """The deprecation in a field; what is in it and has another form than it should is not said."""
    if entry is None or is_null(entry.value):
        return None
    about = entry.value.entries if isinstance(entry.value, MappingNode) else {}
    written = {key: _text(each.value) for key, each in about.items()}
    return Deprecation(**{key: written.get(key, "") for key in ("since", "reason", "replaced_by")})


def _text(node: object) -> str:
    return str(node.value).strip() if isinstance(node, ScalarNode) and node.value is not None else ""


def maybe_gate(kinds: Sequence[str], find: Callable[[str], Entry | None]) -> str | None:
    """Where the asset of a card is asked for: its `url`, if the card does not lead to the asset itself; else None."""

    def has(name: str) -> bool:
        entry = find(name)
        return entry is not None and not is_null(entry.value)

    url = find("url")
    is_gated = any(kind in kinds and not any(map(has, needed)) for kind, needed in NEEDED.items())
    return _text(url.value) or None if url is not None and is_gated else None
