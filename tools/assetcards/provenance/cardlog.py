"""The history of a resolved card: what it said at each commit, and which commits changed that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from assetcards.comparison.compare import Difference
from assetcards.comparison.differences import Comparer
from assetcards.errors import CardError, EnvironmentNotFoundError, NotFetchedError
from assetcards.findings import Finding
from assetcards.git.objects import Step
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked
from assetcards.provenance.history import History


class Condition(StrEnum):
    """How it stands with a card at a commit."""

    SOUND = "sound"
    BROKEN = "broken"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Turn(StrEnum):
    """What a commit did to a card."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    CHANGED = "changed"
    BROKE = "broke"
    MENDED = "mended"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A card at a commit: what it is when it is sound, and what is wrong when it is broken.

    `tokenizer` is the card that its `tokenizer_ref` leads to. A state is unknown where a partial clone lacks what one
    would have to read.
    """

    condition: Condition
    card: ResolvedCard | None = None
    tokenizer: ResolvedCard | None = None
    problem: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a commit did to a card; a card that is absent or broken says nothing."""

    commit: str
    turn: Turn
    differences: tuple[Difference, ...]
    problem: Finding | None


_ABSENT = State(condition=Condition.ABSENT)
_UNKNOWN = State(condition=Condition.UNKNOWN)

MAX_STATES = 8
"""How many states are kept to compare others with; each holds the text of the cards that it is made of."""


class CardLog:
    """The history of the card that a question asks for, as `Catalog.card` takes it.

    `notes` say what could not be told of the commits looked at so far.
    """

    def __init__(self, history: History, asked: Asked, *, env: str | None = None) -> None:
        self._history = history
        self._asked = asked
        self._env = asked.env or env
        self._states: dict[str, State] = {}
        self.notes: list[str] = []

    def maybe_change(self, step: Step) -> Change | None:
        """What a commit did to the card; None when nothing, or when that cannot be told.

        A merge did what none of its parents had; it is told against the first one.
        """
        if step.commit in self._history.cut:
            self._note(f"this clone is shallow: what was before {step.commit[:12]} is not known")
            return None
        after = self.state_at(step.commit)
        before = [self.state_at(parent) for parent in self._history.parents_of(step)] or [_ABSENT]
        if _UNKNOWN in (after, *before):
            self._note("this clone is partial: it lacks files or folders of some commits, so changes may be missing")
            return None
        if any(is_same(Comparer(), state, after) for state in before):
            return None
        differences = tuple(find_state_differences(Comparer(), before[0], after))
        return Change(commit=step.commit, turn=_turn(before[0], after), differences=differences, problem=after.problem)

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def state_at(self, commit: str) -> State:
        """The card at a commit of the walk."""
        try:
            root = self._history.root(commit)
            if root.tree_id is None:
                return _ABSENT
            state = self._states.pop(root.tree_id, None)
            if state is None:
                catalog = self._history.open(commit, env=self._env)
                state = find_state(catalog, self._asked) if catalog else _ABSENT
        except NotFetchedError:
            return _UNKNOWN
        self._states[root.tree_id] = state
        if len(self._states) > MAX_STATES:
            del self._states[next(iter(self._states))]
        return state


def find_state(catalog: Catalog, asked: Asked) -> State:
    """How it stands with a card in a catalog: what `Catalog.card` says of it, and of what `tokenizer_ref` leads to.

    A current environment that nobody knew yet changed nothing; in one that is asked for there was no card.
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
    """Every leaf of a card, and of the card that has its tokenizer, that is not the same in two states."""
    if _are_written_alike(one, other):
        return []
    of_tokenizer = comparer.compare(one.tokenizer, other.tokenizer)
    named = (replace(difference, field=f"tokenizer_ref.{difference.field}") for difference in of_tokenizer)
    return sorted([*comparer.compare(one.card, other.card), *named], key=lambda difference: difference.field)


def _are_written_alike(one: State, other: State) -> bool:
    """Whether two states are made of the same texts at the same places, as when other files changed."""

    def texts(state: State) -> list[list[tuple[str, int]]]:
        sides = (side.cards if side is not None else () for side in (state.card, state.tokenizer))
        return [[(card.path, id(card.document)) for card in cards] for cards in sides]

    return texts(one) == texts(other)


def is_same(comparer: Comparer, one: State, other: State) -> bool:
    """Whether a card says the same in two states; what is wrong with a broken one does not count."""
    return one.condition is other.condition and not find_state_differences(comparer, one, other)


def _turn(before: State, after: State) -> Turn:
    if after.condition is Condition.BROKEN:
        return Turn.BROKE
    if after.condition is Condition.ABSENT:
        return Turn.DISAPPEARED
    turns = {Condition.ABSENT: Turn.APPEARED, Condition.BROKEN: Turn.MENDED}
    return turns.get(before.condition, Turn.CHANGED)
