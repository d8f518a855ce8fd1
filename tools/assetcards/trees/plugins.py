"""Plugins: stores of cards and detectors of the environment, by function or entry point.

A package adds a store with an entry point of the group `assetcards.stores`, and a detector with one of
`assetcards.environments`; each names a function without arguments. A store's function returns a `Tree`, a detector's
the name of the environment, or None when it is unknown.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from assetcards.errors import AssetCardsError
from assetcards.trees.guarding import foreign_code

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from assetcards.trees.tree import Tree

STORES_GROUP = "assetcards.stores"
ENVIRONMENTS_GROUP = "assetcards.environments"

_REGISTERED = "registered:"


class PluginError(AssetCardsError):
    """A registered function or an entry point failed; `plugin` names it.

    >>> PluginError("registered:team_cards", "failed with KeyError: 'team'").plugin
    'registered:team_cards'
    """

    def __init__(self, plugin: str, message: str) -> None:
        registered = plugin.startswith(_REGISTERED)
        way_out = "remove it with `unregister`" if registered else "uninstall the package that adds it"
        super().__init__(f"{plugin}: {message}", hint=f"fix it, or {way_out}")
        self.plugin = plugin


class StorePlugin(NamedTuple):
    """A store of a plugin: its name, and the function that makes its tree."""

    name: str
    make: Callable[[], Tree]


class EnvironmentPlugin(NamedTuple):
    """A detector of a plugin."""

    name: str
    detect: Callable[[], str | None]


_stores: list[StorePlugin] = []
_detectors: list[EnvironmentPlugin] = []


def register_store(make: Callable[[], Tree]) -> Callable[[], Tree]:
    """Add a store to every catalog opened from now on without a revision; returns the function, to decorate it.

    >>> from assetcards import MemoryTree, register_store, unregister
    >>> @register_store
    ... def team_cards():
    ...     return MemoryTree("team", cards=[{"name": "tiny"}])
    >>> unregister(team_cards)
    """
    _check_function(make)
    _stores.append(StorePlugin(f"{_REGISTERED}{getattr(make, '__name__', 'store')}", make))
    return make


def register_environment_detector(detect: Callable[[], str | None]) -> Callable[[], str | None]:
    """Add a detector of the current environment; the first registered one that answers decides.

    >>> from assetcards import register_environment_detector, unregister
    >>> @register_environment_detector
    ... def cluster():
    ...     return None
    >>> unregister(cluster)
    """
    _check_function(detect)
    _detectors.append(EnvironmentPlugin(f"{_REGISTERED}{getattr(detect, '__name__', 'detector')}", detect))
    return detect


def _check_function(function: object) -> None:
    if not callable(function):
        raise TypeError(f"expected a function, not {function!r}")


def unregister(function: Callable[[], Any]) -> None:
    """Remove what `register_store` or `register_environment_detector` added, if anything.

    >>> from assetcards import register_environment_detector, unregister
    >>> detect = register_environment_detector(lambda: "lab")
    >>> unregister(detect)
    """
    _stores[:] = [plugin for plugin in _stores if plugin.make is not function]
    _detectors[:] = [plugin for plugin in _detectors if plugin.detect is not function]


def store_plugins() -> list[StorePlugin]:
    """The added stores: registered ones in order, then those of entry points by name."""
    return [*_stores, *(StorePlugin(name, load) for name, load in find_entry_points(STORES_GROUP))]


class Detection(NamedTuple):
    """An environment, and the detector that found it."""

    plugin: str
    environment: str


def detect_environment() -> str | None:
    """The environment that `maybe_detection` finds. Raises PluginError when a detector fails."""
    found = maybe_detection()
    return found.environment if found is not None else None


def maybe_detection() -> Detection | None:
    """The answer of the first detector that has one, registered ones first; None when none has.

    Raises PluginError when a detector fails.
    """
    found = [EnvironmentPlugin(name, load) for name, load in find_entry_points(ENVIRONMENTS_GROUP)]
    for plugin in [*_detectors, *found]:
        environment = run_plugin(plugin.name, plugin.detect)
        if environment is not None and not isinstance(environment, str):
            raise PluginError(plugin.name, f"returned {type(environment).__name__}, not the name of an environment")
        if environment and environment.strip():
            return Detection(plugin.name, environment.strip())
    return None


def run_plugin(name: str, function: Callable[[], Any]) -> Any:
    """Call a function of a plugin. Raises PluginError when it fails."""
    with foreign_code(lambda problem: PluginError(name, f"failed with {problem}"), keep=False):
        return function()


def entry_points_of(group: str) -> Sequence[EntryPoint]:
    """The entry points of a group in all installed packages, sorted; none is loaded yet. Raises PluginError."""
    if not _may_have_entry_points(group, sys.path):
        return ()
    from importlib.metadata import entry_points

    try:
        return sorted(entry_points(group=group), key=lambda point: (point.name, point.value))
    except Exception as error:  # one package with a broken list of entry points stops the reading of all
        raise PluginError(group, f"the entry points of the installed packages cannot be read: {error}") from error


def find_entry_points(group: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The entry points of a group, sorted: the name with that of the group, and what calls the function that it names.

    Raises PluginError when the lists of installed packages cannot be read.
    """
    for point in entry_points_of(group):
        yield f"{group}:{point.name}", partial(_call_entry_point, point)


def _call_entry_point(point: EntryPoint) -> Any:
    return point.load()()


def _may_have_entry_points(group: str, path: Sequence[str]) -> bool:
    """Whether any installed package may have the group: `importlib.metadata` costs more than all of a look-up.

    Reads the `entry_points.txt` files of a search path; a path that is not a folder (a zip file) may have any.
    """
    needle = group.encode()
    return any(os.path.isfile(folder) or needle in _entry_points_in(folder or ".") for folder in path)


def _entry_points_in(folder: str) -> bytes:
    """The content of all `entry_points.txt` in a folder of packages; read again when the folder has changed."""
    try:
        return _read_entry_points(folder, os.stat(folder).st_mtime_ns)
    except OSError:
        return b""


@cache
def _read_entry_points(folder: str, changed: int) -> bytes:
    texts = []
    for name in os.listdir(folder):
        if name.lower().endswith(("dist-info", "egg-info")):
            with suppress(OSError), open(os.path.join(folder, name, "entry_points.txt"), "rb") as file:
                texts.append(file.read())
    return b"\n".join(texts)
