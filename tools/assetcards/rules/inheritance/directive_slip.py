"""A key of a config that is one letter away from a directive, or one where it is none.

`_del_` and `_set_` are directives in every mapping of a config; `_dell_` or `_set` is an ordinary key, so nothing is
deleted or set, and the config gets a key of that name that no model knows. So does one with `_del_` or `_set_` in a
list, or inside of a value that `_set_` gives: those replace what lies below whole, and are taken as they are.

    # warned of
    name: tiny_long
    base: tiny
    model_config:
      _dell_: [max_seq_len]

Write the directive. When the key is meant, silence the line with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.configs import DELETE, SET
from assetcards.model.fields import CONFIG_KINDS
from assetcards.names import one_edit_apart
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode, walk_mappings
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    fields = subject.card.fields
    configs = [fields[key].value for key in CONFIG_KINDS if key in fields]
    keys = (entry.key for config in configs for each in walk_mappings(config) for entry in each.entries.values())
    for key in keys:
        meant = next((directive for directive in (DELETE, SET) if _is_slip(key.text, directive)), None)
        if meant is not None:
            message = f"the key {key.text!r} looks like a directive and is none"
            yield RULE.finding(subject.card, key, message, f"did you mean {meant!r}?")
    for config in configs:
        for key, where in _literal_directives(config, ""):
            message = f"the key {key.text!r} in {where} is no directive: what stands there is taken as it is"
            yield RULE.finding(subject.card, key, message, "write the whole value without it")


def _literal_directives(node: Node, where: str) -> Iterator[tuple[ScalarNode, str]]:
    """The keys spelled like a directive in what replaces whole, a list or the value of `_set_`."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _literal_directives(item, where or "a list")
    elif isinstance(node, MappingNode):
        for value, entry in node.entries.items():
            if where and value in (DELETE, SET):
                yield entry.key, where
            yield from _literal_directives(entry.value, where or (SET if value == SET else ""))


def _is_slip(key: str, directive: str) -> bool:
    folded = key.lower()
    return key != directive and (folded == directive or one_edit_apart(folded, directive))


RULE = Rule(code="C508", name="directive-slip", check_card=check)
