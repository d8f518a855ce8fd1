"""A no-break space, or another character that looks like a blank, around an unquoted text.

To YAML it is no blank but a letter: indentation made of it indents nothing, and the key behind it has it in its name.

    # refused: before d_model stand two U+00A0
    name: tiny
    model_config:
    d_model: 64

Use blanks. They come with text that was copied from a web page or a chat.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.syntax import LOOKALIKES, describe_character


def check(subject: FileSubject) -> Iterator[Finding]:
    file = subject.file
    for node in chain(file.key_nodes(), file.scalars()):
        seen = LOOKALIKES.intersection(node.text[:1] + node.text[-1:]) if node.plain else ()
        if seen:
            message = f"{describe_character(min(seen))}, which looks like a blank and is none"
            yield RULE.finding(file, node, message, "use blanks")


RULE = Rule(
    code="C114",
    name="lookalike-blank",
    explains=("C208", "C401", "C405"),
    once_per_file=True,
    check_file=check,
)
