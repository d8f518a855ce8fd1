"""The line at which a card writes what it changes."""

from __future__ import annotations

import pytest

from assetcards.comparison.causes import line_of
from assetcards.scalars import ScalarValue
from tests.unit.cards import catalog_of

CARD = """\

name: one
license: MIT
model_config_overrides:
  a:
    b: 1
    0: 2
  _del_: [gone]
  _set_:
    whole:
      c: 3
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ([], 2),
        (["license"], 3),
        (["owners"], 2),
        (["model_config"], 4),
        (["model_config", "a", "b"], 6),
        (["model_config", "a", 0], 7),
        (["model_config", "a", "b", "deeper"], 6),
        (["model_config", "a", "new"], 5),
        (["model_config", "gone"], 4),
        (["model_config", "_del_", "gone"], 8),
        (["model_config", "whole", "c"], 11),
    ],
)
def test_a_value_has_the_line_of_the_nearest_key_above_it(path: list[ScalarValue], line: int) -> None:
    (card,) = catalog_of(CARD).all_cards()
    assert line_of(card, path) == line
