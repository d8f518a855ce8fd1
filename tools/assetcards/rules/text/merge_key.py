"""A merge key, `<<`.

It copies the keys of another mapping into this one, so that the mapping does not show what it contains; cards use
`base` for this. A quoted `"<<"` is an ordinary key, but people take it for a merge key.

    # refused
    name: tiny
    model_config: &config {d_model: 64}
    model_config_overrides:
      <<: *config
      layers: 2

Write the keys out, or move them to a card that others use as their `base`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule

_HINT = "write the keys out, or give the card a base"
_MORE_TELLING = frozenset({"C129", "C130"})


def check(subject: FileSubject) -> Iterator[Finding]:
    file = subject.file
    for document in file.documents:
        if not any(finding.code in _MORE_TELLING for finding in document.findings):
            for location in document.merges:
                yield RULE.finding(file, location, "merge key '<<'", _HINT)
    for key in file.odd_keys:
        if key.value == "<<":
            yield RULE.finding(file, key, "key '<<' looks like a merge key", _HINT)


RULE = Rule(code="C128", name="merge-key", once_per_card=True, check_file=check)
