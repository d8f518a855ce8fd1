"""A change and what its reader asks: what it does, which edits cause that, by whom, and whose cards it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetcards.comparison.alike import OpenAlike, find_open_alike
from assetcards.comparison.impact import Impact
from assetcards.comparison.owners import Owners, find_owners
from assetcards.model.card import Card
from assetcards.model.resolved import ResolvedCard
from assetcards.names import FullName
from assetcards.provenance.editors import find_editors
from assetcards.provenance.writer import Writer
from assetcards.sources.ranges import Side

if TYPE_CHECKING:
    from assetcards.comparison.opened import OpenedChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Two sides, and the impact of the change from one to the other.

    `edited` are the cards that cause it, as the new side has them, or else the old one; `editors` are those who edited
    them, as far as they are known. `alike` are the changed configs that open as before, and
    `opened` is what opens differently, None where that was not asked.
    """

    old: Side
    new: Side
    impact: Impact
    edited: Mapping[FullName, Card]
    editors: Mapping[FullName, Writer]
    owners: Owners
    alike: OpenAlike
    opened: tuple[OpenedChange, ...] | None = None

    @property
    def added(self) -> list[ResolvedCard]:
        """The new cards, as they resolve without an environment."""
        answers = (self.impact.answers[asked][1] for asked in self.impact.added if not asked.env)
        return [answer for answer in answers if isinstance(answer, ResolvedCard)]

    def side_of(self, card: Card) -> Side:
        """The side that has an edited card: the old one for a card that was removed."""
        now = self.impact.reached[1].find_cards(card.full_name)
        return self.new if any(card is each for each in now) else self.old


def account_for(old: Side, new: Side, impact: Impact) -> Diff:
    """Find who is behind a known impact. Raises GitError if git cannot read the history."""
    names = list(dict.fromkeys(_causes(impact)))
    cards = ((name, _maybe_card(impact, name)) for name in names)
    return Diff(
        old=old,
        new=new,
        impact=impact,
        edited={name: card for name, card in cards if card is not None},
        editors=find_editors(*impact.reached, names),
        owners=find_owners(impact),
        alike=find_open_alike(old.catalog, new.catalog, impact),
    )


def _causes(impact: Impact) -> Iterator[FullName]:
    yield from (failure.cause for failure in (*impact.broken, *impact.fixed))
    yield from (field.cause for change in impact.changed for field in change.fields)
    yield from (asked.full_name for asked in impact.added if not asked.env)


def _maybe_card(impact: Impact, name: FullName) -> Card | None:
    """The card as the new side has it, or else the old one."""
    return next((card for side in reversed(impact.reached) for card in side.find_cards(name)), None)
