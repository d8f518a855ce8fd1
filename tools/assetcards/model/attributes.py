"""What cards are asked for by name: their fields, the leaves of their configs, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from assetcards.dotted import dotted_name, split_dotted
from assetcards.model.card import KINDS, Card
from assetcards.model.fields import CONFIG_KINDS, config_keys, spec_of
from assetcards.model.resolved import ResolvedCard
from assetcards.names import FullName, suggest_names
from assetcards.nodes import MappingNode, Value, plain_value
from assetcards.scalars import ScalarValue
from assetcards.values import as_json_key

STATUSES = ("deprecated", "gated")
"""What the attribute `status` may be."""


def _status(card: ResolvedCard, _: str) -> list[Value]:
    found = (card.deprecation, card.gated_at)
    return [status for status, why in zip(STATUSES, found, strict=True) if why is not None]


COMPUTED: Mapping[str, Callable[[ResolvedCard, str], Value]] = {
    "name": lambda card, _: card.name,
    "env": lambda _, env: env or None,
    "kinds": lambda card, _: list(card.kinds),
    "family": lambda card, _: list(dict.fromkeys(card.families().values())),
    "status": _status,
}
"""What is no field of the card: each is given the card and the environment of the override that is meant."""

LISTED = ("environments", "file", "source")
"""What is no attribute of a card alone, but a column where cards are listed."""

SHORT_NAMES: Mapping[str, str] = {
    "kind": "kinds",
    "families": "family",
    "arch": "model_arch",
    "architecture": "model_arch",
    "context": "context_length",
    "environment": "env",
}
"""What attributes may be called, too."""
_KIND_OF: Mapping[str, str] = {**{kind: kind for kind in KINDS}, **CONFIG_KINDS}


def attribute_name(name: str) -> str:
    """A name in its one form: a short name in full, a leaf of a config below `KIND_config`.

    >>> attribute_name("arch"), attribute_name("model.max_seq_len"), attribute_name("license")
    ('model_arch', 'model_config.max_seq_len', 'license')
    """
    first, *rest = split_dotted(name) or [name]
    kind = _KIND_OF.get(first) if rest else CONFIG_KINDS.get(first)
    if kind is not None:
        return ".".join([f"{kind}_config", *(name.split(".", 1)[1:])])
    return SHORT_NAMES.get(name, name)


def maybe_attribute(card: ResolvedCard, full_name: FullName, name: str) -> Value:
    """What a card has of that name; None where it has nothing, or null.

    What speaks of the card that writes it alone, such as a description, is not inherited (CARD_SPEC 5).

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny", "model_family": "small", "model_config": {"layers": [2, 3]}}])
    >>> card = open_catalog(tree, stores=[]).card("tiny")
    >>> [maybe_attribute(card, FullName("tiny"), name) for name in ("kind", "family", "model.layers", "license")]
    [['model'], ['small'], [2, 3], None]
    """
    name = attribute_name(name)
    if name in COMPUTED:
        return COMPUTED[name](card, full_name.env)
    first, *rest = split_dotted(name) or [name]
    if first in CONFIG_KINDS:
        return _below(card.config(CONFIG_KINDS[first]), rest)
    field = card.maybe_field(first)
    if field is None or (spec_of(first).of_one_card and field.card.name != card.name):
        return None
    return _below(field.value, rest)


def _below(value: Value, keys: Sequence[str]) -> Value:
    for key in keys:
        if not isinstance(value, Mapping):
            return None
        value = next((item for each, item in value.items() if as_json_key(each) == key), None)
    return value


def suggest_attributes(name: str, known: Iterable[str]) -> list[str]:
    """The known names that may be meant; with the kind of a config, that is meant first.

    >>> suggest_attributes("model", ["model_arch", "model_config"]), suggest_attributes("licence", ["license"])
    (['model_config', 'model_arch'], ['license'])
    """
    known = set(known)
    config = [f"{name}_config"] if name in KINDS and f"{name}_config" in known else []
    return list(dict.fromkeys([*config, *suggest_names(name, known)]))


def attribute_names(card: Card, *, leaves: bool) -> Iterator[str]:
    """The names of what a card itself writes: its fields, and those of the `leaves` of its configs and mappings.

    They are as `maybe_attribute` reads them: keys with a dot in them are quoted.
    """
    for name, entry in card.fields.items():
        yield dotted_name((name,))
        if leaves and isinstance(entry.value, MappingNode):
            kind = CONFIG_KINDS.get(name)
            yield from _leaf_names(entry.value, (f"{kind}_config" if kind else name,))


def written_values(card: Card, name: str) -> Iterator[Value]:
    """What a card itself writes under that name, which is no computed one; of a config in each of its spellings."""
    first, *rest = split_dotted(attribute_name(name)) or [name]
    for field in config_keys(CONFIG_KINDS[first]) if first in CONFIG_KINDS else (first,):
        if field in card.fields:
            yield _below(plain_value(card.fields[field].value), rest)


def _leaf_names(node: MappingNode, path: tuple[ScalarValue, ...]) -> Iterator[str]:
    for key, entry in node.entries.items():
        yield dotted_name((*path, key))
        if isinstance(entry.value, MappingNode):
            yield from _leaf_names(entry.value, (*path, key))
