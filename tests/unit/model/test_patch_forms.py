"""The forms of a patch: the recorded cases and a second model are in `tests/conformance` and `tests/model`."""

from __future__ import annotations

from datetime import UTC, date, datetime

from assetcards import Origin
from assetcards.model.patch_forms import tagged
from tests.unit.cards import catalog_of

CARDS = """name: tiny
model_config: {_del_: [dropout], layers: 2}
---
name: chat
base: tiny
model_config: {_set_: {rope: {theta: 1}}}
"""


def test_a_patch_is_a_document_a_line_and_the_origin_of_each_part() -> None:
    patch = catalog_of(CARDS).card("chat").patch("model")
    assert patch.document == {"merge": {"layers": 2, "_del_": ["dropout"], "_set_": {"rope": {"theta": 1}}}}
    assert patch.text == '{"merge":{"_del_":["dropout"],"_set_":{"rope":{"theta":1}},"layers":2}}'
    assert patch.origins == {
        "model_config._del_.dropout": Origin(card="tiny", path="x.yaml", line=2),
        "model_config.layers": Origin(card="tiny", path="x.yaml", line=2),
        "model_config._set_.rope": Origin(card="chat", path="x.yaml", line=6),
        "model_config.rope.theta": Origin(card="chat", path="x.yaml", line=6),
    }


def test_a_kind_without_a_config_has_a_patch_that_does_nothing() -> None:
    card = catalog_of(CARDS).card("chat")
    patch = card.patch("dataset")
    assert (patch.document, patch.text, patch.origins, patch.apply(5)) == (None, "null", {}, 5)
    assert list(card.patches) == ["model"]


def test_patches_are_equal_by_what_they_do() -> None:
    catalog = catalog_of(f"{CARDS}---\nname: other\nmodel_config: {{layers: 2, _del_: [dropout, dropout]}}\n")
    one, other = catalog.card("tiny").patch("model"), catalog.card("other").patch("model")
    assert one == other
    assert hash(one) == hash(other)
    assert one != catalog.card("chat").patch("model")
    assert one != one.text


def test_what_json_lacks_is_marked() -> None:
    when = datetime(2024, 6, 30, 1, 2, tzinfo=UTC)
    marked = tagged({None: date(2024, 6, 30), True: when, 0.5: float("-inf"), when: [float("nan")], "!": "!date"})
    assert marked == {
        "!null null": {"!date": "2024-06-30"},
        "!bool true": {"!datetime": "2024-06-30T01:02:00+00:00"},
        "!float 0.5": {"!float": "-inf"},
        "!datetime 2024-06-30T01:02:00+00:00": [{"!float": "nan"}],
        "!str !": "!date",
    }
