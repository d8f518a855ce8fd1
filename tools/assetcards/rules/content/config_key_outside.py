"""A key of a config among the fields of a card, where it has no effect.

The lines of a config are indented below `model_config`. One that is not is a field of the card that nobody reads. A
field is taken for one when the family of the card is described and has that config key, when a config of this catalog
has it, or when it follows an empty config.

    # a warning
    name: tiny
    model_config_overrides:
    max_seq_len: 2048

Indent the line. If the field is intended, list it in `fields` of `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assetcards.dotted import DIRECTIVES
from assetcards.families.judging import family_fields
from assetcards.families.schemas import resolved
from assetcards.findings import FileLine, Finding
from assetcards.model.card import Card, lines_beside, location_beside
from assetcards.model.fields import CONFIG_KINDS, FIELDS, OLD_NAMES, is_known_by_its_look
from assetcards.model.settings import Settings
from assetcards.nodes import Entry, MappingNode, is_empty
from assetcards.rules.rule import CatalogSubject, Rule

_Known = Mapping[str, tuple[Card, str, Entry]]


def may_be_a_key(name: str, settings: Settings) -> bool:
    """Whether a field is one that nobody knows: it may be meant for a key of a config."""
    return not (name in FIELDS or name in OLD_NAMES or name in settings.fields or is_known_by_its_look(name))


def check(subject: CatalogSubject) -> Iterator[Finding]:
    known = _keys_of_configs(subject)
    settings = subject.catalog.settings
    for card in subject.cards:
        empty = ""
        for name, entry in card.fields.items() if not card.broken else ():
            if not may_be_a_key(name, settings):
                empty = name if name in CONFIG_KINDS and is_empty(entry.value) else ""
            elif empty:
                yield _finding(card, name, entry, empty, f"it follows an empty {empty}")
            elif (found := _maybe_of_family(subject, card, name)) is not None:
                yield _finding(card, name, entry, found[0], f"it is a config key of the family {found[1]}")
            elif name in known:
                yield _as_elsewhere(card, name, entry, known)


def _maybe_of_family(subject: CatalogSubject, card: Card, name: str) -> tuple[str, str] | None:
    """The config whose family has such a key, and that family, if it is described."""
    for answer in subject.answers.get(card.name, {}).values():
        for kind, named, _ in family_fields(answer):
            family = subject.families.maybe_description(kind, named)
            schema = resolved(family.config or False, family.definitions) if family is not None else False
            if isinstance(schema, Mapping) and name in schema.get("properties", {}):
                return f"{kind}_config", named
    return None


def _keys_of_configs(subject: CatalogSubject) -> _Known:
    """From each key at the top of a config to a card that writes it, its config, and the entry."""
    known: dict[str, tuple[Card, str, Entry]] = {}
    for card in subject.cards:
        for config, entry in card.fields.items():
            if config in CONFIG_KINDS and isinstance(entry.value, MappingNode):
                for key, found in entry.value.entries.items():
                    if isinstance(key, str) and key not in DIRECTIVES:
                        known.setdefault(key, (card, config, found))
    return known


def _as_elsewhere(card: Card, name: str, entry: Entry, known: _Known) -> Finding:
    other, config, found = known[name]
    why = f"it is a key of {config} at {location_beside(other, card, found.key.line)}"
    return _finding(card, name, entry, config, why, lines_beside(card, (other, found.key.line)))


def _finding(card: Card, name: str, entry: Entry, config: str, why: str, related: tuple[FileLine, ...] = ()) -> Finding:
    message = f"{name!r} has no effect among the fields of a card: {why}"
    hint = f"indent it below `{config}:`. If it is meant as a field, list it in `fields` of `catalog.toml`"
    return RULE.finding(card, entry.key, message, hint, related)


RULE = Rule(code="C310", name="config-key-outside", check_catalog=check)
