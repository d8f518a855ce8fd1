"""The impact of a change: every resolved card that differs, and the card that caused it.

The cause of a difference is found by trying: the cards that a resolved card is made of are switched from their old to
their new text, one after the other, the nearest first. The first that changes a value is its cause. Added plain cards
are there from the start, so a card that gets a new base is the cause, not the new card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from assetcards.comparison.answers import Answer, View, cards_of_answer
from assetcards.comparison.compare import Difference, maybe_leaf
from assetcards.comparison.differences import Comparer
from assetcards.comparison.edits import Edit, cards_of_both, find_edits
from assetcards.comparison.marks import Marker
from assetcards.comparison.reach import reached_parts
from assetcards.comparison.unread import as_changed, find_unread
from assetcards.errors import CardError
from assetcards.findings import Finding
from assetcards.model.catalog import Catalog
from assetcards.model.layers import Layers
from assetcards.model.resolved import ResolvedCard
from assetcards.model.work import Work
from assetcards.names import Asked, FullName

MAX_DIFFERING_BYTES = 32 << 20
"""How large all differences of a change may be when they are written out."""

MAX_TRIED = 300_000
"""How many cards may be switched to their new text to find the causes."""

_CLOSER = "compare revisions that are closer together"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A leaf that changed, and the card that caused it."""

    difference: Difference
    cause: FullName


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """A card that resolves to different leaves than before."""

    asked: Asked
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A card that does not resolve, what is wrong (on the new side, if the card is there), and what caused it."""

    asked: Asked
    findings: tuple[Finding, ...]
    cause: FullName


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A card that another name had before."""

    asked: Asked
    old_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """The impact of a change, sorted by name and environment.

    `broken` are cards that resolved before, or are new, and do not resolve now; `fixed` are the reverse. `unresolved`
    are broken on both sides, so they cannot be compared. `edits` are the cards whose own text differs, `answers` what
    each question that depends on them is answered with, before and now. `reached` are the parts of both catalogs that
    have all of these cards.
    """

    added: tuple[Asked, ...] = ()
    removed: tuple[Asked, ...] = ()
    renamed: tuple[Renaming, ...] = ()
    changed: tuple[CardChange, ...] = ()
    broken: tuple[Failure, ...] = ()
    fixed: tuple[Failure, ...] = ()
    unresolved: tuple[Failure, ...] = ()
    edits: Mapping[FullName, Edit]
    answers: Mapping[Asked, tuple[Answer, Answer]] = field(repr=False)
    reached: tuple[Catalog, Catalog] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether no resolved card differs."""
        return not (self.added or self.removed or self.renamed or self.changed or self.broken or self.fixed)


def find_impact(old: Catalog, new: Catalog) -> Impact:
    """Compare the resolved cards of two catalogs, in every environment that makes a difference."""
    return _Comparison(*reached_parts(old, new)).impact()


class _Comparison:
    """The work of `find_impact`: both sides of every question that the edits touch."""

    def __init__(self, old: Catalog, new: Catalog) -> None:
        self._catalogs = old, new
        self._old, self._new = cards_of_both(old, new)
        self._unread = find_unread(old, new), find_unread(new, old)
        self._edits = as_changed(find_edits(self._old, self._new), self._catalogs, self._unread)
        self._layers = Layers()
        self._sides = (
            View(self._old, {}, (), self._catalogs[0], self._unread[0], self._layers),
            View(self._new, {}, (), self._catalogs[1], self._unread[1], self._layers),
        )
        self._between: dict[frozenset[FullName], View] = {}
        self._comparer = Comparer()
        self._marker = Marker()
        self._differing = Work(MAX_DIFFERING_BYTES, "bytes of differences", hint=_CLOSER)
        self._tried = Work(MAX_TRIED, "cards tried for what caused the differences", hint=_CLOSER)
        self._answers: dict[Asked, tuple[Answer, Answer]] = {}

    def impact(self) -> Impact:
        for asked in sorted(self._touched()):
            answers = self._sides[0].answer(asked), self._sides[1].answer(asked)
            if any(self._has_ours(asked, answer) for answer in answers):
                self._answers[asked] = answers
        renamed = self._find_renamed()
        followed = {*(each.asked.name for each in renamed), *(each.old_name for each in renamed)}
        return Impact(
            added=tuple(a for a in self._with(_is_absent, _is_card) if a.name not in followed),
            removed=tuple(a for a in self._with(_is_there, _is_absent) if a.name not in followed),
            renamed=tuple(renamed),
            changed=tuple(self._changed()),
            broken=tuple(self._failures(_is_fine, _is_error)),
            fixed=tuple(self._failures(_is_error, _is_card)),
            unresolved=tuple(self._failures(_is_error, _is_error)),
            edits=self._edits,
            answers=self._answers,
            reached=self._catalogs,
        )

    def _touched(self) -> set[Asked]:
        """The questions whose answers depend on an edited card on either side."""
        return set().union(*(catalog.graph.answered_by(self._edits) for catalog in self._catalogs))

    def _has_ours(self, asked: Asked, answer: Answer) -> bool:
        """Whether any card that an answer comes from is ours, and not an upstream's."""
        cards = (
            card
            for name in cards_of_answer(asked, answer)
            for each in (self._old, self._new)
            for card in each.get(name, ())
        )
        return any(all(catalog.is_ours(card) for catalog in self._catalogs) for card in cards)

    def _with(self, before: _Test, after: _Test) -> list[Asked]:
        """The questions whose answers are of these two kinds."""
        return [asked for asked, (old, new) in self._answers.items() if before(old) and after(new)]

    def _changed(self) -> Iterator[CardChange]:
        for asked, (old, new) in self._answers.items():
            if isinstance(old, ResolvedCard) and isinstance(new, ResolvedCard):
                differences = self._comparer.compare(old, new)
                self._differing.add(sum(difference.extent.size for difference in differences))
                if differences:
                    causes = self._causes(asked, old, differences)
                    fields = (FieldChange(difference=d, cause=causes[d.field]) for d in differences)
                    yield CardChange(asked=asked, fields=tuple(fields))

    def _causes(self, asked: Asked, old: ResolvedCard, differences: Iterable[Difference]) -> dict[str, FullName]:
        """The cause of each difference, by field."""
        causes: dict[str, FullName] = {}
        pending = list(differences)
        suspects = self._suspects(asked)
        for number, suspect in enumerate(suspects, start=1):
            between = self._answer_between(asked, suspects[:number]) if number < len(suspects) else None
            found = pending if number == len(suspects) else [d for d in pending if _differ(old, between, d)]
            causes |= {difference.field: suspect for difference in found}
            pending = [difference for difference in pending if difference.field not in causes]
        return causes

    def _suspects(self, asked: Asked) -> list[FullName]:
        """The edited cards that an answer depends on after the change, the nearest first."""
        return [name for name in cards_of_answer(asked, self._answers[asked][1]) if name in self._edits]

    def _answer_between(self, asked: Asked, moved: Sequence[FullName]) -> Answer:
        """The answer if some of the cards have their new text."""
        into = frozenset(moved)
        self._tried.add(len(into))
        if into not in self._between:
            before, after = self._unread
            unread = {name: wrong for name, wrong in before.items() if name not in into}
            unread |= {name: wrong for name, wrong in after.items() if name in into}
            self._between[into] = View(self._old, self._new, into, self._catalogs[1], unread, self._layers)
        return self._between[into].answer(asked)

    def _failures(self, before: _Test, after: _Test) -> Iterator[Failure]:
        for asked in self._with(before, after):
            old, new = self._answers[asked]
            error = new if isinstance(new, CardError) else old
            assert isinstance(error, CardError)
            yield Failure(asked=asked, findings=error.findings, cause=self._turning_point(asked, after))

    def _turning_point(self, asked: Asked, after: _Test) -> FullName:
        """The first card whose new text gives the kind of answer after the change."""
        suspects = self._suspects(asked)
        for number in range(1, len(suspects)):
            if after(self._answer_between(asked, suspects[:number])):
                return suspects[number - 1]
        return suspects[-1] if suspects else asked.full_name

    def _find_renamed(self) -> list[Renaming]:
        """Each removed name with the added one that has the same answers in the same environments.

        If several were removed or added with the same answers, it is unknown which became which.
        """
        removed = self._names_by_answers(self._with(_is_there, _is_absent), 0)
        added = self._names_by_answers(self._with(_is_absent, _is_there), 1)
        pairs = [
            (removed[key][0], added[key][0]) for key in removed if len(removed[key]) == len(added.get(key, ())) == 1
        ]
        new_names = {new: old for old, new in pairs}
        renamed = [(asked, new_names[asked.name]) for asked in self._answers if asked.name in new_names]
        others = {old_name for asked, old_name in renamed if not self._say_the_same(old_name, asked)}
        return [Renaming(asked=asked, old_name=old_name) for asked, old_name in renamed if old_name not in others]

    def _say_the_same(self, old_name: str, asked: Asked) -> bool:
        """Whether two answers with the same mark are the same: marks may be made to collide on purpose."""
        old, new = self._answers[Asked(old_name, asked.env)][0], self._answers[asked][1]
        return isinstance(old, ResolvedCard) and isinstance(new, ResolvedCard) and not self._comparer.compare(old, new)

    def _names_by_answers(self, questions: Iterable[Asked], side: int) -> dict[Hashable, list[str]]:
        """The names by their answers in all environments, except names with an error."""
        answers: defaultdict[str, set[Hashable]] = defaultdict(set)
        for asked in questions:
            answer = self._answers[asked][side]
            says = self._marker.maybe_mark(answer) if isinstance(answer, ResolvedCard) else None
            answers[asked.name].add((asked.env, says) if says else None)
        names: defaultdict[Hashable, list[str]] = defaultdict(list)
        for name, given in answers.items():
            if None not in given:
                names[frozenset(given)].append(name)
        return names


_Test: TypeAlias = Callable[[Answer], bool]


def _differ(old: ResolvedCard, new: Answer, difference: Difference) -> bool:
    """Whether two cards differ at the path of a difference; an answer that is no card does not."""
    if not isinstance(new, ResolvedCard):
        return False
    leaves = (maybe_leaf(card, difference.path) for card in (old, new))
    first, second = (leaf.key() if leaf is not None else None for leaf in leaves)
    return first != second


def _is_card(answer: Answer) -> bool:
    return isinstance(answer, ResolvedCard)


def _is_error(answer: Answer) -> bool:
    return isinstance(answer, CardError)


def _is_absent(answer: Answer) -> bool:
    return answer is None


def _is_there(answer: Answer) -> bool:
    return answer is not None


def _is_fine(answer: Answer) -> bool:
    return not isinstance(answer, CardError)
