"""Dotted names: no two paths have the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assetcards.dotted import dotted_name


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (["model_config", "max_seq_len"], "model_config.max_seq_len"),
        (["a-b", "1e", "x"], "a-b.1e.x"),
        (["a b", "c"], '"a b".c'),
        (["a.b"], '"a.b"'),
        ([""], '""'),
        (['q"\\\n'], '"q\\"\\\\\\n"'),
        (["é"], '"é"'),
        (["\x7f"], '"\\u007f"'),
        ([0, "0"], '0."0"'),
        ([True, "true"], 'true."true"'),
        ([None, "null", "~"], 'null."null"."~"'),
        ([1.5, "1.5"], "'1.5'.\"1.5\""),
        ([float("inf"), "Infinity", ".inf"], "'.inf'.Infinity.\".inf\""),
        ([date(2024, 6, 30), "2024-06-30"], '2024-06-30."2024-06-30"'),
        (["0b_"], '"0b_"'),
    ],
)
def test_keys_are_dotted_as_toml_does_it(keys: list[Any], name: str) -> None:
    assert dotted_name(keys) == name
