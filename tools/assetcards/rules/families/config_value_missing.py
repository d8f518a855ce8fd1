"""A config that has no value for what the family needs.

Some fields of a config class have no default: an architecture gives them, or the card does. When neither does, or a
`_del_` takes the value away, the asset cannot be opened. Cards that are only bases of others are not opened.

    # refused
    name: tiny
    model_family: hg
    checkpoint: "hg://org/tiny"

Write the value, or a `model_arch` that has it.
"""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterable[Finding]:
    return subject.family_findings.get(RULE.code, ())


RULE = Rule(code="C707", name="config-value-missing", check_catalog=check)
