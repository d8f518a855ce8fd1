"""Which cards of ours are left to fairseq2, because it has cards of the same names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from assetcards.errors import CardError
from assetcards.fairseq2.handed import Note, Why
from assetcards.fairseq2.likeness import Likeness, likeness_of
from assetcards.fairseq2.pins import assets_of_card, pins_of
from assetcards.model.catalog import Catalog
from assetcards.names import Asked

_SAID = {
    Why.SAME: "is left to fairseq2, which has the same card",
    Why.CLASH: "differs from fairseq2's own card of that name, which stays",
    Why.BROKEN: "is left to fairseq2, whose own card of that name is broken",
}


def names_left(catalog: Catalog, theirs: Mapping[str, Likeness]) -> dict[str, Why]:
    """The plain cards of a catalog whose names are fairseq2's, and how they compare with its own."""
    return {name: _why(catalog, name, theirs[name].digest) for name in catalog.card_names() if name in theirs}


def _why(catalog: Catalog, name: str, digest: str) -> Why:
    if not digest:
        return Why.BROKEN
    ours = _maybe_likeness(catalog, name)
    return Why.SAME if ours is not None and ours.digest == digest else Why.CLASH


def _maybe_likeness(catalog: Catalog, name: str) -> Likeness | None:
    try:
        return likeness_of(catalog.resolve(Asked(name, "")))
    except CardError:
        return None


def notes_of_left(catalog: Catalog, left: Mapping[str, Why]) -> Iterator[Note]:
    """What is said of cards that are left to fairseq2, and of those that pin something here."""
    for name, why in left.items():
        yield Note(card=name, why=why, text=_SAID[why])
        if why is not Why.CLASH and _is_pinned(catalog, name):
            yield Note(card=name, why=Why.PIN, text="is left to fairseq2, which loads it without what pins it here")


def _is_pinned(catalog: Catalog, name: str) -> bool:
    try:
        return any(map(pins_of, assets_of_card(catalog.resolve(Asked(name, ""))).values()))
    except CardError:
        return False


def bases_to_copy(catalog: Catalog, theirs: Mapping[str, Likeness], left: Mapping[str, Why]) -> list[str]:
    """The cards left to fairseq2 that cards of ours have as base, and that its own cannot replace there, sorted.

    fairseq2 uses one spelling of a config in all layers of a card, so its card has to spell configs as ours does.
    """
    bases: defaultdict[str, set[str]] = defaultdict(set)
    for card in catalog.all_cards():
        bases[card.name] |= {card.base} if card.base else set()
    pending = [name for name in bases if name not in left]
    seen: set[str] = set()
    copied: list[str] = []
    while pending:
        for base in bases.get(pending.pop(), set()) - seen:
            seen.add(base)
            if base in left and (left[base] is not Why.SAME or _maybe_likeness(catalog, base) != theirs[base]):
                copied.append(base)
                pending.append(base)
    return sorted(copied)
