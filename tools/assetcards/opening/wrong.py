"""Where the faults of a config were written: each with its card, file, line and leaf."""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.dotted import dotted_name
from assetcards.errors import ConfigError
from assetcards.families.checking import FaultKind, key_in_words
from assetcards.families.judging import KEY_UNKNOWN, LOSSY, MISSING, REFUSED
from assetcards.findings import Finding, finding_of, sort_findings
from assetcards.model.patches import Branch, Composed, Effect, Leaf
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode, describe
from assetcards.opening.faults import Fault, Way

_CODES = {
    FaultKind.UNKNOWN_KEY: KEY_UNKNOWN,
    FaultKind.REFUSED: REFUSED,
    FaultKind.LOSSY: LOSSY,
    FaultKind.MISSING: MISSING,
}


def config_error(card: ResolvedCard, kind: str, family: str, patch: Composed, faults: Iterable[Fault]) -> ConfigError:
    """The error that has all faults of the config of a card, each with its location."""
    return ConfigError(card.name, kind, sort_findings(_finding(kind, family, patch, fault) for fault in faults))


def _finding(kind: str, family: str, patch: Composed, fault: Fault) -> Finding:
    effect, inside = _written_at(patch, fault.path)
    node = _node_at(effect.node, inside) if isinstance(effect, Leaf) else None
    at = (node.line, node.column) if node is not None and inside else (effect.line, effect.column)
    is_mapping = isinstance(effect, Branch) and not inside
    what = "a mapping" if is_mapping else "a default" if node is None else describe(node)
    what = key_in_words(fault.path[-1]) if fault.is_key else what
    message, hint = _words(f"{kind}_config", family, fault, what)
    return finding_of(_CODES[fault.kind], effect.card, at, message, hint)


def _written_at(patch: Composed, path: Way) -> tuple[Effect, Way]:
    """What writes the value at a path, or is nearest to it on the way there, and the rest of the path inside it."""
    found: Effect = patch
    for number, key in enumerate(path):
        below = found.entries.get(key) if isinstance(found, Branch) else None
        if below is None:
            return found, path[number:]
        found = below
    return found, ()


def _node_at(node: Node, path: Way) -> Node | None:
    """The node at a path inside a value, as far as it goes; None where nothing is written there."""
    for step in path:
        if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, MappingNode) and step in node.entries:
            node = node.entries[step].value
        else:
            return node if isinstance(node, ScalarNode) else None
    return node


def _words(field: str, family: str, fault: Fault, what: str) -> tuple[str, str]:
    """What is wrong, and how to fix it; values of variables are not shown."""
    leaf = dotted_name([field, *fault.path])
    hint = f"{fault.hint}, or open it with lossy=True" if fault.kind is FaultKind.LOSSY else fault.hint
    if fault.kind is FaultKind.UNKNOWN_KEY:
        return f"{family} has no config key {dotted_name(fault.path)!r}", fault.hint
    if fault.kind is FaultKind.MISSING:
        return f"{leaf} has no value, and {family} has no default for it", fault.hint
    if fault.problem:
        return f"{family} does not take {leaf}: {fault.problem}", hint
    becomes = "would be changed" if fault.kind is FaultKind.LOSSY else f"{family} does not take"
    return f"{leaf} is {what}, which {becomes}", hint
