"""Which files below the root of a catalog are card files (CARD_SPEC 1): not hidden ones, nor those in `exclude`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assetcards.trees.paths import is_card_file

if TYPE_CHECKING:
    from assetcards.model.gitignore import GitIgnore


class Scope:
    """The files that count below a root: `exclude` has patterns of `catalog.toml` for those that do not.

    >>> scope = Scope(["docs/**"])
    >>> scope.maybe_reason("models/x.yaml"), scope.maybe_reason(".github/x.yaml")
    (None, 'hidden files are no card files (`.github`)')
    >>> scope.maybe_reason("docs/x.yaml")
    "`exclude` of catalog.toml leaves it out ('docs/**')"
    """

    def __init__(self, exclude: Sequence[str] = ()) -> None:
        self.exclude = tuple(exclude)

    def maybe_reason(self, path: str) -> str | None:
        """Why a file, or a repository inside, does not count; None if it does."""
        if path.startswith(".") or "/." in path:
            hidden = next(name for name in path.split("/") if name.startswith("."))
            return f"hidden files are no card files (`{hidden}`)"
        pattern = self._patterns.maybe_pattern(path, is_folder=not is_card_file(path)) if self.exclude else None
        return None if pattern is None else f"`exclude` of catalog.toml leaves it out ({pattern!r})"

    @cached_property
    def _patterns(self) -> GitIgnore:
        from assetcards.model.gitignore import GitIgnore  # late: most catalogs exclude nothing

        return GitIgnore(self.exclude)

    def select(self, paths: Sequence[str]) -> Sequence[str]:
        """The paths that count."""
        return tuple(path for path in paths if self.maybe_reason(path) is None)
