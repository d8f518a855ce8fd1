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

from collections.abc import Iterator
from typing import NamedTuple

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.references import Reference, is_reference, maybe_reference
from assetcards.resolved import Field, ResolvedCard
from assetcards.rules.rule import CatalogSubject, Rule


class _Step(NamedTuple):
    """A card asked for in an environment."""

    name: str
    env: str


def check(subject: CatalogSubject) -> Iterator[Diagnostic]:
    starts = sorted(
        (answer.env, field, answer.card.name)
        for answer in subject.resolved
        for field in answer.card.field_names
        if is_reference(field)
    )
    passed: dict[tuple[str, str], set[_Step]] = {}
    told: set[frozenset[tuple[str, int]]] = set()
    for env, field, name in starts:
        circle = _maybe_circle(subject, field, _Step(name, env), env, passed.setdefault((env, field), set()))
        places = frozenset((at.card.path, at.entry.value.line) for at, _ in circle)
        if circle and places not in told:
            told.add(places)
            yield _finding(circle)


def _maybe_circle(
    subject: CatalogSubject, field: str, start: _Step, env: str, passed: set[_Step]
) -> list[tuple[Field, Reference]]:
    """The circle that a walk from a card ends in, if no walk in this environment has passed there before."""
    path: dict[_Step, tuple[Field, Reference]] = {}
    step = start
    while step not in passed:
        passed.add(step)
        found = _maybe_written(subject, field, step)
        if found is None:
            return []
        path[step] = found
        query = found[1].query
        step = _Step(query.name, env if query.env is None else query.env)
    return list(path.values())[list(path).index(step) :] if step in path else []


def _maybe_written(subject: CatalogSubject, field: str, step: _Step) -> tuple[Field, Reference] | None:
    answers: dict[str, ResolvedCard] = subject.answers.get(step.name, {})
    card = answers.get(step.env) or answers.get("")
    found = card.maybe_field(field) if card is not None else None
    reference = maybe_reference(field, found.entry.value) if found is not None else None
    return (found, reference) if found is not None and reference is not None else None


def _finding(circle: list[tuple[Field, Reference]]) -> Diagnostic:
    """The same finding from wherever the circle is entered: at its reference that stands first in the files."""
    first = min(range(len(circle)), key=lambda i: (circle[i][0].card.path, circle[i][1].node.line, circle[i][0].owner))
    turned = [*circle[first:], *circle[:first]]
    field, reference = turned[0]
    names = " -> ".join([*(at.owner for at, _ in turned), turned[0][0].owner])
    inherited = "" if field.card.name == field.owner else f", which {field.owner!r} inherits,"
    message = f"{field.name}{inherited} leads in a circle: {names}"
    return RULE.finding(field.card.path, reference.node, message, "take one reference of the circle away")


RULE = Rule(code="C407", name="reference-cycle", severity=Severity.ERROR, check_catalog=check)
