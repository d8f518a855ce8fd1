"""An override whose config, or other mapping, does not have all that the plain card has.

The fields of an override replace those of the plain card, each as a whole: its config is not merged with the one that
the plain card writes, only with those of the bases. So a config that changes one value in an environment drops all
others there.

    # a warning, with `max_seq_len` and `dropout` in the model_config of the plain card
    name: tiny@lab
    model_config:
      max_seq_len: 8192

Write the other keys as well. If the override should not have one, and not the default of the family either, delete it:
`_del_: [dropout]`; else silence the line with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.dotted import DIRECTIVES, dotted_name
from assetcards.findings import Finding
from assetcards.model.card import lines_beside, location_beside
from assetcards.model.directives import deleted_keys, written_entries
from assetcards.model.fields import CONFIG_KINDS, FIELDS_OF_ONE_CARD
from assetcards.model.layers import Layer
from assetcards.model.patches import Branch, Effect, Leaf, entries_of
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import Entry, MappingNode, Node, same_node
from assetcards.rules.rule import ResolvedSubject, Rule
from assetcards.scalars import ScalarValue

_MAX_SHOWN = 8


def check(subject: ResolvedSubject) -> Iterator[Finding]:
    layer = subject.card.layer
    plain, override = layer.plain, layer.override
    if plain is None or override is None or override.env != subject.env:
        return
    for field, entry in override.fields.items():
        if field in plain.fields and field not in FIELDS_OF_ONE_CARD and _counts(subject.card, field):
            below = layer.below.patch(field) if field in CONFIG_KINDS and layer.below is not None else None
            dropped = list(_dropped(plain.fields[field].value, entry.value, below, (field,)))
            if dropped:
                yield _finding(layer, entry, dropped)


def _counts(card: ResolvedCard, field: str) -> bool:
    return field not in CONFIG_KINDS or field == card.config_key(CONFIG_KINDS[field])


def _dropped(plain: Node, override: Node, below: Effect | None, path: tuple[ScalarValue, ...]) -> Iterator[str]:
    """The keys of the plain card that an override neither has nor deletes, and that no base has with the same value."""
    if not isinstance(plain, MappingNode) or not isinstance(override, MappingNode):
        return
    written, deleted = _entries(override), {key.value for key in deleted_keys(override)}
    for key, entry in _entries(plain).items():
        inherited = entries_of(below).get(key)
        if key in written:
            yield from _dropped(entry.value, written[key].value, inherited, (*path, key))
        elif key in deleted:
            continue
        elif isinstance(entry.value, MappingNode) and isinstance(inherited, Branch):
            yield from _dropped(entry.value, MappingNode({}, 0, 0), inherited, (*path, key))
        elif not (isinstance(inherited, Leaf) and same_node(inherited.node, entry.value)):
            yield dotted_name((*path, key))


def _entries(node: MappingNode) -> dict[ScalarValue, Entry]:
    """What a mapping writes, without keys called like directives: another rule refuses those."""
    return {key: entry for key, entry in written_entries(node).items() if key not in DIRECTIVES}


def _finding(layer: Layer, entry: Entry, dropped: list[str]) -> Finding:
    plain, override = layer.plain, layer.override
    assert plain is not None and override is not None
    field = entry.key.text
    line = plain.fields[field].key.line
    more = f" and {len(dropped) - _MAX_SHOWN} more" if len(dropped) > _MAX_SHOWN else ""
    names = ", ".join(name.removeprefix(f"{field}.") for name in dropped[:_MAX_SHOWN])
    where = location_beside(plain, override, line)
    message = f"{field} replaces that of {plain.name!r} ({where}); not in {override.env!r}: {names}{more}"
    hint = "write them here as well, or silence the line with a reason"
    return RULE.finding(override, entry.key, message, hint, lines_beside(override, (plain, line)))


RULE = Rule(code="C509", name="override-drops", check_resolved=check)
