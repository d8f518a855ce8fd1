"""A key of a config that looks like a directive, but has no effect as one.

`_del_` and `_set_` are directives in every mapping of a config; `_dell_` or `_set` is an ordinary key, so nothing is
deleted or set, and the config gets a key that no model knows. The same happens to `_del_` and `_set_` in a sequence,
or inside a value of `_set_`: such values replace those below completely and are used as they are.

    # a warning
    name: tiny_long
    base: tiny
    model_config:
      _dell_: [max_seq_len]

Write the directive. If the key is intended, silence the line with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assetcards.dotted import DIRECTIVES, Directive
from assetcards.findings import Finding
from assetcards.model.fields import CONFIG_KINDS
from assetcards.names import one_edit_apart
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode, walk_mappings
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    fields = subject.card.fields
    configs = [fields[key].value for key in CONFIG_KINDS if key in fields]
    keys = (entry.key for config in configs for each in walk_mappings(config) for entry in each.entries.values())
    for key in keys:
        meant = _maybe_meant(key.text)
        if meant is not None:
            message = f"key {key.text!r} looks like a directive but is not one"
            yield RULE.finding(subject.card, key, message, f"did you mean '{meant}'?")
    for config in configs:
        for key, where in _literal_directives(config, ""):
            message = f"key {key.text!r} in {where} is not a directive: such values are used as they are"
            yield RULE.finding(subject.card, key, message, "write the complete value without it")


def _literal_directives(node: Node, where: str) -> Iterator[tuple[ScalarNode, str]]:
    """The keys spelled like a directive in what replaces completely: a sequence or the value of `_set_`."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _literal_directives(item, where or "a sequence")
    elif isinstance(node, MappingNode):
        for value, entry in node.entries.items():
            if where and value in DIRECTIVES:
                yield entry.key, where
            yield from _literal_directives(entry.value, where or (str(value) if value == Directive.SET else ""))


@lru_cache(maxsize=4096)
def _maybe_meant(key: str) -> Directive | None:
    """The directive of which a key is a typo."""
    folded = key.lower()
    meant = (each for each in Directive if key != each and (folded == each or one_edit_apart(folded, each)))
    return next(meant, None)


RULE = Rule(code="C508", name="directive-typo", explains=("C704",), check_card=check)
