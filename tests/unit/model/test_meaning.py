"""Whether two texts of a file say the same to a reader."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree
from assetcards.model.meaning import is_same_to_readers
from assetcards.text.documents import Bounds

CARD = "name: a\nx: 1\n"


def same(path: str, one: str | bytes, other: str | bytes) -> bool:
    contents = [text if isinstance(text, bytes) else text.encode() for text in (one, other)]
    return is_same_to_readers(MemoryTree("test"), path, (contents[0], contents[1]), Bounds())


@pytest.mark.parametrize(
    "other",
    [
        "# c\nname: a\nx: 1\n",
        "---\nname: 'a'\nx: 0x1\n",
        '{"name": "a", "x": 1}\n',
        "name: a\r\nx: 1\r\n",
        "\ufeff" + CARD,
    ],
)
def test_the_form_of_a_card_file_says_nothing(other: str) -> None:
    assert same("x.yaml", CARD, other)


@pytest.mark.parametrize(
    "other",
    [
        "name: a\nx: 1.0\n",
        "name: a\nx: true\n",
        "name: a\nx: '1'\n",
        "name: a\nx: 1\ny: null\n",
        f"{CARD}---\nname: b\n",
        "name: a\nx: [1\n",
        b"name: a\nx: \xff\n",
        "",
    ],
)
def test_other_values_and_other_errors_are_another_meaning(other: str | bytes) -> None:
    assert not same("x.yaml", CARD, other)


def test_settings_are_read_as_settings() -> None:
    assert same("catalog.toml", 'environments = ["a"]\n', "# c\nenvironments = [\n  'a',\n]\n")
    assert not same("catalog.toml", 'environments = ["a"]\n', 'environments = ["b"]\n')
    assert not same("catalog.toml", 'environments = ["a"]\n', "environments = [\n")
