"""Variables in the strings of a config."""

from __future__ import annotations

import pytest

from assetcards.opening.variables import replace_variables

VARIABLES = {"ROOT": "/srv", "NESTED": "${env:ROOT}", "EMPTY": ""}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("${env:ROOT}", "/srv"),
        ("${env:ROOT}/${env:ROOT}", "/srv//srv"),
        ("${env:NONE}", ""),
        ("${env:NONE:x y}", "x y"),
        ("${env:NONE:}", ""),
        ("${env:EMPTY:x}", ""),
        ("${env:ROOT:x}", "/srv"),
        ("${env:NESTED}", "${env:ROOT}"),
        ("${env:NONE:${env:ROOT}}", "${env:ROOT}"),
        ("${env:1}", "${env:1}"),
        ("${ENV:ROOT}", "${ENV:ROOT}"),
        ("$ROOT", "$ROOT"),
    ],
)
def test_a_variable_is_replaced_once(written: str, found: str) -> None:
    assert replace_variables(written, VARIABLES) == found


def test_keys_and_what_is_no_string_are_left_alone() -> None:
    config = {"${env:ROOT}": [{"a": "${env:ROOT}"}, 3, None, True]}
    assert replace_variables(config, VARIABLES) == {"${env:ROOT}": [{"a": "/srv"}, 3, None, True]}
