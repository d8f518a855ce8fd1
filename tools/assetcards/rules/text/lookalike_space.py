"""A no-break space, or another character that looks like a space, at the start or end of an unquoted scalar.

In YAML it is a letter, not a space: it does not indent, and becomes part of the key next to it.

    # refused: two U+00A0 are before d_model
    name: tiny
    model_config:
    d_model: 64

Use spaces. Such characters come with text copied from a web page or a chat.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.syntax import LOOKALIKES, describe_character


def check(subject: FileSubject) -> Iterator[Finding]:
    file = subject.file
    if file.text is None or file.text.isascii():
        return
    for node in chain(file.key_nodes, file.scalars):
        seen = LOOKALIKES.intersection(node.text[:1] + node.text[-1:]) if node.plain else ()
        if seen:
            message = f"{describe_character(min(seen))} looks like a space but is not one"
            yield RULE.finding(file, node, message, "use spaces")


RULE = Rule(
    code="C114",
    name="lookalike-space",
    explains=("C208", "C401", "C405"),
    once_per_file=True,
    check_file=check,
)
