"""What fairseq2 gets: cards as it reads them, and what had to be changed for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assetcards.assets.asset import Asset
from assetcards.errors import AssetCardsError
from assetcards.model.card import Card
from assetcards.names import FullName
from assetcards.nodes import Value


class Why(StrEnum):
    """Why a card is not handed over as it is written."""

    BROKEN = "broken"
    """It does not resolve."""
    CLASH = "clash"
    """fairseq2 has another card of that name, which stays."""
    COPY = "copy"
    """It is a base under another name, because its own is fairseq2's."""
    LAYER = "layer"
    """It is a layer above its own plain card, which fairseq2 follows without end."""
    MISSING = "missing"
    """It names a file of its commit that is not there."""
    PATH = "path"
    """It writes a path relative to its file, which fairseq2 takes from the file of the card that is asked for."""
    PIN = "pin"
    """It pins bytes, which fairseq2 does not check."""
    SAME = "same"
    """fairseq2 has the same card."""
    WHOLE = "whole"
    """It has all that the card has in an environment, because the plain card is fairseq2's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that was changed, or left out, for fairseq2: of which card, why, and what."""

    card: str
    why: Why
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedCard:
    """A card for fairseq2; `fields` has all but `name`, `card` is the one of ours that it is made of.

    `assets` are those that fairseq2 cannot have by what the fields say, by field: pinned ones, and files of a commit.

    `problem` says why nothing resolves in which its base counts; then the name of its base is that, too.
    """

    full_name: FullName
    fields: Mapping[str, Value]
    card: Card
    assets: Mapping[str, Asset] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The cards of a catalog for fairseq2, in the order of stores, files and lines, and what was changed in them."""

    cards: Sequence[HandedCard]
    notes: Sequence[Note]


class ClashError(AssetCardsError):
    """Cards have names of fairseq2's own cards, and say something else.

    >>> ClashError(["tiny", "small"]).names
    ('tiny', 'small')
    """

    def __init__(self, names: Sequence[str]) -> None:
        shown = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
        many = "1 card differs" if len(names) == 1 else f"{len(names)} cards differ"
        super().__init__(
            f"{many} from fairseq2's own of the same name: {shown}",
            hint="rename ours, or let theirs stay: --on-clash theirs, or ASSETCARDS_FAIRSEQ2_ON_CLASH=theirs",
        )
        self.names = tuple(names)
