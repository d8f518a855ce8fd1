"""A family that is none of those of a catalog which has named all.

With `closed = true` in `[families]` of `catalog.toml`, a card may have the families that are described, or declared
there, and no others.

    # refused
    name: tiny
    model_family: my_model
    checkpoint: "hg://org/tiny"

Correct the name, or declare the family in `catalog.toml`: `[families.model.my_model]`.
"""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterable[Finding]:
    return subject.family_findings.get(RULE.code, ())


RULE = Rule(code="C702", name="family-undeclared", check_catalog=check)
