"""`catalog log`: the commits that changed a resolved card, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from typing import TypeAlias

from assetcards.errors import CardError
from assetcards.git.log import Commit, read_commits
from assetcards.git.objects import Step
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.questions import asked_in
from assetcards.provenance.cardlog import CardLog, Change, Condition
from assetcards.provenance.history import History
from assetcards.trees.tree import TreeOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of the history: the commits from `since` to `until`, in seconds since 1970."""

    since: int | None = None
    until: int | None = None

    def steps(self, history: History) -> list[Step]:
        """The commits in it. A commit without a readable date is only in the whole history."""
        if self.since is None and self.until is None:
            return history.steps
        return [step for step in history.steps if step.time is not None and self._holds(step.time)]

    def _holds(self, time: int) -> bool:
        return (self.since is None or self.since <= time) and (self.until is None or time <= self.until)


ALWAYS = Window()
"""The whole history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The history of a card as it was asked for, and the revision at which it ends.

    `origin` is that of the catalog. The changes are the newest first, each with its commit; `notes` say what is
    unknown.
    """

    query: str
    origin: TreeOrigin
    revision: Revision | None
    changes: tuple[tuple[Change, Commit], ...]
    notes: tuple[str, ...]


Watch: TypeAlias = Callable[[Sequence[Step]], AbstractContextManager[Iterable[Step]]]
"""Iterates over the steps of a walk and shows the progress."""


def log(
    catalog: Catalog,
    query: str,
    *,
    window: Window = ALWAYS,
    all_parents: bool = False,
    watch: Watch = nullcontext,
) -> Past:
    """Find the history of a card, or a part of it, back from the catalog's commit.

    Raises what `Catalog.card` raises if none of these commits has the card, or if the current environment is unknown
    today.
    """
    history = History(catalog, all_parents=all_parents)
    with watch(window.steps(history)) as steps:
        return _find_past(catalog, history, query, steps)


def _find_past(catalog: Catalog, history: History, query: str, steps: Iterable[Step]) -> Past:
    asked = asked_in(catalog, query)
    if asked.env is None:
        with suppress(CardError):
            catalog.maybe_resolve(asked)  # a broken card has a history, too
    card_log = CardLog(history, asked, env=catalog.env)
    changes = [change for change in map(card_log.maybe_change, steps) if change is not None]
    if not changes and card_log.state_at(history.commit).condition is Condition.ABSENT:
        catalog.resolve(asked)
    commits = read_commits(history.repository, [change.commit for change in changes], names_of=history.commit)
    return Past(
        query=query,
        origin=catalog.own.origin,
        revision=catalog.revision,
        changes=tuple((change, commits[change.commit]) for change in changes),
        notes=tuple(card_log.notes),
    )
