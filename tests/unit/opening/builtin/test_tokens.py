"""Tokenizers of Hugging Face, trained here on a few lines and opened by cards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from assetcards import AssetError, MemoryTree, NotInstalledError, OpeningError, open_catalog
from tests.tokenizer import write_tokenizer


def opened(path: Path) -> Any:
    card = {"name": "words", "tokenizer_family": "tokenizers", "tokenizer": str(path)}
    return open_catalog(MemoryTree(cards=[card]), stores=[]).open("words")


def test_a_tokenizer_encodes_what_it_was_trained_on(tmp_path: Path) -> None:
    write_tokenizer(tmp_path / "tokenizer.json")
    for path in (tmp_path / "tokenizer.json", tmp_path):
        assert opened(path).encode("roses are red").tokens == ["roses", "are", "red"]


def test_a_file_that_is_none_is_reported(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", "utf-8")
    with pytest.raises(OpeningError, match="the code of tokenizer family 'tokenizers' failed with"):
        opened(tmp_path)
    with pytest.raises(AssetError):
        opened(tmp_path / "none.json")


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(NotInstalledError, match=r'pip install "assetcards\[tokenizers\]"'):
        opened(tmp_path)
