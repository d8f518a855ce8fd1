"""A key that the config of the family does not have.

The code of a family turns the config of a card into an object of its config class, and fails for a key that the class
has no field for. That a key is there in the layers below does not make it known.

    # refused
    name: tiny
    tokenizer_family: qwen
    tokenizer: "hg://org/tiny"
    tokenizer_config:
      use_im_ned: true

Correct the key. `catalog families show NAME` lists the keys of a family.
"""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterable[Finding]:
    return subject.family_findings.get(RULE.code, ())


RULE = Rule(code="C704", name="config-key-unknown", explains=("C503",), check_catalog=check)
