"""Tokenizers in a `tokenizer.json` of Hugging Face; the one importer of tokenizers."""

from __future__ import annotations

from typing import Any

from assetcards.errors import NotInstalledError
from assetcards.opening.context import Opening

FILE = "tokenizer.json"


def open_tokenizer(config: None, opening: Opening) -> Any:
    """A `tokenizers.Tokenizer`, of the file that the card names, or of the `tokenizer.json` in the folder."""
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise NotInstalledError("a tokenizer", "tokenizers", extra="tokenizers") from error
    path = opening.path()
    return Tokenizer.from_file(str(path / FILE if path.is_dir() else path))
