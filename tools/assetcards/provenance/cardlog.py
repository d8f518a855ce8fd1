"""The history of a resolved card: its state at each commit, and which commits changed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from assetcards.comparison.compare import Difference
from assetcards.comparison.differences import Comparer
from assetcards.comparison.impact import find_impact
from assetcards.errors import CardError, EnvironmentNotFoundError, NotFetchedError
from assetcards.findings import Finding
from assetcards.git.objects import Step
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked
from assetcards.provenance.history import History


class Condition(StrEnum):
    """Whether a card resolves at a commit."""

    SOUND = "sound"
    BROKEN = "broken"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Turn(StrEnum):
    """What a commit did to a card."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    CHANGED = "changed"
    RENAMED = "renamed"
    BROKE = "broke"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A card at a commit: the resolved card if it is sound, or what is wrong if it is broken.

    `tokenizer` is the card that its `tokenizer_ref` leads to. A state is unknown if a partial clone lacks a file.
    """

    condition: Condition
    card: ResolvedCard | None = None
    tokenizer: ResolvedCard | None = None
    problem: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a commit did to a card; a card that is absent or broken has no content.

    One that was renamed has its old and its new name, and is otherwise the same.
    """

    commit: str
    turn: Turn
    differences: tuple[Difference, ...] = ()
    problem: Finding | None = None
    names: tuple[str, str] | None = None


_PARTIAL = (
    "this clone is partial: files or folders of some commits are missing, so changes may be, too"
    " (fetch all: git fetch --refetch --no-filter)"
)
_ABSENT = State(condition=Condition.ABSENT)
_UNKNOWN = State(condition=Condition.UNKNOWN)

MAX_STATES = 8
"""How many states are kept for comparison; each holds the text of its cards."""


class CardLog:
    """The history of a card, given as for `Catalog.card`; before it was renamed, that of the card it was.

    `notes` say what is not known about the commits read so far.
    """

    def __init__(self, history: History, asked: Asked, *, env: str | None = None) -> None:
        self._history = history
        self._asked = asked
        self._env = asked.env or env
        self._older: dict[str, Asked] = {}
        self._states: dict[tuple[str, Asked], State] = {}
        self.notes: list[str] = []

    def maybe_change(self, step: Step) -> Change | None:
        """What a commit did to the card; None if it did nothing, or if that is unknown.

        A merge changes the card only if the card differs from all parents; the change is against the first one.
        """
        if step.commit in self._history.cut:
            self._note(f"this clone is shallow: the history before {step.commit[:12]} is missing")
            return None
        asked, parents = self.asked_at(step.commit), self._history.parents_of(step)
        self._older |= {parent: asked for parent in parents if parent not in self._older}
        after = self.state_at(step.commit, asked)
        before = [self.state_at(parent, asked) for parent in parents] or [_ABSENT]
        if _UNKNOWN in (after, *before):
            self._note(_PARTIAL)
            return None
        names = {
            parent: self._maybe_renamed(parent, step.commit, asked.name)
            for parent, state in zip(parents, before, strict=False)
            if {state.condition, after.condition} == {Condition.SOUND, Condition.ABSENT}
        }
        if any(is_same(Comparer(), state, after) for state in before):
            return None
        renamed = names.get(parents[0]) if parents else None
        if renamed is not None:
            return Change(commit=step.commit, turn=Turn.RENAMED, names=renamed)
        differences = tuple(find_state_differences(Comparer(), before[0], after))
        return Change(commit=step.commit, turn=_turn(before[0], after), differences=differences, problem=after.problem)

    def _maybe_renamed(self, parent: str, commit: str, name: str) -> tuple[str, str] | None:
        """The old and the new name, if a commit has renamed the card, which is followed by its old one before that."""
        try:
            older, newer = (self._history.open(each) for each in (parent, commit))
            renamings = find_impact(older, newer).renamed if older is not None and newer is not None else ()
        except NotFetchedError:
            self._note(_PARTIAL)
            return None
        found = [(each.old_name, each.asked.name) for each in renamings if name in (each.old_name, each.asked.name)]
        if not found:
            return None
        self._older[parent] = self._older[parent]._replace(name=found[0][0])
        return found[0]

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def asked_at(self, commit: str) -> Asked:
        """What the card is called at a commit of the walk, as far as later ones have been looked at."""
        return self._older.get(commit, self._asked)

    def state_at(self, commit: str, asked: Asked | None = None) -> State:
        """The card at a commit of the walk, by the name that it has there, or another one."""
        asked = asked or self.asked_at(commit)
        try:
            root = self._history.root(commit)
            if root.tree_id is None:
                return _ABSENT
            state = self._states.pop((root.tree_id, asked), None)
            if state is None:
                catalog = self._history.open(commit, env=self._env)
                state = find_state(catalog, asked) if catalog else _ABSENT
        except NotFetchedError:
            return _UNKNOWN
        self._states[root.tree_id, asked] = state
        if len(self._states) > MAX_STATES:
            del self._states[next(iter(self._states))]
        return state


def find_state(catalog: Catalog, asked: Asked) -> State:
    """The state of a card in a catalog, with the card that its `tokenizer_ref` leads to.

    A current environment that is unknown here has no effect; a card asked for in an unknown environment is absent.
    """
    try:
        card = catalog.maybe_resolve(asked)
        if card is not None:
            card.check_configs()
            return State(condition=Condition.SOUND, card=card, tokenizer=catalog.maybe_tokenizer_card(card))
        lost = catalog.maybe_lost(asked.name)
    except EnvironmentNotFoundError:
        if asked.env is not None:
            return _ABSENT
        return find_state(catalog.with_(env=""), asked)
    except CardError as error:
        lost = error.findings[0]
    return State(condition=Condition.BROKEN, problem=lost) if lost else _ABSENT


def find_state_differences(comparer: Comparer, one: State, other: State) -> list[Difference]:
    """Every leaf of a card, and of its tokenizer's card, that differs between two states."""
    if _are_written_alike(one, other):
        return []
    of_tokenizer = comparer.compare(one.tokenizer, other.tokenizer)
    named = (replace(difference, field=f"tokenizer_ref.{difference.field}") for difference in of_tokenizer)
    return sorted([*comparer.compare(one.card, other.card), *named], key=lambda difference: difference.field)


def _are_written_alike(one: State, other: State) -> bool:
    """Whether two states come from the same documents at the same paths, as if only other files changed."""

    def documents(state: State) -> list[list[tuple[str, int]]]:
        sides = (side.cards if side is not None else () for side in (state.card, state.tokenizer))
        return [[(card.path, id(card.document)) for card in cards] for cards in sides]

    return documents(one) == documents(other)


def is_same(comparer: Comparer, one: State, other: State) -> bool:
    """Whether a card is the same in two states, regardless of what is wrong with a broken one."""
    return one.condition is other.condition and not find_state_differences(comparer, one, other)


def _turn(before: State, after: State) -> Turn:
    if after.condition is Condition.BROKEN:
        return Turn.BROKE
    if after.condition is Condition.ABSENT:
        return Turn.DISAPPEARED
    turns = {Condition.ABSENT: Turn.APPEARED, Condition.BROKEN: Turn.FIXED}
    return turns.get(before.condition, Turn.CHANGED)
