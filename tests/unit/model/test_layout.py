"""The folder where a card is right is named once, for its kind and its environment together."""

from __future__ import annotations

import pytest

from assetcards.model.layout import folder_for
from tests.unit.cards import catalog_of


@pytest.mark.parametrize(
    ("path", "name", "kinds", "folder"),
    [
        ("datasets/x.yaml", "tiny", ["model"], "models/"),
        ("datasets/sub/x.yaml", "tiny@lab", ["model"], "models/@lab/"),
        ("tokenizers/@edge/x.yaml", "tiny@lab", ["model", "tokenizer"], "tokenizers/@lab/"),
        ("@lab/x.yaml", "tiny@lab", ["model"], "models/@lab/"),
        ("models/@lab/x.yaml", "tiny", ["other"], "models/"),
        ("x.yaml", "tiny@lab", ["other"], "@lab/"),
        ("x.yaml", "tiny", ["other"], ""),
    ],
)
def test_a_card_has_one_folder(path: str, name: str, kinds: list[str], folder: str) -> None:
    [card] = catalog_of({path: f"name: {name}\n"}).all_cards()
    assert folder_for(card, kinds) == folder
