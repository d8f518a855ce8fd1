"""Three families made up for comparison, of the types that no real one has; imported on both sides."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assetcards.families.family import Family


class Norm(enum.Enum):
    """Where a layer is normalized."""

    PRE = 0
    POST = 1


@dataclass(kw_only=True)
class PartConfig:
    """A part, which has parts."""

    size: int = 1
    rate: float = 0.5
    norm: Norm = Norm.PRE
    parts: list[PartConfig] = field(default_factory=list)


@dataclass(kw_only=True)
class MadeUpModelConfig:
    """A config that has defaults throughout."""

    width: int = 8
    dropout: float = 0.0
    is_tied: bool = False
    name: str = "made up"
    norm: Norm = Norm.POST
    part: PartConfig = field(default_factory=PartConfig)
    maybe_part: PartConfig | None = None
    sizes: tuple[int, ...] = (1, 2)
    pair: tuple[int, float] = (1, 0.5)
    languages: set[str] = field(default_factory=set)
    rates: Mapping[str, float] = field(default_factory=dict)
    made: int = field(init=False, default=7)


@dataclass(kw_only=True)
class MadeUpDatasetConfig:
    """The data of the guide, and what a dataset may say beside it."""

    data: Path = Path("nowhere")
    splits: Sequence[str] = ()
    weights: dict[str, float] = field(default_factory=dict)
    most: int | None = None
    order: Literal["given", "random"] = "given"
    either: int | str = 0
    other: str | int = ""


@dataclass(kw_only=True)
class MadeUpTokenizerConfig:
    """A config that checks itself."""

    size: int = 4
    special: list[str] = field(default_factory=list)
    is_lower: bool | None = None

    def __post_init__(self) -> None:
        if self.special == ["a"]:
            raise TypeError("a single a is not special")


FAMILIES = (
    Family(
        kind="model",
        name="made_up_model",
        config=MadeUpModelConfig,
        architectures={
            "small": lambda: MadeUpModelConfig(width=4, languages={"de", "en"}),
            "parted": lambda: MadeUpModelConfig(maybe_part=PartConfig(size=2, parts=[PartConfig()])),
        },
    ),
    Family(kind="dataset", name="made_up_dataset", config=MadeUpDatasetConfig),
    Family(kind="tokenizer", name="made_up_tokenizer", config=MadeUpTokenizerConfig),
)
