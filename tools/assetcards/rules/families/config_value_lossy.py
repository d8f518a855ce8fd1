"""A value in a config that the code of the family changes without a word.

fairseq2 turns a number into an integer by leaving out what is behind the point, a string into a number if it looks like
one, and a string into the list of its characters. The asset opens, with another value than the card says.

    # refused
    name: tiny
    model_family: mistral
    model_arch: 7b
    checkpoint: "hg://org/tiny"
    model_config:
      max_seq_len: 3.9

Write a value of the type that the message names.
"""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterable[Finding]:
    return subject.family_findings.get(RULE.code, ())


RULE = Rule(code="C706", name="config-value-lossy", check_catalog=check)
