"""Cards that were found: as a sequence, as a table of a notebook, and as a data frame."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from assetcards import Cards, MemoryTree, NoDataFramesError, open_catalog

CARDS: list[dict[str, object]] = [
    {"name": "tiny", "model_family": "small", "description": "<script>alert(1)</script>\u202e"},
    {"name": "poems", "n": 1},
]


@pytest.fixture
def found() -> Cards:
    return open_catalog(MemoryTree(cards=CARDS), stores=[]).find()


def test_they_are_a_sequence(found: Cards) -> None:
    assert (len(found), found[-1].name, found[:1].names, bool(found[2:])) == (2, "tiny", ["poems"], False)
    assert found == open_catalog(MemoryTree(cards=CARDS), stores=[]).find()
    assert ("tiny" in found, found[0] in found, "tony" in found, 0 in found) == (True, True, False, False)
    assert repr(found) == "<Cards: poems, tiny>"
    assert repr(Cards([*found] * 5)).endswith(" and 2 more>")


def test_a_notebook_shows_a_table_without_markup_of_cards(found: Cards) -> None:
    page = found._repr_html_()
    assert page.startswith("<table><tr><th>name</th>")
    assert page.count("<tr>") == 3
    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;\\u202e</td>" in page


def test_a_notebook_shows_which_cards_are_gated_or_retired_and_which_are_overrides() -> None:
    old: dict[str, object] = {"name": "old", "model_family": "small", "model_arch": "big", "deprecated": "too old"}
    catalog = open_catalog(MemoryTree(cards=[old, {"name": "old@lab"}]), env="lab", stores=[])
    page = catalog.find()._repr_html_()
    assert "<th>architecture</th>" in page and "<td>big</td>" in page
    assert "<th>status</th>" in page and "deprecated</td>" in page
    assert "<td>old@lab</td>" in page


def test_a_data_frame_has_a_column_for_each_field(found: Cards, monkeypatch: pytest.MonkeyPatch) -> None:
    """No library of data frames is installed here: one that keeps what it is given is in its place."""
    library = ModuleType("pandas")
    library.DataFrame = dict  # type: ignore[attr-defined]  # that is what is asked of it
    library.array = lambda values, dtype: (dtype, values)  # type: ignore[attr-defined]  # and that
    monkeypatch.setitem(sys.modules, "pandas", library)
    assert found.to_dataframe() == {
        "name": ["poems", "tiny"],
        "env": [None, None],
        "kinds": [["other"], ["model"]],
        "family": [[], ["small"]],
        "license": [None, None],
        "description": [None, "<script>alert(1)</script>\u202e"],
        "n": ("Int64", [1, None]),
        "model_family": [None, "small"],
    }


def test_without_a_library_of_data_frames_the_error_names_them(found: Cards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(NoDataFramesError, match="needs pandas or polars"):
        found.to_dataframe()


def test_polars_gets_columns_of_one_type(monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("polars")
    library.DataFrame = dict  # type: ignore[attr-defined]  # that is all that is asked of it
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", library)
    odd: list[dict[str, object]] = [
        {"name": "a", "n": 1, "m": {"x": 1}},
        {"name": "b", "n": "1", "m": None, "huge": 1 << 63},
    ]
    columns = open_catalog(MemoryTree(cards=odd), stores=[]).find().to_dataframe()
    assert {name: columns[name] for name in ("name", "kinds", "n", "m", "huge")} == {
        "name": ["a", "b"],
        "kinds": [["other"], ["other"]],
        "n": ["1", '"1"'],
        "m": ['{"x": 1}', None],
        "huge": [None, str(1 << 63)],
    }
