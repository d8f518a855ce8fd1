"""What a change policy is, and what it receives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from assetcards.comparison.compare import Difference
from assetcards.comparison.grouping import Affected
from assetcards.comparison.impact import Failure, Impact
from assetcards.findings import FileLine, Finding
from assetcards.git.commit_tree import CommitTree
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome, PolicySettings
from assetcards.names import Asked, FullName
from assetcards.nodes import Value
from assetcards.redaction import render_quoted

if TYPE_CHECKING:
    from assetcards.provenance.history import History

MAX_NAMES = 3
"""How many cards a message names; it counts the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One difference, the card that caused it, and the cards and environments that have it."""

    difference: Difference
    cause: FullName
    affected: Affected

    def __str__(self) -> str:
        """`license of 'a', 'b', 'c' and 2 more`, and the environment if it applies only in one."""
        return f"{self.difference.field} of {name_affected(self.affected)}"

    @property
    def values(self) -> str:
        """`from 'a' to 'b'`, for messages."""
        old, new = self.difference.values
        shown = {
            "added": ("nothing", _render(new)),
            "removed": (_render(old), "nothing"),
            "changed": (_render(old), _render(new)),
        }
        before, after = shown[self.difference.kind]
        return f"from {before} to {after}"


def name_affected(affected: Affected) -> str:
    """`'a', 'b', 'c' and 2 more`, and the environment if it applies only in one."""
    bare = affected.names_in("")
    where = "" if bare else f" in environment {', '.join(map(repr, affected.environments))}"
    return f"{_name_some(bare or affected.names)}{where}"


def by_finding(failures: Iterable[Failure]) -> Iterator[tuple[Finding, Affected]]:
    """Each finding with all the cards that do not resolve because of it."""
    same: defaultdict[Finding, list[Asked]] = defaultdict(list)
    for failure in failures:
        same[failure.findings[0]].append(failure.asked)
    return ((wrong, Affected(asked=tuple(asked))) for wrong, asked in same.items())


def cannot_be_judged(what: str) -> str:
    """The beginning of a message about what does not resolve."""
    return f"cannot judge changes to {what}"


def _name_some(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:MAX_NAMES]))
    return f"{shown} and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else shown


def _render(value: Value) -> str:
    return render_quoted(value) if isinstance(value, str) else render_quoted(str(value))[1:-1]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of a catalog: both sides, as far as it reaches, and the impact.

    `new` has the settings that judge the change. `before` is the whole old side.
    """

    before: Catalog
    impact: Impact

    @property
    def old(self) -> Catalog:
        """The part of the old side that the change reaches."""
        return self.impact.reached[0]

    @property
    def new(self) -> Catalog:
        """The part of the new side that the change reaches."""
        return self.impact.reached[1]

    @property
    def settings(self) -> PolicySettings:
        """The settings of the policies."""
        return self.new.settings.policy

    @cached_property
    def history(self) -> History | None:
        """The history of the old side, if that is a commit."""
        from assetcards.provenance.history import History  # late: few policies look back

        is_commit = bool(self.before.stores) and isinstance(self.before.own.tree, CommitTree)
        return History(self.before) if is_commit else None

    def differences(self, wanted: Callable[[Asked, Difference], bool]) -> Iterator[Changed]:
        """The wanted differences; one that a single card causes in several cards is yielded once, with all of them."""
        same: defaultdict[Hashable, list[Asked]] = defaultdict(list)
        by_key: dict[Hashable, tuple[FullName, Difference]] = {}
        for change in self.impact.changed:
            for field in change.fields:
                if wanted(change.asked, field.difference):
                    key: Hashable = field.cause, field.difference.key()
                    by_key[key] = field.cause, field.difference
                    same[key].append(change.asked)
        for key, (cause, difference) in by_key.items():
            yield Changed(difference=difference, cause=cause, affected=Affected(asked=tuple(same[key])))

    def location_of(self, changed: Changed) -> tuple[str, int]:
        """The location of the new value; if it was removed, of the card that caused it or of the card without it.

        Of what an upstream has written or caused, it is that of the nearest of our cards.
        """
        from assetcards.provenance.blame import find_writings  # late: there is mostly nothing to locate

        asked = changed.affected.asked[0]
        is_known = asked.env in self.new.environments()
        card = self.new.maybe_resolve(asked if is_known else Asked(asked.name, ""))
        assert card is not None
        writings = {writing.field: writing for writing in find_writings(card)}
        writing = writings.get(changed.difference.field)
        if writing is not None and self.new.is_ours(writing.card):
            return writing.card.path, writing.line
        causes = self.new.find_cards(changed.cause)
        nearest = (*causes, *(each for layer in card.layers for each in layer.cards))
        return location_of_card(next((each for each in nearest if self.new.is_ours(each)), card.card))


def location_of_card(card: Card) -> tuple[str, int]:
    """The location of a card."""
    return card.path, card.line


class Objection(NamedTuple):
    """A finding of a policy before it has a severity: its location, its message, and how to fix it.

    The settings choose the severity, except when the policy could not check (`is_known` is false): that is advice.
    `related` are the other locations that the message names.
    """

    location: tuple[str, int]
    message: str
    hint: str
    related: tuple[FileLine, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A change policy: its code, its name (also that of its setting), its default outcome, and its check."""

    code: str
    name: str
    default: Outcome
    check: Callable[[Change], Iterable[Objection]]

    def outcome(self, settings: PolicySettings) -> Outcome:
        """The outcome of a violation in a catalog with these settings."""
        return settings.outcomes.get(self.name, self.default)
