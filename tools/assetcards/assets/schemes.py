"""What brings the bytes of an address here, by its scheme: what is built in, and what packages add.

A package adds a scheme with an entry point of the group `assetcards.schemes`: its name is the scheme, and it names a
function without arguments that returns a `Scheme`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias, runtime_checkable

from assetcards.assets.asset import Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.hashing import Watch, unwatched
from assetcards.assets.listing import ALL_FILES, Selection
from assetcards.errors import AssetError
from assetcards.names import suggest_names
from assetcards.trees.guarding import foreign_code
from assetcards.trees.plugins import PluginError, find_entry_points, run_plugin

SCHEMES_GROUP = "assetcards.schemes"

Verify: TypeAlias = Literal["always", "once", "never"]
"""When the bytes are hashed: each time, unless nothing has changed since the last time, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How assets are fetched: whether the network may be asked, and what is shown of the progress."""

    is_offline: bool = False
    is_forced: bool = False
    verify: Verify = "once"
    needs_digest: bool = False
    watch: Watch = unwatched


class Plan(NamedTuple):
    """What a fetch would do: the bytes that it would bring, if known, of so many files."""

    size: int | None
    files: int | None


class Brought(NamedTuple):
    """An asset that is here: its path, and its SHA-256 where that was found on the way."""

    path: Path
    sha256: str | None = None


class Scheme(Protocol):
    """What brings the bytes of an address here. One whose assets are `in_place` says where they are already."""

    in_place: bool

    def maybe_here(self, asset: Asset, cache: AssetCache) -> Path | None:
        """The path of an asset that is in place, if it is there; None for one that is brought into the cache.

        Raises AssetError when it should be on this machine, and is not.
        """
        ...

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        """What `bring` would bring. Raises AssetError when there is nothing, or it cannot be found out."""
        ...

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        """The asset, complete. Unless it is in place, it is made below `cache.work_of(asset)`, kept between tries.

        Raises AssetError.
        """
        ...


@runtime_checkable
class Comparing(Protocol):
    """A scheme whose host says what its files are, so that they can be held against that without a digest, too."""

    def unlike(
        self, asset: Asset, path: Path, cache: AssetCache, watch: Watch, *, is_fresh: bool = False
    ) -> tuple[str, ...]:
        """The files of an asset here that are not what its host has said of them; nothing is asked.

        Raises AssetError when that cannot be found out.
        """
        ...


_HUB_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "model": ("*.safetensors*", "*.pt"),
    "tokenizer": ("tokenizer*.json",),
}
"""Which files of a repository of the hub are fetched for an asset of a kind, as fairseq2 has it; all for others."""

_HUB_WITHOUT = (".git", ".cache/huggingface")
"""What git, and the client of the hub, have beside the files of a copy."""

_BUILT_IN: Mapping[str, str] = {
    "file": "local",
    "git": "objects",
    "gs": "buckets",
    "hg": "hub",
    "http": "web",
    "https": "web",
    "s3": "buckets",
}
"""The module of this package that has a scheme as `SCHEME`."""


def selection_of(asset: Asset) -> Selection:
    """Which files of a folder count for an asset: those that are fetched of the address that its digest is beside."""
    is_of_hub = (asset.digested or asset.uri).lower().startswith("hg:")
    return Selection(_HUB_PATTERNS.get(asset.kind, ()), _HUB_WITHOUT) if is_of_hub else ALL_FILES


def scheme_of(asset: Asset) -> Scheme:
    """What brings an asset. Raises AssetError for a scheme that nobody has, PluginError for a broken one."""
    name = asset.scheme
    if name in _BUILT_IN:
        scheme: Scheme = import_module(f"{__package__}.{_BUILT_IN[name]}").SCHEME
        return scheme
    added = _added()
    if name not in added:
        known = sorted({*_BUILT_IN, *added})
        meant = suggest_names(name, known)
        hint = f"did you mean {meant[0]!r}?" if meant else f"write one of {', '.join(known)}, or install what adds it"
        raise AssetError(asset.uri, f"nothing here fetches {name}:// addresses", hint=hint)
    return _Added(f"{SCHEMES_GROUP}:{name}", added[name])


def unlike_its_host(
    asset: Asset, path: Path, cache: AssetCache, watch: Watch, *, is_fresh: bool = False
) -> tuple[str, ...]:
    """The files of an asset here that are not what its host has said of them, where it says that of each file."""
    scheme = scheme_of(asset)
    return scheme.unlike(asset, path, cache, watch, is_fresh=is_fresh) if isinstance(scheme, Comparing) else ()


def _added() -> Mapping[str, Callable[[], Any]]:
    return {name.rpartition(":")[2]: make for name, make in find_entry_points(SCHEMES_GROUP)}


class _Added:
    """A scheme of a package: however it fails, that is said to be its fault. Raises PluginError."""

    def __init__(self, plugin: str, make: Callable[[], Any]) -> None:
        self._plugin = plugin
        self._scheme = run_plugin(plugin, make)
        lacking = [name for name in ("in_place", "maybe_here", "plan", "bring") if not hasattr(self._scheme, name)]
        if lacking:
            kind = type(self._scheme).__name__
            raise PluginError(plugin, f"its function returned {kind}, which is no scheme: it has no {lacking[0]!r}")
        self.in_place = bool(self._scheme.in_place)

    def maybe_here(self, asset: Asset, cache: AssetCache) -> Path | None:
        found: Path | None = self._ask("maybe_here", (Path, type(None)), asset, cache)
        return found

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        found: Plan = self._ask("plan", (Plan,), asset, cache, way)
        return found

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        found: Brought = self._ask("bring", (Brought,), asset, cache, way)
        return found

    def unlike(
        self, asset: Asset, path: Path, cache: AssetCache, watch: Watch, *, is_fresh: bool = False
    ) -> tuple[str, ...]:
        if not hasattr(self._scheme, "unlike"):
            return ()
        found: tuple[str, ...] = self._ask("unlike", (tuple,), asset, path, cache, watch, is_fresh=is_fresh)
        return found

    def _ask(self, name: str, kinds: tuple[type, ...], *arguments: object, **named: object) -> Any:
        with foreign_code(lambda problem: PluginError(self._plugin, f"{name!r} failed with {problem}")):
            found = getattr(self._scheme, name)(*arguments, **named)
        if not isinstance(found, kinds):
            wanted = " or ".join(kind.__name__ for kind in kinds)
            raise PluginError(self._plugin, f"{name!r} returned {type(found).__name__}, not {wanted}")
        return found
