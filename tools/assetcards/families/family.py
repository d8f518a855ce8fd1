"""What code says of a family of its own: a name, the class of its configs, its architectures, and what opens assets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assetcards.model.card import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of models, datasets or tokenizers, as the code that opens them registers it.

    `config` is a dataclass, or None for a family without configs; `architectures` has a function for each that makes
    its config. `opener` makes the asset of a config, or of a config and the `Opening` that it is for; without one the
    family can be described, and not opened. A package names one family, or a list of them, by an entry point of the
    group `assetcards.families`.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class LinesConfig:
    ...     encoding: str = "utf-8"
    >>> Family(kind="dataset", name="lines", config=LinesConfig).architectures
    {}
    """

    kind: str
    name: str
    config: type | None
    architectures: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    opener: Callable[..., Any] | None = None


def what_is_wrong(family: object) -> str:
    """Why something is no family that cards can name and code can open; empty when it is one.

    >>> what_is_wrong(Family(kind="dataset", name="lines", config=dict))
    "dataset family 'lines' has the config <class 'dict'>, which is no dataclass"
    """
    if not isinstance(family, Family) or family.kind not in KINDS or not isinstance(family.name, str):
        return f"{family!r} is no Family of a model, a dataset or a tokenizer"
    what = f"{family.kind} family {family.name!r}"
    if family.name != family.name.strip() or not family.name:
        return f"{what} has a name that no card can write"
    if family.config is not None and not (isinstance(family.config, type) and dataclasses.is_dataclass(family.config)):
        return f"{what} has the config {family.config!r}, which is no dataclass"
    if family.opener is not None and not callable(family.opener):
        return f"{what} has the opener {family.opener!r}, which is no function"
    return ""
