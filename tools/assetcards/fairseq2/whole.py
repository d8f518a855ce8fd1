"""Cards in an environment written whole: overrides of cards that are fairseq2's, which may be made of other layers."""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.model.card import KINDS
from assetcards.model.fields import CONFIG_KINDS
from assetcards.model.patch_forms import as_layer
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import Value


def needs_whole(card: ResolvedCard) -> bool:
    """Whether an override that is put onto fairseq2's card key by key would give something else than ours does.

    It would not if nothing but the override itself is of the environment, and it writes no config and no base.
    """
    first, *others = card.layers
    below = any(layer.override is not None for layer in others)
    override = first.override
    return below or override is None or not {"base", *CONFIG_KINDS}.isdisjoint(override.fields)


def whole_configs(card: ResolvedCard, other_keys: Iterable[str]) -> dict[str, Value]:
    """The configs of a card, each as one layer, without a base below; `other_keys` are those that must not count."""
    configs: dict[str, Value] = {"base": None, **dict.fromkeys(other_keys)}
    for kind in KINDS:
        key, composed = card.config_key(kind), card.composed(kind)
        if key is not None and composed is not None:
            (configs[key],) = as_layer(composed).values()
    return configs
