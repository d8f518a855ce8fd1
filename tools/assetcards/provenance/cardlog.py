"""The history of a resolved card: what it said at each commit, and which commits changed that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assetcards.comparison.compare import Content, Difference, content_of, find_differences
from assetcards.diagnostics import Diagnostic
from assetcards.errors import (
    CardError,
    EnvironmentNotFoundError,
    FieldError,
    InvalidNameError,
    NotFetchedError,
    NotFoundError,
)
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
    """A card at a commit: what it says when it is sound, and what is wrong when it is broken.

    A state is unknown where a partial clone lacks what one would have to read.
    """

    condition: Condition
    content: Content
    problem: Diagnostic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a commit did to a card; a card that is absent or broken says nothing."""

    commit: str
    turn: Turn
    differences: tuple[Difference, ...]
    problem: Diagnostic | None


_ABSENT = State(condition=Condition.ABSENT, content={})
_UNKNOWN = State(condition=Condition.UNKNOWN, content={})


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
        if any(is_same(state, after) for state in before):
            return None
        differences = tuple(find_differences(before[0].content, after.content))
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
            if root.tree_id not in self._states:
                catalog = self._history.open(commit, env=self._env)
                self._states[root.tree_id] = find_state(catalog, self._asked) if catalog else _ABSENT
        except NotFetchedError:
            return _UNKNOWN
        return self._states[root.tree_id]


def find_state(catalog: Catalog, asked: Asked) -> State:
    """How it stands with a card in a catalog: what `Catalog.card` says of it, and of what `tokenizer_ref` leads to.

    A current environment that nobody knew yet changed nothing; in one that is asked for there was no card.
    """
    try:
        card = catalog.maybe_resolve(asked)
        if card is not None:
            return State(condition=Condition.SOUND, content=content_of(card) | _of_tokenizer(catalog, card))
        lost = catalog.maybe_lost(asked.name)
    except EnvironmentNotFoundError:
        if asked.env is not None:
            return _ABSENT
        return find_state(catalog.with_(env=""), asked)
    except CardError as error:
        lost = error.diagnostics[0]
    return State(condition=Condition.BROKEN, content={}, problem=lost) if lost else _ABSENT


def _of_tokenizer(catalog: Catalog, card: ResolvedCard) -> Content:
    """What the card says that `tokenizer_ref` leads to; nothing when it leads nowhere."""
    if "tokenizer_ref" not in card.references:
        return {}
    try:
        content = content_of(catalog.tokenizer_card(card))
    except (NotFoundError, InvalidNameError, CardError, FieldError):
        return {}
    return {f"tokenizer_ref.{name}": leaf for name, leaf in content.items()}


def is_same(one: State, other: State) -> bool:
    """Whether a card says the same in two states; what is wrong with a broken one does not count."""
    return one.condition is other.condition and not any(find_differences(one.content, other.content))


def _turn(before: State, after: State) -> Turn:
    if after.condition is Condition.BROKEN:
        return Turn.BROKE
    if after.condition is Condition.ABSENT:
        return Turn.DISAPPEARED
    turns = {Condition.ABSENT: Turn.APPEARED, Condition.BROKEN: Turn.MENDED}
    return turns.get(before.condition, Turn.CHANGED)
