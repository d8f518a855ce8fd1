"""The families of fairseq2 for `open`: what a card of one is opened to is made by fairseq2's own code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from assetcards.families.fairseq2 import families_in_fairseq2
from assetcards.families.family import Family
from assetcards.opening.context import Opening
from assetcards.opening.registry import register_family


def register_fairseq2_families() -> list[Family]:
    """Let `open` open the cards of all families that are registered in fairseq2, which is started unless it has been.

    Models are loaded onto the default device, with the default type of torch. Raises SourceError when fairseq2 is not
    installed, PluginError when it does not start.
    """
    families = families_in_fairseq2()
    return [register_family(replace(family, opener=partial(_OPENERS[family.kind], family.name))) for family in families]


def _open_model(name: str, config: Any, opening: Opening) -> Any:
    from fairseq2.models import ModelHubAccessor

    _check(config)
    return ModelHubAccessor(name, object, object)().load_custom_model(opening.path(), config)


def _open_dataset(name: str, config: Any, opening: Opening) -> Any:
    from fairseq2.datasets import DatasetHubAccessor

    _check(config)
    return DatasetHubAccessor(name, object, object)().open_custom_dataset(config)


def _open_tokenizer(name: str, config: Any, opening: Opening) -> Any:
    from fairseq2.data.tokenizers import TokenizerHubAccessor

    _check(config)
    return TokenizerHubAccessor(name, object, object)().load_custom_tokenizer(opening.path(), config)


def _check(config: Any) -> None:
    """What the config says of itself, which fairseq2 asks it where it reads a card."""
    from fairseq2.utils.validation import StandardObjectValidator

    StandardObjectValidator().validate(config)


_OPENERS: Mapping[str, Callable[[str, Any, Opening], Any]] = {
    "model": _open_model,
    "dataset": _open_dataset,
    "tokenizer": _open_tokenizer,
}
