"""The defaults of a class under the layers of a card: all of them count, also those that no card could write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from assetcards import (
    ConfigError,
    Family,
    FieldError,
    MemoryTree,
    OpeningError,
    open_catalog,
    register_family,
    unregister_family,
)
from assetcards.families.describing import describe
from assetcards.families.description import descriptions_in
from assetcards.families.opening import opened_config
from assetcards.opening.unstructured import unstructure


@dataclass
class Part:
    size: int = 1
    name: str = "part"


def double(number: int) -> int:
    return 2 * number


@dataclass
class Loose:
    """As people write classes who have no converter in mind."""

    size: int = 1
    run: Callable[[int], int] = double
    options: dict[str, Any] = field(default_factory=lambda: {"deep": {"a": (1, 2)}})
    rest: dict = field(default_factory=dict)  # type: ignore[type-arg]  # as many write it
    pairs: dict[tuple[int, int], str] = field(default_factory=lambda: {(1, 2): "x"})
    names: frozenset[str] = frozenset("a")
    parts: list[Any] = field(default_factory=lambda: [Part()])


@dataclass
class Needing:
    data: str
    part: Part = field(default_factory=lambda: Part(9, "big"))


@dataclass
class Checked:
    data: str = ""
    part: Part = field(default_factory=lambda: Part(9, "big"))

    def __post_init__(self) -> None:
        if not self.data:
            raise ValueError("data is required")


@pytest.fixture(autouse=True)
def _family() -> Iterator[None]:
    yield
    unregister_family("dataset", "mine")


def opened(target: type, config: dict[str, Any] | None) -> Any:
    register_family(Family(kind="dataset", name="mine", config=target, opener=lambda config: config))
    card = {"name": "x", "dataset_family": "mine", **({} if config is None else {"dataset_config": config})}
    return open_catalog(MemoryTree(cards=[card]), stores=[]).open("x")


def test_what_no_card_can_write_stays_as_the_class_has_it() -> None:
    found = opened(Loose, {"size": 2})
    assert found == Loose(size=2)
    assert found.options["deep"]["a"] == (1, 2)


@pytest.mark.parametrize("name", ["run", "options", "rest", "names", "parts"])
def test_what_is_written_there_is_refused_all_the_same(name: str) -> None:
    with pytest.raises(ConfigError, match=rf"4:\d+: dataset_config\.{name}.*no value can be given for the type"):
        opened(Loose, {name: {"a": 1} if name in ("options", "rest") else ["a"]})


@pytest.mark.parametrize("target", [Needing, Checked])
def test_a_class_that_cannot_be_made_without_layers_has_its_other_defaults_below_them(target: type) -> None:
    assert opened(target, {"data": "x", "part": {"name": "y"}}) == target("x", Part(9, "y"))


@pytest.mark.parametrize("target", [Needing, Checked])
def test_such_a_config_is_shown_as_it_is_opened(target: type) -> None:
    config = {"data": "x", "part": {"name": "y"}}
    card = open_catalog(MemoryTree(cards=[{"name": "x", "dataset_config": config}]), stores=[]).card("x")
    (described,) = descriptions_in(describe([Family(kind="dataset", name="mine", config=target)], "mine", {}))
    assert opened_config(described, None, card.composed("dataset")) == unstructure(opened(target, config))


def test_without_layers_it_says_what_it_needs() -> None:
    with pytest.raises(FieldError, match=r"3: field 'dataset_family' .* needs a dataset_config: mine has no default f"):
        opened(Needing, None)
    with pytest.raises(OpeningError, match="failed with ValueError: data is required"):
        opened(Checked, None)
    with pytest.raises(ConfigError, match="4:2: mine does not take dataset_config: ValueError: data is required"):
        opened(Checked, {"part": {"size": 1}})


def test_a_default_that_cannot_be_made_is_a_fault_of_the_family() -> None:
    @dataclass
    class Failing:
        size: int = field(default_factory=lambda: 1 // 0)

    @dataclass
    class Endless:
        itself: object = None

        def __post_init__(self) -> None:
            self.itself = [self]

    for target, problem in ((Failing, "ZeroDivisionError"), (Endless, "RecursionError")):
        with pytest.raises(OpeningError, match=f"the code of dataset family 'mine' failed with {problem}"):
            opened(target, {"itself": 1})
