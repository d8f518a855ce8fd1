"""A field whose value is not of the type that the field has.

fairseq2 checks the types of the fields that it reads when the card is loaded, and refuses the card then. What only
looks like text is the usual cause: a digest or a revision of digits alone is a number for YAML, and loses its leading
zeros. So every `X_ref`, and every field named like a digest or a revision (`sha`, `sha256`, `revision`, `commit`),
is text.

    # refused
    name: tiny
    revision: 1234567

The texts of families and architectures are names that programs have registered, so they are neither empty nor have
blanks at their ends.

Put quotes around the value, or write the list, mapping or flag that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.fields import FieldType, maybe_misfit, maybe_name_problem, spec_of
from assetcards.nodes import Node, ScalarNode, describe
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    for name, entry in subject.card.fields.items():
        expected = spec_of(name).type
        misfit = maybe_misfit(entry.value, expected) if expected else None
        if expected is not None and misfit is not None:
            verb, wanted = ("is", expected) if misfit is entry.value else ("lists", FieldType.TEXT)
            if wanted is FieldType.TEXT_OR_NULL:
                wanted = FieldType.TEXT
            message = f"{name} {verb} {describe(misfit)}, not {wanted}"
            yield RULE.finding(subject.card, (misfit.line, misfit.column), message, _hint(misfit, wanted))
        problem = maybe_name_problem(name, entry.value)
        if problem is not None:
            at = (entry.value.line, entry.value.column)
            yield RULE.finding(subject.card, at, f"{name} {problem[0]}", problem[1])


_HINTS = {
    FieldType.TEXT: "write a text",
    FieldType.TEXTS: "write a line `- ...` for each, or [..., ...]",
    FieldType.MAPPING: "write its keys and values on lines below",
    FieldType.FLAG: "write it without quotes",
    FieldType.NUMBER: "write it in digits, without quotes",
}


def _hint(misfit: Node, wanted: FieldType) -> str:
    is_value = isinstance(misfit, ScalarNode) and misfit.value is not None
    return "quote it" if is_value and wanted is FieldType.TEXT else _HINTS[wanted]


RULE = Rule(
    code="C302",
    name="field-type",
    once_per_card=True,
    explains=("C131", "C132", "C133", "C134"),
    check_card=check,
)
