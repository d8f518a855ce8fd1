"""The values in a file of a catalog, to compare two versions of its bytes."""

from __future__ import annotations

from typing import Any

from assetcards.model.reading import parse_card_file
from assetcards.nodes import plain_value, same_value
from assetcards.text.documents import Bounds
from assetcards.text.tomltext import TomlError, parse_toml
from assetcards.trees.tree import SETTINGS_FILE, Tree


def is_same_to_readers(tree: Tree, path: str, contents: tuple[bytes, bytes], bounds: Bounds) -> bool:
    """Whether both contents of a card file, or of `catalog.toml`, have the same values, and the same errors."""
    one, other = (_meaning(tree, path, content, bounds) for content in contents)
    return same_value(one, other)


def _meaning(tree: Tree, path: str, content: bytes, bounds: Bounds) -> Any:
    if path == SETTINGS_FILE:
        try:
            return parse_toml(content).table
        except TomlError:
            return None
    file = parse_card_file(tree, path, content, bounds)
    roots = [plain_value(document.root) if document.root is not None else None for document in file.documents]
    return [roots, [finding.code for finding in file.findings]]
