"""A merge key, `<<`.

It puts the keys of another mapping into this one, so that nobody sees here what the mapping holds, and fairseq2 has
`base` for it. A quoted `"<<"` is a key of that name, which the next reader takes for a merge.

    # refused
    name: tiny
    model_config: &config {d_model: 64}
    model_config_overrides:
      <<: *config
      layers: 2

Write the keys out, or put them into a card that others have as their `base`.
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
            for place in document.merges:
                yield RULE.finding(file, place, "a merge key '<<'", _HINT)
    for key in file.key_nodes():
        if key.value == "<<":
            yield RULE.finding(file, key, "a key '<<', which looks like a merge", _HINT)


RULE = Rule(code="C128", name="merge-key", once_per_card=True, check_file=check)
