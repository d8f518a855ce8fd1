"""An invalid `deprecated`: an unknown key, a value that is not a string, or a replacement that does not exist.

`deprecated` says that a card will be removed, and what to use instead. It is a mapping of `since` (a version or a
quoted date), `reason` and `replaced_by` (the name of a card here); each is a string, and at least one is required.
Replacements must not form a cycle. It applies to the card that writes it, not to cards that inherit from it.

    # refused
    name: tiny
    checkpoint: "https://example.org/example/tiny.safetensors"
    deprecated:
      reason: "its tokenizer was wrong"
      replaced_by: tiny_v2

Fix the key or the name, or add the card that replaces this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from assetcards.errors import InvalidNameError, shorten
from assetcards.findings import Finding, render_chain
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.fields import FieldType, maybe_misfit
from assetcards.model.upstream import UpstreamError, unread_finding
from assetcards.names import Suggestions, parse_card_name, render_name, suggest_names
from assetcards.nodes import MappingNode, ScalarNode, describe
from assetcards.rules.rule import CatalogSubject, Rule

_KEYS = ("since", "reason", "replaced_by")


def check(subject: CatalogSubject) -> Iterator[Finding]:
    names = {str(card.full_name) for card in subject.catalog.all_cards()}
    suggestions = Suggestions(sorted(names))
    for card in subject.cards:
        entry = card.fields.get("deprecated")
        if not card.broken and entry is not None and isinstance(entry.value, MappingNode):
            if not entry.value.entries:
                yield RULE.finding(card, entry.key, "deprecated is empty", f"write {' or '.join(_KEYS)}")
            yield from _check_keys(card, entry.value)
            try:
                yield from _check_replacement(card, names, suggestions, subject.catalog)
            except UpstreamError as error:
                yield unread_finding(card, card.name_node, error)
    yield from _check_cycles({str(card.full_name): card for card in subject.cards if not card.broken})


def _check_keys(card: Card, node: MappingNode) -> Iterator[Finding]:
    for name, entry in node.entries.items():
        if name not in _KEYS:
            close = suggest_names(str(name), _KEYS, limit=1)
            hint = f"did you mean {close[0]!r}?" if close else f"the keys are {', '.join(_KEYS)}"
            yield RULE.finding(card, entry.key, f"unknown key {name!r} in deprecated", hint)
        elif maybe_misfit(entry.value, FieldType.STRING) is not None:
            location = (entry.value.line, entry.value.column)
            message = f"{name} of deprecated is {describe(entry.value)}, not a string"
            yield RULE.finding(card, location, message, "quote it, or remove it")


def _check_replacement(card: Card, names: Set[str], suggestions: Suggestions, catalog: Catalog) -> Iterator[Finding]:
    node = _maybe_replacement(card)
    if node is None:
        return
    try:
        name = str(parse_card_name(str(node.value)))
    except InvalidNameError as error:
        yield RULE.finding(card, node, f"replaced_by: {error.message}", error.hint)
        return
    if name == str(card.full_name):
        yield RULE.finding(card, node, f"{name!r} cannot replace itself", "name another card")
    elif name not in names:
        catalog.require_upstreams(f"card {shorten(name)!r}")
        close = [each for each in suggestions.closest(name) if each != str(card.full_name)]
        hint = f"did you mean {close[0]!r}?" if close else "add that card, or name an existing one"
        yield RULE.finding(card, node, f"replaced_by {render_name(name)} does not exist", hint)


def _check_cycles(cards: Mapping[str, Card]) -> Iterator[Finding]:
    """Report each cycle of replacements once, at its first card."""
    passed: set[str] = set()
    for start in cards:
        walk: dict[str, ScalarNode] = {}
        name = start
        while name not in passed and name in cards and (node := _maybe_replacement(cards[name])) is not None:
            passed.add(name)
            walk[name] = node
            name = _full_name(str(node.value))
        cycle = list(walk)[list(walk).index(name) :] if name in walk else []
        if len(cycle) > 1:
            message = f"replacements form a cycle: {render_chain([*cycle, name])}"
            yield RULE.finding(cards[name], walk[name], message, "name a card that is not deprecated")


def _maybe_replacement(card: Card) -> ScalarNode | None:
    about = card.fields.get("deprecated")
    entry = about.value.entries.get("replaced_by") if about and isinstance(about.value, MappingNode) else None
    return entry.value if entry and isinstance(entry.value, ScalarNode) and isinstance(entry.value.value, str) else None


def _full_name(text: str) -> str:
    """The full name that a string is; the string itself when it cannot be one."""
    try:
        return str(parse_card_name(text))
    except InvalidNameError:
        return text


RULE = Rule(
    code="C307",
    name="deprecation",
    covers_catalog=True,
    explains=("C131", "C132", "C133", "C140"),
    check_catalog=check,
)
