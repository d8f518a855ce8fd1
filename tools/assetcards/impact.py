"""What a change does: every card that resolves to something else, and the card that caused it.

The cause of a change is found by trying. The cards that a resolved card is made of are put from their old text into
the new one, one after the other, the nearest first; the first that changes a value is the cause of that. New plain
cards count as there already: a card that takes one for its base is the cause, not the new card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assetcards.card import Card
from assetcards.catalog import Catalog
from assetcards.compare import Content, Difference, content_of, find_differences
from assetcards.diagnostics import Diagnostic
from assetcards.edits import Cards, Edit, cards_of_both, find_edits, find_touched
from assetcards.errors import CardError
from assetcards.names import FullName
from assetcards.resolve import maybe_resolve

Answer: TypeAlias = Content | CardError | None
"""What a question gives: the content of a card, why it is broken, or that there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A leaf that changed, and the card that caused it."""

    difference: Difference
    cause: FullName


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """A question (`name@env` is `name` asked for in `env`) whose answer has other leaves than before."""

    asked: FullName
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A question whose answer is an error on one of the two sides, what is wrong there, and the card that caused it."""

    asked: FullName
    findings: tuple[Diagnostic, ...]
    cause: FullName


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A question that has the answer which another name had before."""

    asked: FullName
    old_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """All that a change does, sorted by name and environment.

    `broken` are the cards that resolved before, or were not there; `mended` those that do now. `unresolved` are
    broken on both sides: what they would resolve to is not known. `edits` are the cards whose own text says
    something else.
    """

    added: tuple[FullName, ...] = ()
    removed: tuple[FullName, ...] = ()
    renamed: tuple[Renaming, ...] = ()
    changed: tuple[CardChange, ...] = ()
    broken: tuple[Failure, ...] = ()
    mended: tuple[Failure, ...] = ()
    unresolved: tuple[FullName, ...] = ()
    edits: Mapping[FullName, Edit]

    @property
    def is_empty(self) -> bool:
        """Whether every card resolves to what it resolved to before."""
        return not (self.added or self.removed or self.renamed or self.changed or self.broken or self.mended)


def find_impact(old: Catalog, new: Catalog) -> Impact:
    """Compare what two catalogs answer, in every environment that changes anything."""
    return _Comparison(old, new).impact()


class _View:
    """The cards that resolution sees: those of the old catalog, but for some that have moved on to the new one."""

    def __init__(self, old: Cards, new: Cards, moved: Collection[FullName], catalog: Catalog) -> None:
        self._old = old
        self._new = new
        self._moved = moved
        self._catalog = catalog
        self.asked_for: dict[FullName, None] = {}

    def find_cards(self, full_name: FullName) -> Sequence[Card]:
        self.asked_for[full_name] = None
        if full_name in self._moved:
            return self._new.get(full_name, ())
        known = self._old.get(full_name, ())
        return known or (() if full_name.env else self._new.get(full_name, ()))

    def maybe_lost(self, name: str) -> Diagnostic | None:
        return self._catalog.maybe_lost(name)

    def closest_names(self, name: str) -> Sequence[str]:
        return self._catalog.closest_names(name)


def _answer(view: _View, asked: FullName) -> Answer:
    try:
        card = maybe_resolve(view, asked.name, (asked.env,) if asked.env else ())
        if card is not None:
            return content_of(card)
        lost = view.maybe_lost(asked.name)
        return CardError(asked.name, [lost]) if lost else None
    except CardError as error:
        return error


class _Comparison:
    """The work of `find_impact`: both sides of every question that the edits touch."""

    def __init__(self, old: Catalog, new: Catalog) -> None:
        self._catalogs = old, new
        self._old, self._new = cards_of_both(old, new)
        self._edits = find_edits(self._old, self._new)
        self._answers: dict[FullName, tuple[Answer, Answer]] = {}
        self._suspects: dict[FullName, list[FullName]] = {}

    def impact(self) -> Impact:
        edited = self._edits.keys()
        for asked in sorted(find_touched(self._old, edited) | find_touched(self._new, edited)):
            before = _View(self._old, {}, (), self._catalogs[0])
            after = _View(self._new, {}, (), self._catalogs[1])
            self._answers[asked] = _answer(before, asked), _answer(after, asked)
            self._suspects[asked] = [name for name in _nearest_first(after.asked_for, asked.env) if name in edited]
        renamed = self._find_renamed()
        followed = {*(each.asked.name for each in renamed), *(each.old_name for each in renamed)}
        return Impact(
            added=tuple(a for a in self._with(_is_absent, _is_content) if a.name not in followed),
            removed=tuple(a for a in self._with(_is_there, _is_absent) if a.name not in followed),
            renamed=tuple(renamed),
            changed=tuple(self._changed()),
            broken=tuple(self._failures(_is_fine, _is_error)),
            mended=tuple(self._failures(_is_error, _is_content)),
            unresolved=tuple(self._with(_is_error, _is_error)),
            edits=self._edits,
        )

    def _with(self, before: _Test, after: _Test) -> list[FullName]:
        """The questions whose answers are of these two kinds."""
        return [asked for asked, (old, new) in self._answers.items() if before(old) and after(new)]

    def _changed(self) -> Iterator[CardChange]:
        for asked, (old, new) in self._answers.items():
            if isinstance(old, dict) and isinstance(new, dict):
                differences = list(find_differences(old, new))
                if differences:
                    causes = self._causes(asked, old, differences)
                    fields = (FieldChange(difference=d, cause=causes[d.field]) for d in differences)
                    yield CardChange(asked=asked, fields=tuple(fields))

    def _causes(self, asked: FullName, old: Content, differences: Iterable[Difference]) -> dict[str, FullName]:
        """The cause of each difference, by field."""
        causes: dict[str, FullName] = {}
        pending = {difference.field for difference in differences}
        for suspect, between in self._steps(asked):
            if isinstance(between, dict):
                moved = {d.field for d in find_differences(old, between)} & pending
                causes |= dict.fromkeys(moved, suspect)
                pending -= moved
            if not pending:
                break
        return causes

    def _steps(self, asked: FullName) -> Iterator[tuple[FullName, Answer]]:
        """Each edited card that the new answer is made of, nearest first, and the answer once it has moved on, too."""
        moved: set[FullName] = set()
        for suspect in self._suspects[asked]:
            moved.add(suspect)
            if len(moved) == len(self._suspects[asked]):
                yield suspect, self._answers[asked][1]
            else:
                yield suspect, _answer(_View(self._old, self._new, moved, self._catalogs[1]), asked)

    def _failures(self, before: _Test, after: _Test) -> Iterator[Failure]:
        for asked in self._with(before, after):
            old, new = self._answers[asked]
            error = new if isinstance(new, CardError) else old
            assert isinstance(error, CardError)
            cause = next((suspect for suspect, between in self._steps(asked) if after(between)), asked)
            yield Failure(asked=asked, findings=error.diagnostics, cause=cause)

    def _find_renamed(self) -> list[Renaming]:
        """Each name that went, and came again as one other with the same answers in the same environments.

        Where several went or came with the same answers nobody can say which became which.
        """
        went = self._names_by_answers(self._with(_is_there, _is_absent), 0)
        came = self._names_by_answers(self._with(_is_absent, _is_there), 1)
        pairs = [(went[key][0], came[key][0]) for key in went if len(went[key]) == len(came.get(key, ())) == 1]
        new_names = {new: old for old, new in pairs}
        return [
            Renaming(asked=asked, old_name=new_names[asked.name]) for asked in self._answers if asked.name in new_names
        ]

    def _names_by_answers(self, questions: Iterable[FullName], side: int) -> dict[Hashable, list[str]]:
        """The names by what all the questions about them give, environments included; not where one is an error."""
        answers: defaultdict[str, set[Hashable]] = defaultdict(set)
        for asked in questions:
            content = self._answers[asked][side]
            says = frozenset((f, leaf.key()) for f, leaf in content.items()) if isinstance(content, dict) else None
            answers[asked.name].add((asked.env, says) if says else None)
        names: defaultdict[Hashable, list[str]] = defaultdict(list)
        for name, given in answers.items():
            if None not in given:
                names[frozenset(given)].append(name)
        return names


def _nearest_first(asked_for: Iterable[FullName], env: str) -> list[FullName]:
    """The cards that a resolved card was looked for in, an override before its plain card."""
    names = dict.fromkeys(each.name for each in asked_for)
    return [full_name for name in names for full_name in dict.fromkeys((FullName(name, env), FullName(name)))]


_Test: TypeAlias = Callable[[Answer], bool]


def _is_content(answer: Answer) -> bool:
    return isinstance(answer, dict)


def _is_error(answer: Answer) -> bool:
    return isinstance(answer, CardError)


def _is_absent(answer: Answer) -> bool:
    return answer is None


def _is_there(answer: Answer) -> bool:
    return answer is not None


def _is_fine(answer: Answer) -> bool:
    return not isinstance(answer, CardError)
