"""The store of an upstream catalog: its cards may be used by ours, and are not judged with them (CARD_SPEC 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeAlias

from assetcards.errors import SourceError
from assetcards.findings import AtLine, Finding, Severity, finding_of
from assetcards.model.card import Card
from assetcards.model.name_index import NameIndexes
from assetcards.model.scope import Scope
from assetcards.model.settings import Settings, Upstream
from assetcards.model.settings_file import load_settings
from assetcards.model.store import Store, scope_of
from assetcards.text.documents import Bounds
from assetcards.trees.tree import Tree


class UpstreamError(SourceError):
    """What is asked for may be in an upstream catalog that cannot be read; `upstream` is its name.

    `what` is what was asked for.

    >>> from assetcards import UpstreamError
    >>> UpstreamError("base", "card 'tiny'", "https://example.org/cards.git: does not answer").upstream
    'base'
    """

    def __init__(self, upstream: str, what: str, problem: str, *, hint: str = "") -> None:
        super().__init__(f"{what} may be in upstream {upstream!r}, which cannot be read: {problem}", hint=hint)
        self.upstream = upstream
        self.what = what


UNREAD = "C9 unread"
"""The code of a finding that is none: it says that a card cannot be judged, and nothing silences it."""


def unread_finding(card: Card, at: AtLine, error: UpstreamError) -> Finding:
    """What stands for the judgement of a card that may need an upstream that cannot be read; it is never reported."""
    return finding_of(UNREAD, card, at, error.what, severity=Severity.ERROR)


class UpstreamStore(Store):
    """The cards of an upstream, by its own settings; nothing is read of it, or fetched, until somebody asks."""

    def __init__(self, tree: Tree, name: str, indexes: NameIndexes | None = None) -> None:
        super().__init__(tree, role=f"upstream {name}", indexes=indexes)
        self.upstream = name

    @cached_property
    def settings(self) -> Settings:
        """The settings of its own `catalog.toml`. Raises SourceError when it cannot be read."""
        return load_settings(self.tree)

    @property
    def bounds(self) -> Bounds:
        """Those of its own settings."""
        return self.settings.bounds

    @property
    def scope(self) -> Scope | None:
        """By its own settings, too."""
        return scope_of(self.settings)

    def with_bounds(self, bounds: Bounds) -> Store:
        """Itself: bounds of ours are nothing to it."""
        return self

    def has_environment(self, env: str) -> bool:
        """As of every store; the environments of its settings are known, too."""
        return env in self.settings.environments or super().has_environment(env)


OpenUpstreams: TypeAlias = Callable[[Iterable[Upstream], Tree], Sequence[Store]]
"""Gives the store of each upstream that the settings of a tree name; none is read yet."""


def no_upstreams(upstreams: Iterable[Upstream], tree: Tree) -> Sequence[Store]:
    """What opens no upstreams."""
    return ()
