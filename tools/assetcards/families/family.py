"""What code says of a family of its own: a name, the class of its configs, its architectures, and what opens assets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


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
