"""References that lead back to where they started.

`tokenizer_ref` is followed from card to card until one has none. When `a` points to `b` and `b` to `a`, there is no
such card, and fairseq2 follows them for ever. It happens unseen when the card that is pointed to inherits from the one
that points. The same is refused for every other field `X_ref`.

    # refused
    name: a
    tokenizer_ref: b
    ---
    name: b
    tokenizer_family: char
    tokenizer_ref: a

Take one of the references away; in a card that inherits it, write what stands at its end.
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
"""How many references are followed in search of circles."""


def check(subject: CatalogSubject) -> Iterator[Finding]:
    starts = sorted(_starts(subject))
    known = frozenset(("", *subject.catalog.environments()))
    told: set[frozenset[tuple[str, int]]] = set()
    for (env, field), group in groupby(starts, key=lambda start: start[:2]):
        walks = _Walks(answers=subject.answers, known=known, field=field, env=env)
        for _, _, name in group:
            circle = walks.maybe_circle(name)
            places = frozenset((at.card.path, at.entry.value.line) for at, _ in circle)
            if circle and places not in told:
                told.add(places)
                yield _finding(circle)


def _starts(subject: CatalogSubject) -> Iterator[tuple[str, str, str]]:
    """The environments, fields and cards from which a walk may go in a circle: those that the field names somewhere."""
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
    """Walks along one field in one environment; where one has passed, the next ones need not go again."""

    answers: Mapping[str, Mapping[str, ResolvedCard]]
    known: frozenset[str]
    field: str
    env: str
    passed: set[Asked] = dataclass_field(default_factory=set)

    def maybe_circle(self, name: str) -> list[tuple[Field, Reference]]:
        """The circle that a walk from a card ends in, if no walk has passed there before."""
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


def _finding(circle: list[tuple[Field, Reference]]) -> Finding:
    """The same finding from wherever the circle is entered: at its reference that stands first in the files."""
    first = min(range(len(circle)), key=lambda i: (circle[i][0].card.path, circle[i][1].node.line, circle[i][0].owner))
    turned = [*circle[first:], *circle[:first]]
    field, reference = turned[0]
    names = render_chain([*(at.owner for at, _ in turned), field.owner])
    inherited = "" if field.card.name == field.owner else f", which {field.owner!r} inherits,"
    message = f"{field.name}{inherited} leads in a circle: {names}"
    return RULE.finding(field.card, reference.node, message, "take one reference of the circle away")


RULE = Rule(code="C407", name="reference-cycle", check_catalog=check)
