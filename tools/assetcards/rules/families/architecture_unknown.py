"""An architecture that the family does not have.

An architecture is a config with a name that the code of a family registers; loading a card with one that is not
registered fails. `catalog families show NAME` lists those that are known.

    # refused
    name: tiny
    model_family: mistral
    model_arch: 7x
    checkpoint: "hg://org/tiny"

Correct the name. One that your own code registers for the family is declared in `catalog.toml`, as
`architectures = ["my_arch"]` in `[families.model.qwen]`.
"""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterable[Finding]:
    return subject.family_findings.get(RULE.code, ())


RULE = Rule(code="C703", name="architecture-unknown", check_catalog=check)
