"""A `deprecated` that does not say what it should, or names a replacement that is none.

`deprecated` tells those who use a card that it will go, and what to use instead. It is a mapping of `since` (a
version or a quoted date), `reason` and `replaced_by` (the name of a card here); each is text, and one at least is
there. Replacements do not go in a circle. It speaks of the card that writes it, not of those that inherit from it.

    # refused
    name: tiny
    checkpoint: "hg://example/tiny@0123456789abcdef0123456789abcdef01234567"
    deprecated:
      reason: "its tokenizer was wrong"
      replaced_by: tiny_v2

Mend the key or the name, or add the card that replaces this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from assetcards.errors import InvalidNameError
from assetcards.findings import Finding, render_chain
from assetcards.model.card import Card
from assetcards.model.fields import FieldType, maybe_misfit
from assetcards.names import Suggestions, parse_card_name, render_name, suggest_names
from assetcards.nodes import MappingNode, ScalarNode, describe
from assetcards.rules.rule import CatalogSubject, Rule

_KEYS = ("since", "reason", "replaced_by")


def check(subject: CatalogSubject) -> Iterator[Finding]:
    names = {str(card.full_name) for card in subject.cards}
    suggestions = Suggestions(sorted(names))
    for card in subject.cards:
        entry = card.fields.get("deprecated")
        if not card.broken and entry is not None and isinstance(entry.value, MappingNode):
            if not entry.value.entries:
                yield RULE.finding(card, entry.key, "deprecated says nothing", f"write {' or '.join(_KEYS)}")
            yield from _check_keys(card, entry.value)
            yield from _check_replacement(card, names, suggestions)
    yield from _check_circles({str(card.full_name): card for card in subject.cards if not card.broken})


def _check_keys(card: Card, node: MappingNode) -> Iterator[Finding]:
    for name, entry in node.entries.items():
        if name not in _KEYS:
            close = suggest_names(str(name), _KEYS, limit=1)
            hint = f"did you mean {close[0]!r}?" if close else f"it has {', '.join(_KEYS)}"
            yield RULE.finding(card, entry.key, f"deprecated has no {name!r}", hint)
        elif maybe_misfit(entry.value, FieldType.TEXT) is not None:
            place = (entry.value.line, entry.value.column)
            message = f"{name} of deprecated is {describe(entry.value)}, not text"
            yield RULE.finding(card, place, message, "quote it, or leave it out")


def _check_replacement(card: Card, names: Set[str], suggestions: Suggestions) -> Iterator[Finding]:
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
        close = [each for each in suggestions.closest(name) if each != str(card.full_name)]
        hint = f"did you mean {close[0]!r}?" if close else "add that card, or name one that exists"
        yield RULE.finding(card, node, f"replaced_by {render_name(name)} is not a card here", hint)


def _check_circles(cards: Mapping[str, Card]) -> Iterator[Finding]:
    """Replacements that lead back to where they started, told once, at the card of each circle that is met first."""
    passed: set[str] = set()
    for start in cards:
        walk: dict[str, ScalarNode] = {}
        name = start
        while name not in passed and name in cards and (node := _maybe_replacement(cards[name])) is not None:
            passed.add(name)
            walk[name] = node
            name = _full_name(str(node.value))
        circle = list(walk)[list(walk).index(name) :] if name in walk else []
        if len(circle) > 1:
            message = f"the replacements go in a circle: {render_chain([*circle, name])}"
            yield RULE.finding(cards[name], walk[name], message, "name a card that stays")


def _maybe_replacement(card: Card) -> ScalarNode | None:
    about = card.fields.get("deprecated")
    entry = about.value.entries.get("replaced_by") if about and isinstance(about.value, MappingNode) else None
    return entry.value if entry and isinstance(entry.value, ScalarNode) and isinstance(entry.value.value, str) else None


def _full_name(text: str) -> str:
    """The name that a text is as a full name; the text itself when it cannot be one."""
    try:
        return str(parse_card_name(text))
    except InvalidNameError:
        return text


RULE = Rule(
    code="C307",
    name="deprecation",
    covers_catalog=True,
    explains=("C131", "C132", "C133"),
    check_catalog=check,
)
