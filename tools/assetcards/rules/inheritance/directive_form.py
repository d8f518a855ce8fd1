"""A directive that is malformed, or outside of a config.

In every mapping of a config, `_del_` is a sequence of keys to delete from the layers below, and `_set_` a mapping of
keys to values that replace those of the layers below instead of being merged with them. Keys are strings. Anything
else is refused, here and by fairseq2. Outside of a config, among the fields of the card itself, a directive has no
effect.

    # refused
    name: tiny_long
    base: tiny
    model_config:
      _del_: max_seq_len

Write `_del_: [max_seq_len]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.dotted import Directive
from assetcards.findings import Finding
from assetcards.model.directives import malformed_directives
from assetcards.model.fields import CONFIG_KINDS
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    """Report those of every card; resolving stops at the first card of a chain that has one."""
    for directive in Directive:
        if directive in subject.card.fields:
            at = subject.card.fields[directive].key
            message = f"{directive} has no effect among the fields of a card"
            yield RULE.finding(subject.card, at, message, "move it into a config")
    for key in CONFIG_KINDS:
        entry = subject.card.fields.get(key)
        if entry is not None:
            yield from malformed_directives(entry.value, subject.card)


RULE = Rule(
    code="C505",
    name="directive-form",
    explains=("C122", "C131", "C132", "C133", "C134"),
    check_card=check,
)
