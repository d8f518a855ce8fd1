"""What a change policy is, and what it is given to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assetcards.comparison.compare import Difference
from assetcards.comparison.grouping import Affected
from assetcards.comparison.impact import Failure, Impact
from assetcards.findings import FileLine, Finding
from assetcards.git.tree import CommitTree
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome, PolicySettings
from assetcards.names import Asked, FullName
from assetcards.nodes import Value
from assetcards.provenance.blame import find_writings
from assetcards.provenance.history import History
from assetcards.redaction import render_quoted

MAX_NAMES = 3
"""How many cards a message names before it only counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One difference, the card that caused it, and the questions whose answers have it."""

    difference: Difference
    cause: FullName
    affected: Affected

    def __str__(self) -> str:
        """`license of 'a', 'b', 'c' and 2 more`, and in which environment when it is not so outside of any."""
        return f"{self.difference.field} of {name_affected(self.affected)}"

    @property
    def values(self) -> str:
        """`from 'a' to 'b'`, for messages."""
        old, new = self.difference.values
        told = {
            "added": ("nothing", _tell(new)),
            "removed": (_tell(old), "nothing"),
            "changed": (_tell(old), _tell(new)),
        }
        before, after = told[self.difference.kind]
        return f"from {before} to {after}"


def name_affected(affected: Affected) -> str:
    """`'a', 'b', 'c' and 2 more`, and in which environment when it is not so outside of any."""
    bare = affected.names_in("")
    where = "" if bare else f" in environment {', '.join(map(repr, affected.environments))}"
    return f"{_name_some(bare or affected.names)}{where}"


def by_finding(failures: Iterable[Failure]) -> Iterator[tuple[Finding, Affected]]:
    """What is wrong, each with all the cards that do not resolve for it."""
    same: defaultdict[Finding, list[Asked]] = defaultdict(list)
    for failure in failures:
        same[failure.findings[0]].append(failure.asked)
    return ((wrong, Affected(asked=tuple(asked))) for wrong, asked in same.items())


def cannot_be_judged(what: str) -> str:
    """The beginning of a message on what does not resolve."""
    return f"what changes in {what} cannot be judged"


def _name_some(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:MAX_NAMES]))
    return f"{shown} and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else shown


def _tell(value: Value) -> str:
    return render_quoted(value) if isinstance(value, str) else render_quoted(str(value))[1:-1]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of a catalog: both sides, and what it does. `new` is under the settings that judge it."""

    old: Catalog
    new: Catalog
    impact: Impact

    @property
    def settings(self) -> PolicySettings:
        """The settings of the policies."""
        return self.new.settings.policy

    @cached_property
    def history(self) -> History | None:
        """The history of the old side, when that is a commit."""
        is_commit = bool(self.old.stores) and isinstance(self.old.own.tree, CommitTree)
        return History(self.old) if is_commit else None

    def differences(self, wanted: Callable[[Asked, Difference], bool]) -> Iterator[Changed]:
        """The differences that are wanted, each once for all the cards in which one card caused it."""
        same: defaultdict[Hashable, list[Asked]] = defaultdict(list)
        told: dict[Hashable, tuple[FullName, Difference]] = {}
        for change in self.impact.changed:
            for field in change.fields:
                if wanted(change.asked, field.difference):
                    key: Hashable = field.cause, field.difference.key()
                    told[key] = field.cause, field.difference
                    same[key].append(change.asked)
        for key, (cause, difference) in told.items():
            yield Changed(difference=difference, cause=cause, affected=Affected(asked=tuple(same[key])))

    def location_of(self, changed: Changed) -> tuple[str, int]:
        """Where the new value stands; of one that is gone, where the card stands that caused it, or that lacks it."""
        asked = changed.affected.asked[0]
        is_known = asked.env in self.new.environments()
        card = self.new.maybe_resolve(asked if is_known else Asked(asked.name, ""))
        assert card is not None
        writings = {writing.field: writing for writing in find_writings(card)}
        writing = writings.get(changed.difference.field)
        if writing is not None:
            return writing.card.path, writing.line
        causes = self.new.find_cards(changed.cause)
        return location_of_card(causes[0] if causes else card.card)


def location_of_card(card: Card) -> tuple[str, int]:
    """Where a card stands."""
    return card.path, card.line


class Objection(NamedTuple):
    """What a policy finds in a change: at which line of which file, in words, and how to fix it.

    How bad it is the settings say; but where nobody can tell (`is_known` is false) it is advice, whatever they say.
    `related` are the other locations that the message names.
    """

    location: tuple[str, int]
    message: str
    hint: str
    related: tuple[FileLine, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A change policy: its code, its name, which is that of its setting, too, what it comes to, and how it judges."""

    code: str
    name: str
    default: Outcome
    check: Callable[[Change], Iterable[Objection]]

    def outcome(self, settings: PolicySettings) -> Outcome:
        """What such a change comes to in a catalog of these settings."""
        return settings.outcomes.get(self.name, self.default)
