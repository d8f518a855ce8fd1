"""A cycle of references.

`tokenizer_ref` is followed from card to card until one has none. When `a` refers to `b` and `b` to `a`, there is no
such card, and fairseq2 follows them forever. It is easy to miss when the card that is referred to inherits from the
one that refers to it. Cycles of every other field `X_ref` are refused, too.

    # refused
    name: a
    tokenizer_ref: b
    ---
    name: b
    tokenizer_family: char
    tokenizer_ref: a

Remove one of the references; if a card inherits it, write the tokenizer itself there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import groupby

from assetcards.findings import Finding, render_chain
from assetcards.model.field import Field
from assetcards.model.references import Reference, card_references, maybe_reference
from assetcards.model.resolved import ResolvedCard
from assetcards.model.work import Work
from assetcards.names import Asked
from assetcards.rules.rule import CatalogSubject, Rule

MAX_STARTS = 2_000_000
"""How many references are followed in search of cycles."""


def check(subject: CatalogSubject) -> Iterator[Finding]:
    starts = sorted(_starts(subject))
    known = frozenset(("", *subject.catalog.environments()))
    reported: set[frozenset[tuple[str, int]]] = set()
    for (env, field), group in groupby(starts, key=lambda start: start[:2]):
        walks = _Walks(answers=subject.answers, known=known, field=field, env=env)
        for _, _, name in group:
            cycle = walks.maybe_cycle(name)
            locations = frozenset((at.card.path, at.entry.value.line) for at, _ in cycle)
            if cycle and locations not in reported:
                reported.add(locations)
                yield _finding(cycle)


def _starts(subject: CatalogSubject) -> Iterator[tuple[str, str, str]]:
    """The environments, fields and cards from which a walk may end in a cycle: those that the field names somewhere."""
    work = Work(MAX_STARTS, "references of cards that are named in references, in all environments")
    named: dict[str, set[str]] = defaultdict(set)
    for card in subject.cards:
        for reference in card_references(card):
            named[reference.asked.name].add(reference.field)
    for answer in subject.resolved:
        fields = named.get(answer.card.name, set())
        work.add(len(fields))
        yield from ((answer.env, field, answer.card.name) for field in fields if answer.card.maybe_field(field))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walks:
    """Walks along one field in one environment; later walks stop where an earlier one has passed."""

    answers: Mapping[str, Mapping[str, ResolvedCard]]
    known: frozenset[str]
    field: str
    env: str
    passed: set[Asked] = dataclass_field(default_factory=set)

    def maybe_cycle(self, name: str) -> list[tuple[Field, Reference]]:
        """The cycle that a walk from a card ends in, if no earlier walk has passed it."""
        path: dict[Asked, tuple[Field, Reference]] = {}
        step = Asked(name, self.env)
        while step not in self.passed:
            self.passed.add(step)
            found = self._maybe_written(step)
            if found is None:
                return []
            path[step] = found
            asked = found[1].asked
            step = Asked(asked.name, self.env if asked.env is None else asked.env)
        return list(path.values())[list(path).index(step) :] if step in path else []

    def _maybe_written(self, step: Asked) -> tuple[Field, Reference] | None:
        answers = self.answers.get(step.name, {})
        card = (answers.get(step.env or "") or answers.get("")) if step.env in self.known else None
        found = card.maybe_field(self.field) if card is not None else None
        reference = maybe_reference(self.field, found.entry.value) if found is not None else None
        return (found, reference) if found is not None and reference is not None else None


def _finding(cycle: list[tuple[Field, Reference]]) -> Finding:
    """The same finding from wherever the cycle is entered: at the first of its references in the files."""
    first = min(range(len(cycle)), key=lambda i: (cycle[i][0].card.path, cycle[i][1].node.line, cycle[i][0].owner))
    turned = [*cycle[first:], *cycle[:first]]
    field, reference = turned[0]
    names = render_chain([*(at.owner for at, _ in turned), field.owner])
    inherited = "" if field.card.name == field.owner else f", which {field.owner!r} inherits,"
    message = f"{field.name}{inherited} forms a cycle: {names}"
    return RULE.finding(field.card, reference.node, message, "remove one reference of the cycle")


RULE = Rule(code="C407", name="reference-cycle", check_catalog=check)
