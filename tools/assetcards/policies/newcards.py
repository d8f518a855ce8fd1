"""The new cards of a change, for the policies about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from assetcards.comparison.grouping import Affected
from assetcards.model.fields import ADDRESS_FIELDS
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked
from assetcards.policies.policy import Change, Objection, location_of_card, name_affected


def has_value(card: ResolvedCard, name: str) -> bool:
    """Whether a card has a field that is not empty."""
    field = card.maybe_field(name)
    return field is not None and field.value not in (None, "", [], {})


def new_assets(change: Change) -> Iterator[ResolvedCard]:
    """The new cards that somebody opens, as they resolve without an environment.

    A card that only others have as base is none of them: what it lacks, they may write.
    """
    for asked in change.impact.added:
        card = None if asked.env else change.new.maybe_resolve(asked)
        if card is not None and _is_opened(change, card):
            yield card


def _is_opened(change: Change, card: ResolvedCard) -> bool:
    if any(has_value(card, field) for field in ADDRESS_FIELDS):
        return True
    return card.kinds != ["other"] and card.name not in change.new.graph.bases


def without(change: Change, field: str, hint: str) -> Iterator[Objection]:
    """One objection for all new cards of a file that have no value in a field, at the first of them."""
    return object_to(change, lambda card: not has_value(card, field), f"no {field} in", hint)


def object_to(change: Change, is_wrong: Callable[[ResolvedCard], bool], what: str, hint: str) -> Iterator[Objection]:
    """One objection for all new cards of a file that something is wrong with, at the first of them."""
    by_file: defaultdict[str, list[ResolvedCard]] = defaultdict(list)
    for card in new_assets(change):
        if is_wrong(card):
            by_file[card.card.path].append(card)
    for cards in by_file.values():
        first = min(cards, key=lambda card: card.card.line)
        affected = Affected(asked=tuple(Asked(card.name, "") for card in cards))
        yield Objection(location_of_card(first.card), f"{what} {name_new(affected)}", hint)


def name_new(affected: Affected) -> str:
    """`new card 'a'`, or `new cards 'a', 'b', 'c' and 2 more`."""
    return f"new card{'s' if len(affected.names) > 1 else ''} {name_affected(affected)}"
