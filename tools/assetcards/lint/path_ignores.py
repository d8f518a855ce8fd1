"""The `[[ignore]]` tables of `catalog.toml`, indexed so that checking a finding is cheap."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.model.globs import GlobSet
from assetcards.model.settings import PathIgnore


class PathIgnores:
    """The numbers of the ignores that apply to a file and a code.

    >>> ignores = PathIgnores([PathIgnore("models/*", (), "", 1, 1), PathIgnore("*", (), "", 2, 1)])
    >>> sorted(ignores.naming("models/x.yaml")), ignores.silencing("models/x.yaml", "C301")
    ([0, 1], frozenset())
    """

    def __init__(self, ignores: Sequence[PathIgnore]) -> None:
        self._ignores = ignores
        self._globs = GlobSet([ignore.pattern for ignore in ignores])
        self._by_path: dict[str, frozenset[int]] = {}
        self._by_code: dict[str, frozenset[int]] = {}

    def naming(self, path: str) -> frozenset[int]:
        """The ignores whose pattern matches a file."""
        if path not in self._by_path:
            self._by_path[path] = frozenset(self._globs.matching(path) if self._ignores else ())
        return self._by_path[path]

    def silencing(self, path: str, code: str) -> frozenset[int]:
        """The ignores that silence a code in a file."""
        if code not in self._by_code:
            having = (number for number, ignore in enumerate(self._ignores) if ignore.covers(code))
            self._by_code[code] = frozenset(having)
        return self.naming(path) & self._by_code[code]
