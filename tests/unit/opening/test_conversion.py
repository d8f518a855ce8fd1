"""From the data of a config to an object of its class, and back; beside fairseq2's converter in `tests/interop`."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, make_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from assetcards.families.annotations import Annotations
from assetcards.families.checking import FaultKind
from assetcards.families.values import verdict
from assetcards.opening.conversion import structure
from assetcards.opening.faults import ConversionError
from assetcards.opening.unstructured import unstructure
from assetcards.opening.values import Kept
from assetcards.opening.variables import Replaced


class Norm(enum.Enum):
    PRE = 1
    POST = 2


class Word(str, enum.Enum):  # noqa: UP042 (as configs are written that exist)
    A = "x"


@dataclass
class Inner:
    size: int
    rate: float = 0.5
    parts: list[Inner] = field(default_factory=list)


@dataclass
class Outer:
    inner: Inner
    norm: Norm = Norm.PRE
    made: int = field(init=False, default=7)


def faults(value: object, target: Any, **options: bool) -> list[tuple[FaultKind, tuple[Any, ...], str]]:
    with pytest.raises(ConversionError) as raised:
        structure(value, target, **options)
    return [(fault.kind, fault.path, fault.hint) for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("target", "value", "made"),
    [
        (int, 3, 3),
        (int, True, True),
        (float, 3, 3.0),
        (str, "3", "3"),
        (object, {"a": [1]}, {"a": [1]}),
        (Path, "a/b", Path("a/b")),
        (Norm, "POST", Norm.POST),
        (Word, "A", Word.A),
        (Literal["a", "b"], "b", "b"),
        (None, None, None),
        (int | None, None, None),
        (int | str, "x", "x"),
        (list[int], [1, 2], [1, 2]),
        (Sequence[int], [1, 2], [1, 2]),
        (set[str], ["a", "b"], {"a", "b"}),
        (Set[str], ["a"], {"a"}),
        (tuple[int, ...], [1, 2], (1, 2)),
        (tuple[int, str], [1, "a"], (1, "a")),
        (dict[str, float], {"a": 1}, {"a": 1.0}),
        (Mapping[int, str], {1: "a"}, {1: "a"}),
        (Inner, {"size": 1, "parts": [{"size": 2}]}, Inner(1, parts=[Inner(2)])),
    ],
)
def test_a_value_is_taken_as_it_is(target: Any, value: object, made: object) -> None:
    found = structure(value, target)
    assert (found, type(found)) == (made, type(made))


LOSES = [
    (int, 3.9, 3),
    (int, 3.0, 3),
    (int, " 4 ", 4),
    (float, "1.5", 1.5),
    (float, True, 1.0),
    (list[str], "ab", ["a", "b"]),
    (set[str], "ab", {"a", "b"}),
    (tuple[str, str], "ab", ("a", "b")),
    (int | None, "3", 3),
    (int | str, "3", 3),
]


@pytest.mark.parametrize(("target", "value", "made"), LOSES)
def test_a_value_that_would_change_is_refused_unless_it_may(target: Any, value: object, made: object) -> None:
    assert [kind for kind, _, _ in faults(value, target)] == [FaultKind.LOSSY]
    found = structure(value, target, lossy=True)
    assert (found, type(found)) == (made, type(made))


REFUSED: list[tuple[Any, object, str]] = [
    (int, "x", "write an integer"),
    (int, None, "write an integer"),
    (float, "x", "write a number"),
    (float, 10**400, "write a smaller number"),
    (bool, 1, "write true or false"),
    (str, 1, "write a string, in quotes"),
    (Path, 1, "write a path, in quotes"),
    (None, 1, "write null"),
    (Norm, "pre", "write 'PRE' or 'POST'"),
    (Norm, 1, "write 'PRE' or 'POST'"),
    (Word, "x", "write 'A'"),
    (Literal["a", "b"], "c", "write 'a' or 'b'"),
    (list[int], {"a": 1}, "write a list"),
    (list[int], "ab", "write an integer"),
    (set[int], [1, 1], "write each item once"),
    (set[Any], [[1]], "no value can be given for the type Any"),
    (set[object], [[1]], "write items that can be in a set"),
    (tuple[int, int], [1], "write a list of 2 items"),
    (dict[str, int], [1], "write a mapping"),
    (Inner, 3, "write a mapping of names to values"),
    (int | str, None, "write an integer or a string, in quotes"),
    (int | str | None, [], "write an integer or a string, in quotes or null"),
    (Literal[1, 2], 1, "no value can be given for the type Literal"),
    (Any, 3, "no value can be given for the type Any"),
    (None | int, 3, "write null"),
]


@pytest.mark.parametrize("lossy", [False, True])
@pytest.mark.parametrize(("target", "value", "hint"), REFUSED)
def test_what_fairseq2_does_not_take_is_refused(target: Any, value: object, hint: str, lossy: bool) -> None:
    found = faults(value, target, lossy=lossy)
    assert {kind for kind, _, _ in found} == {FaultKind.REFUSED}
    assert found[0][2] == hint


def test_the_first_member_that_takes_a_value_makes_it_whatever_other_unions_there_are() -> None:
    assert [structure(1, float | int), structure(1, int | float)] == [1.0, 1]
    assert [type(structure([1], each)[0]) for each in (list[float | int], list[int | float])] == [float, int]


def test_all_faults_are_found_each_with_what_leads_to_it() -> None:
    config = {"inner": {"rate": "x", "parts": [{"size": 1}, {"size": 2.5, "sise": 2}]}, "norm": "MID", "zz": 1}
    assert sorted(faults(config, Outer), key=str) == sorted(
        [
            (FaultKind.MISSING, ("inner", "size"), "write a value"),
            (FaultKind.REFUSED, ("inner", "rate"), "write a number"),
            (FaultKind.LOSSY, ("inner", "parts", 1, "size"), "write an integer"),
            (FaultKind.UNKNOWN_KEY, ("inner", "parts", 1, "sise"), "did you mean 'size'?"),
            (FaultKind.REFUSED, ("norm",), "write 'PRE' or 'POST'"),
            (FaultKind.UNKNOWN_KEY, ("zz",), "there are inner, norm, made"),
        ],
        key=str,
    )


def test_what_a_class_makes_itself_is_not_read() -> None:
    assert structure({"inner": {"size": 1}, "made": "x"}, Outer) == Outer(Inner(1))


def test_what_a_class_says_of_itself_is_a_fault_of_the_whole() -> None:
    @dataclass
    class Even:
        size: int

        def __post_init__(self) -> None:
            if self.size % 2:
                raise ValueError("odd")

    with pytest.raises(ConversionError) as raised:
        structure({"a": {"size": 3}}, dict[str, Even])
    (fault,) = raised.value.faults
    assert (fault.path, fault.problem) == (("a",), "ValueError: odd")


def test_a_number_may_come_from_a_variable() -> None:
    assert structure(Replaced("8"), int) == 8
    assert structure(Replaced("0.5"), float | None) == 0.5
    assert type(structure(Replaced("x"), str)) is str
    assert structure(Replaced("PRE"), Norm) is Norm.PRE
    assert faults(Replaced("x"), int) == [(FaultKind.REFUSED, (), "write an integer")]


def test_a_key_that_is_no_string_is_the_name_of_no_field() -> None:
    assert faults({1: 3, "1": 3, "rate": "x"}, Inner) == [
        (FaultKind.MISSING, ("size",), "write a value"),
        (FaultKind.REFUSED, ("rate",), "write a number"),
        (FaultKind.UNKNOWN_KEY, (1,), "there are size, rate, parts"),
        (FaultKind.UNKNOWN_KEY, ("1",), "there are size, rate, parts"),
    ]


def test_what_is_kept_is_not_looked_at() -> None:
    @dataclass
    class WithCode:
        run: type = int
        size: int = 1

    assert structure({"run": Kept(float), "size": 2}, WithCode) == WithCode(float, 2)


@dataclass
class Marked:
    size: Annotated[int, "at least 1"] = 1


WRITTEN = make_dataclass("Written", [("size", Annotated[int, "at least 1"], 1)])
"""Its annotations are no strings, as where they are not put off."""


@pytest.mark.parametrize("target", [Marked, WRITTEN])
def test_what_is_said_beside_a_type_makes_no_difference(target: Any) -> None:
    assert structure({"size": 2}, target) == target(2)
    assert faults({"size": "x"}, target) == [(FaultKind.REFUSED, ("size",), "write an integer")]


def test_keys_and_values_of_a_mapping_are_judged_together() -> None:
    found = faults({"x": "y", 1: 2, "2": 3.5}, dict[int, int])
    assert found == [
        (FaultKind.REFUSED, ("x",), "write an integer"),
        (FaultKind.LOSSY, ("2",), "write an integer"),
        (FaultKind.REFUSED, ("x",), "write an integer"),
        (FaultKind.LOSSY, ("2",), "write an integer"),
    ]


def test_of_several_types_the_one_that_nearly_fits_is_what_is_said() -> None:
    union = int | list[int] | dict[str, int]
    assert faults(["x"], union) == [(FaultKind.REFUSED, (0,), "write an integer")]
    assert faults({"a": "x"}, union) == [(FaultKind.REFUSED, ("a",), "write an integer")]


def test_a_string_with_a_variable_is_a_string_in_what_may_be_anything() -> None:
    found = structure({"a": [Replaced("x")], "b": Replaced("y")}, object)
    assert [type(each) for each in (found["a"][0], found["b"])] == [str, str]


def test_an_object_becomes_the_data_that_makes_it_again() -> None:
    outer = Outer(Inner(1, parts=[Inner(2)]), Norm.POST)
    assert unstructure(outer) == {
        "inner": {"size": 1, "rate": 0.5, "parts": [{"size": 2, "rate": 0.5, "parts": []}]},
        "norm": "POST",
        "made": 7,
    }
    assert structure(unstructure(outer), Outer) == outer


TYPES: list[Any] = [
    bool, int, float, str, Path, Norm, Word, Literal["a", "abc"], int | None, None | int, int | str, str | int,
    list[str] | int, list[int], list[list[int]], set[str], tuple[int, ...], tuple[str, str],
    dict[str, float], Mapping[str, list[int]], Inner | None, list[Inner],
]  # fmt: skip
VALUES: list[Any] = [
    None, True, -3, 3.9, "", "3", " 4 ", "abc", "a", "PRE", "A", [], [1, 1], [1.5], ["a"], [None], [[1]], {},
    {"a": 1}, {"a": [1]}, {"size": 1}, {"size": 1.5}, {"sise": 1}, {"size": 1, "parts": [{"size": 2}]}, [{"size": 1}],
]  # fmt: skip


@pytest.mark.parametrize("target", TYPES, ids=str)
def test_validation_judges_values_as_opening_does(target: Any) -> None:
    annotations = Annotations()
    schema = annotations.schema(target)
    whole = schema if isinstance(schema, bool) else {**schema, "$defs": annotations.classes}
    assert {repr(value): verdict(whole, value).value for value in VALUES} == {
        repr(value): ending(target, value) for value in VALUES
    }


def ending(target: Any, value: object) -> str:
    try:
        structure(value, target)
    except ConversionError as error:
        return "loses" if {fault.kind for fault in error.faults} == {FaultKind.LOSSY} else "refuses"
    return "accepts"
