"""Directives of configs: which are malformed, and where that is reported."""

from __future__ import annotations

import pytest

from assetcards import CardError
from tests.unit.cards import catalog_of

FORM = " (write `_del_: [key, ...]` and `_set_: {key: value}`)"


@pytest.mark.parametrize(
    ("layer", "finding"),
    [
        ("{_del_: a}", "x.yaml:2:23: C505 error: _del_ is the string 'a', not a sequence of keys" + FORM),
        ("{_del_: {a: 1}}", "x.yaml:2:23: C505 error: _del_ is a mapping, not a sequence of keys" + FORM),
        (
            "{_del_: [a, 1]}",
            "x.yaml:2:27: C505 error: _del_ has an item that is the integer '1', not the string of a key (quote it)",
        ),
        ("{_set_: [a]}", "x.yaml:2:23: C505 error: _set_ is a sequence, not a mapping of keys to values" + FORM),
        (
            "{_set_: {1: a}}",
            "x.yaml:2:24: C505 error: _set_ has a key that is the integer '1', not a string (quote it)",
        ),
        ("{a: {_del_: 0}}", "x.yaml:2:27: C505 error: _del_ is the integer '0', not a sequence of keys" + FORM),
    ],
)
def test_a_malformed_directive_is_an_error_at_its_location(layer: str, finding: str) -> None:
    with pytest.raises(CardError) as caught:
        catalog_of(f"name: c0\nmodel_config: {layer}\n").card("c0").config("model")
    assert [str(d) for d in caught.value.findings] == [finding]
