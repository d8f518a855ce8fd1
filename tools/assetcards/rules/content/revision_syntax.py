"""A revision that is not the full id of a commit.

`checkpoint_revision`, `tokenizer_revision` and `data_revision` hold the 40 hexadecimal digits of the commit at which
the repository of an `hg://` address is read. A branch or a tag can be moved, and a shortened id can become ambiguous.

    # refused
    name: tiny
    checkpoint: "hg://example/tiny"
    checkpoint_revision: "main"

Write the 40 digits, from the page "Files and versions" of the repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.fields import ADDRESS_FIELDS, FIELDS
from assetcards.model.hub import is_commit
from assetcards.nodes import ScalarNode
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    for name in (FIELDS[field].revision for field in ADDRESS_FIELDS):
        entry = subject.card.fields.get(name)
        node = entry.value if entry is not None else None
        if isinstance(node, ScalarNode) and isinstance(node.value, str) and not is_commit(node.value):
            message = f"{name} is {render_quoted(node.value)}, not the full id of a commit"
            yield RULE.finding(subject.card, node, message, "write its 40 hexadecimal digits, in lower case")


RULE = Rule(code="C312", name="revision-syntax", check_card=check)
