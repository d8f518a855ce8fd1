"""A family that nobody knows, and whose name is one typo away from one that is known.

Known are the families that ship with the toolchain, those that `catalog.toml` names in `[families]`, and those that
more cards of the catalog have. A family that nobody describes is no mistake by itself, so a name that is like no other,
or differs in a digit, is not reported.

    # refused
    name: tiny
    model_family: qwne
    checkpoint: "hg://org/tiny"

Correct the name; if it is right, declare the family in `catalog.toml`: `[families.model.qwne]`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assetcards.families.judging import family_fields
from assetcards.families.typos import maybe_typo_of
from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    known, reported = subject.families, set()
    fields = [found for answer in subject.resolved for found in family_fields(answer.card)]
    counts = Counter((kind, name) for kind, name, _ in fields)
    for kind, name, field in fields if not known.closed else ():
        if known.is_known(kind, name) or field.entry.value in reported:
            continue
        reported.add(field.entry.value)
        common = [other for (each, other), count in counts.items() if each == kind and count > counts[kind, name]]
        close = maybe_typo_of(name, [*known.names(kind), *common])
        if close is not None:
            hint = f"did you mean {close!r}? if not, declare it in catalog.toml: [families.{kind}.{name}]"
            yield RULE.finding(field.card, field.entry.value, f"no {kind} family {name!r} is known", hint)


RULE = Rule(code="C701", name="family-unknown", check_catalog=check)
