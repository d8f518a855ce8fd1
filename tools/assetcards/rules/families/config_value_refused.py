"""A value in a config that the code of the family does not take.

Each field of a config class has a type, and a value of another type fails when the asset is opened: a string for a
number, a word that is none of the choices, a list for a mapping. A string with `${env:VAR}` is judged by whether the
type can take any string.

    # refused
    name: tiny
    model_family: mistral
    model_arch: 7b
    checkpoint: "hg://org/tiny"
    model_config:
      max_seq_len: long

Write a value of the type that the message names.
"""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterable[Finding]:
    return subject.family_findings.get(RULE.code, ())


RULE = Rule(code="C705", name="config-value-refused", explains=("C140",), check_catalog=check)
