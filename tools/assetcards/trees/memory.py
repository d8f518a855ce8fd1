"""Cards in memory, written as YAML so that they are read like all others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assetcards.errors import SourceError
from assetcards.trees.paths import is_card_file, is_misspelled
from assetcards.trees.tree import FileMissingError, Tree, TreeOrigin

_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class MemoryTree(Tree):
    """Cards in memory: files as strings or bytes by path, or cards as mappings.

    >>> tree = MemoryTree("test", cards=[{"name": "tiny", "model_arch": "tiny"}])
    >>> tree.files(), str(tree.origin)
    (('000000.yaml',), 'memory:test')
    """

    def __init__(
        self,
        name: str = "cards",
        files: Mapping[str, str | bytes] | None = None,
        *,
        cards: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        self._name = name
        self._contents = {path: _as_bytes(content) for path, content in (files or {}).items()}
        for number, card in enumerate(cards):
            self._contents[f"{number:06}.yaml"] = _render_card(name, number, card)

    @property
    def origin(self) -> TreeOrigin:
        """The name that the tree was given."""
        return TreeOrigin(kind="memory", place=self._name)

    def files(self) -> Sequence[str]:
        """The paths of all card files, sorted; a card given as a mapping has its number as path."""
        return tuple(sorted(filter(is_card_file, self._contents)))

    def misspelled_files(self) -> Sequence[str]:
        """The paths of files that would be card files if case did not matter."""
        return tuple(sorted(filter(is_misspelled, self._contents)))

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one file, at most `limit` of them. Raises FileMissingError when it was not given."""
        if path not in self._contents:
            raise FileMissingError(path)
        return self._contents[path][:limit]


def _as_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def _render_card(source: str, number: int, card: Mapping[str, Any]) -> bytes:
    """A card as YAML, a field on each line; the values of cards are mappings and what JSON can write."""
    try:
        fields = ",\n".join(f" {_render_scalar(name)}: {_render_value(value)}" for name, value in card.items())
        return f"{{\n{fields}\n}}\n".encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise SourceError(f"memory:{source}: card number {number} cannot be written as YAML: {error}") from error


def _render_value(value: object) -> str:
    """A value in flow style."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_render_scalar(key)}: {_render_value(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_render_value, value))}]"
    return _render_scalar(value)


def _render_scalar(value: object) -> str:
    """A scalar as JSON, which does not escape some characters that YAML does not allow."""
    if isinstance(value, Mapping | list | tuple):
        raise TypeError("a key is not a scalar")
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
