"""From annotations to schemas, with the verdicts of fairseq2's converter that `make interop` compares with."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import pytest

from assetcards.families.annotations import Annotations
from assetcards.families.values import Verdict, verdict


class Order(Enum):
    """A choice, by name."""

    PRE = 0
    POST = 1


@dataclass
class Inner:
    """A class inside another."""

    size: int
    ready: bool = False


@dataclass
class Outer:
    """A class with others in it, itself too."""

    inner: Inner
    order: Order = Order.PRE
    others: list[str] = field(default_factory=list)
    made: int = field(init=False, default=0)
    below: Outer | None = None


ACCEPTED: tuple[tuple[Any, list[Any]], ...] = (
    (int, [3, True, 10**20]),
    (float, [3, 3.5, -0.0]),
    (bool, [True]),
    (str, ["", "a"]),
    (Path, ["a/b"]),
    (Order, ["PRE", "POST"]),
    (Literal["a", "b"], ["a"]),
    (int | None, [3, None]),
    (list[str], [[], ["a", "a"]]),
    (Sequence[int], [[1, True]]),
    (set[str], [["a", "b"]]),
    (Set[int], [[1, 2]]),
    (tuple[int, int], [[1, 2]]),
    (tuple[int, ...], [[], [1, 2, 3]]),
    (dict[str, int], [{}, {"a": 1}]),
    (dict[str, object], [{"a": [1]}]),
    (int | str, [3, "a"]),
    (Inner, [{"size": 1}, {"size": 1, "ready": True}]),
)
LOST: tuple[tuple[Any, list[Any]], ...] = (
    (int, [3.9, 3.0, "3", " 4 ", "1_0"]),
    (float, [True, "1.5", "nan", " 2 "]),
    (int | None, [3.9]),
    (list[str], ["abc", ""]),
    (list[int], ["123", ["3"]]),
    (set[str], ["abc"]),
    (tuple[str, str], ["ab"]),
    (int | str, ["3", 3.9]),
    (Inner, [{"size": "1"}]),
)
REFUSED: tuple[tuple[Any, list[Any]], ...] = (
    (int, ["", "x", "3.5", None, [], {}]),
    (float, ["x", None, [1.0]]),
    (bool, [0, 1, "true", None]),
    (str, [1, True, None, ["a"]]),
    (Path, [1, None]),
    (Order, ["pre", 0, None]),
    (Literal["a", "b"], ["c", None]),
    (None | int, [3]),
    (list[str], [[1], {}, None]),
    (list[int], ["12x"]),
    (set[str], [["a", "a"], "aa"]),
    (tuple[int, int], [[1], [1, 2, 3], "1"]),
    (dict[str, int], [{"a": "x"}, []]),
    (dict[str, Any], [{"a": 1}]),
    (Any, [1, None, "a"]),
    (object | None, []),
    (Inner, [{}, {"size": 1, "sise": 2}, [], 3]),
)


def judged(annotation: object, value: object) -> Verdict:
    annotations = Annotations()
    schema = annotations.schema(annotation)
    return verdict(schema if isinstance(schema, bool) else {**schema, "$defs": annotations.classes}, value)


@pytest.mark.parametrize(
    ("annotation", "values", "expected"),
    [
        *((annotation, values, Verdict.ACCEPTS) for annotation, values in ACCEPTED),
        *((annotation, values, Verdict.LOSES) for annotation, values in LOST),
        *((annotation, values, Verdict.REFUSES) for annotation, values in REFUSED),
    ],
    ids=str,
)
def test_a_value_is_taken_lost_or_refused_as_by_the_converter(
    annotation: object, values: list[object], expected: Verdict
) -> None:
    assert {repr(value): judged(annotation, value) for value in values} == {repr(value): expected for value in values}


def test_a_class_has_its_fields_their_defaults_and_what_it_needs() -> None:
    annotations = Annotations()
    reference = annotations.schema(Outer)
    assert isinstance(reference, dict)
    name = f"{__name__}.Outer"
    assert reference == {"$ref": f"#/$defs/{name}"}
    outer = annotations.classes[name]
    assert isinstance(outer, dict)
    assert outer["required"] == ["inner"]
    assert list(outer["properties"]) == ["inner", "order", "others", "made", "below"]
    assert outer["properties"]["order"] == {"enum": ["PRE", "POST"], "default": "PRE"}
    assert outer["properties"]["others"]["default"] == []
    assert outer["properties"]["made"] is True
    assert outer["properties"]["below"] == {"if": {"type": "null"}, "else": reference, "default": None}
    assert set(annotations.classes) == {name, f"{__name__}.Inner"}


def test_a_type_of_one_package_has_the_schema_that_is_given_for_it() -> None:
    assert Annotations({complex: {"type": "string"}}).schema(complex) == {"type": "string"}
    assert Annotations().schema(complex) is False


def test_a_string_in_place_of_a_list_of_classes_is_refused_by_the_class_of_its_characters() -> None:
    annotations = Annotations()
    schema = annotations.schema(list[Inner])
    assert isinstance(schema, dict)
    whole = {**schema, "$defs": annotations.classes}
    assert [verdict(whole, value).value for value in ("ab", "", [{"size": 1}])] == ["refuses", "loses", "accepts"]
