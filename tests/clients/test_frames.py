"""Cards in the data frames of pandas and of polars."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest

from assetcards import Cards, MemoryTree, open_catalog

CARDS: list[dict[str, object]] = [
    {"name": "one", "n": 1, "mixed": 1, "mapping": {"a": 1}, "owners": ["ada"], "part": 1.5, "yes": True},
    {"name": "two", "mixed": "true", "mapping": {"b": [2]}, "owners": [], "huge": 10**40, "part": 2},
    {"name": "three", "n": 2**53 + 1, "mixed": ["x"], "mapping": {"a": "x"}, "huge": None},
]


@pytest.fixture
def found() -> Cards:
    catalog = open_catalog(MemoryTree(cards=CARDS), stores=[])
    return Cards(catalog[str(card["name"])] for card in CARDS)


def test_pandas_takes_all_values_as_they_are(found: Cards) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed: make clients")
    frame = found.to_dataframe()
    assert frame.shape == (3, 13)
    assert (str(frame.dtypes["n"]), str(frame.dtypes["yes"])) == ("Int64", "boolean")
    assert (frame["n"].isna().sum(), frame["n"][2]) == (1, 2**53 + 1)
    assert [frame["yes"][0], frame["huge"][1]] == [True, 10**40]
    assert list(frame["name"]) == ["one", "two", "three"]
    assert list(frame["mixed"]) == [1, "true", ["x"]]
    assert list(frame["mapping"]) == [card["mapping"] for card in CARDS]


def test_polars_has_one_type_a_column_and_others_are_text(found: Cards, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars", reason="polars is not installed: make clients")
    monkeypatch.setitem(sys.modules, "pandas", None)
    columns: Mapping[str, list[object]] = found.to_dataframe().to_dict(as_series=False)
    assert {name: columns[name] for name in CARDS[0] | {"huge": 0}} == {
        "name": ["one", "two", "three"],
        "n": [1, None, 2**53 + 1],
        "mixed": ["1", '"true"', '["x"]'],
        "mapping": ['{"a": 1}', '{"b": [2]}', '{"a": "x"}'],
        "owners": [["ada"], [], None],
        "part": ["1.5", "2", None],
        "huge": [None, str(10**40), None],
    }
