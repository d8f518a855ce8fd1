"""What a package says of a family of its own: a name, the class of its configs, its architectures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of models, datasets or tokenizers, as the code that opens them registers it.

    `config` is a dataclass, or None for a family without configs; `architectures` has a function for each that makes
    its config. A package names one, or a list of them, by an entry point of the group `assetcards.families`.

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
