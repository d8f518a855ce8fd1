"""An unquoted value that YAML 1.1 and YAML 1.2 read differently.

Cards are YAML 1.2, but most programs read YAML 1.1. There `no` and `off` are booleans, `0777` is 511, `1:30` is 90
and `1e-5` is a string. In a key, or in a field that holds a string, this is an error: C139.

    # a warning
    name: tiny
    model_config:
      activation: off
      lr: 1e-5

Quote strings: `"off"`. Write numbers so that both versions read them: `1.0e-5`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule
from assetcards.spelling import maybe_ambiguity


def check(subject: FileSubject) -> Iterator[Finding]:
    for node in subject.file.odd_scalars:
        found = maybe_ambiguity(node)
        if found is not None:
            yield RULE.finding(subject.file, node, *found)


RULE = Rule(code="C131", name="scalar-ambiguous", check_file=check)
