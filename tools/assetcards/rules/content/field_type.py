"""A field whose value has the wrong type.

fairseq2 checks the types of the fields that it reads only when the card is loaded, and refuses the card then. The
usual cause is a value without quotes: a digest or a revision of digits only is a number in YAML, and loses its
leading zeros. So every `X_ref`, and every field named like a digest or a revision (`sha`, `sha256`, `revision`,
`commit`), must be a string.

    # refused
    name: tiny
    revision: 1234567

Families and architectures are names that programs have registered, so they are neither empty nor start or end with
whitespace.

Quote the value, or write the sequence, mapping or boolean that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.fields import FieldType, maybe_misfit, maybe_name_problem, spec_of
from assetcards.nodes import MappingNode, Node, ScalarNode, describe
from assetcards.rules.rule import CardSubject, Rule
from assetcards.text.syntax import ANOTHER_CARD


def check(subject: CardSubject) -> Iterator[Finding]:
    for name, entry in subject.card.fields.items():
        expected = spec_of(name).type
        misfit = maybe_misfit(entry.value, expected) if expected else None
        if expected is not None and misfit is not None:
            verb, wanted = ("is", expected) if misfit is entry.value else ("has an item that is", FieldType.STRING)
            wanted = _WITHOUT_NULL.get(wanted, wanted)
            message = f"{name} {verb} {describe(misfit)}, not {wanted}"
            yield RULE.finding(subject.card, (misfit.line, misfit.column), message, _hint(misfit, wanted))
        problem = maybe_name_problem(name, entry.value)
        if problem is not None:
            at = (entry.value.line, entry.value.column)
            yield RULE.finding(subject.card, at, f"{name} {problem[0]}", problem[1])


_WITHOUT_NULL = {FieldType.STRING_OR_NULL: FieldType.STRING, FieldType.NUMBER_OR_NULL: FieldType.NUMBER}
_HINTS = {
    FieldType.STRING: "write a string",
    FieldType.STRINGS: "write `- ...` on a line for each, or [..., ...]",
    FieldType.MAPPING: "write `key: value` lines below the key",
    FieldType.FLAG: "write it without quotes",
    FieldType.NUMBER: "write digits without quotes",
}


def _hint(misfit: Node, wanted: FieldType) -> str:
    if isinstance(misfit, MappingNode) and "name" in misfit.entries:
        return f"{_HINTS[wanted]}; if another card starts here, {ANOTHER_CARD}"
    is_value = isinstance(misfit, ScalarNode) and misfit.value is not None
    return "quote it" if is_value and wanted is FieldType.STRING else _HINTS[wanted]


RULE = Rule(
    code="C302",
    name="field-type",
    once_per_card=True,
    explains=("C131", "C132", "C133", "C134", "C140"),
    check_card=check,
)
