"""`catalog upstream`: list the upstreams of a catalog, and look up the commits that are to be read of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assetcards.comparison.impact import find_impact
from assetcards.errors import SourceError
from assetcards.model.catalog import Catalog
from assetcards.model.settings import MAX_SETTINGS_BYTES, Settings, Upstream
from assetcards.model.settings_file import parse_settings
from assetcards.model.store import Store
from assetcards.names import suggest_names
from assetcards.provenance.account import Diff, account_for
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import CHECKOUT
from assetcards.sources.making import open_endpoint
from assetcards.sources.openers import find_opener
from assetcards.sources.places import check_holds_no_cards
from assetcards.sources.ranges import Side
from assetcards.sources.upstreams import Upstreams
from assetcards.sources.vendored import copied_files, write_copy
from assetcards.text.tomledit import maybe_with_string
from assetcards.trees.foreign import read_file
from assetcards.trees.tree import SETTINGS_FILE
from assetcards.trees.writing import FileKind, Target

SETTINGS = FileKind(name="the settings of a catalog", head="", example=SETTINGS_FILE)
"""What `catalog upstream update` writes: the file that it has read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedUpstream:
    """An upstream, how many cards can be read of it, and why none can, if that is so."""

    upstream: Upstream
    cards: int
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The upstreams of a catalog."""

    upstreams: Sequence[ListedUpstream]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An upstream as it is pinned, and the commit that its revision names now.

    `is_branch` is whether the revision is the name of a branch, which others move.
    """

    upstream: Upstream
    commit: str
    is_branch: bool

    @property
    def is_new(self) -> bool:
        """Whether another commit was pinned before."""
        return self.commit != self.upstream.commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What an update does: the commits, the new text of `catalog.toml` in a folder, and what differs in our cards.

    `uncompared` says why that is not known: an upstream cannot be read as it was pinned before.
    """

    folder: str
    pins: Sequence[Pin]
    text: str
    diff: Diff | None
    uncompared: str | None

    @property
    def is_new(self) -> bool:
        """Whether any commit is new."""
        return any(pin.is_new for pin in self.pins)


def list_upstreams(catalog: Catalog) -> Listed:
    """Every upstream of a catalog, and whether it can be read as the catalog was opened."""
    stores = {store.upstream: store for store in catalog.stores if store.upstream}
    found = (_listed(catalog, upstream, stores[upstream.name]) for upstream in catalog.settings.upstreams)
    return Listed(upstreams=tuple(found))


def _listed(catalog: Catalog, upstream: Upstream, store: Store) -> ListedUpstream:
    problem = catalog.maybe_problem(store)
    return ListedUpstream(upstream=upstream, cards=0 if problem else len(store.cards()), problem=problem)


def plan_update(source: PathLike | None, root: PathLike | None, names: Sequence[str]) -> Update:
    """Look up the revisions of upstreams, of all without names, and what their commits do to our cards.

    Nothing is written. Raises SourceError when an upstream is not known, or cannot be looked up or read, and
    UpstreamError when our cards need another one that cannot be read.
    """
    opener = find_opener(source, root)
    with open_endpoint(opener, CHECKOUT, root, env="") as old:
        upstreams = Upstreams(opener, offline=None)
        pins = [_look_up(upstreams, upstream) for upstream in _named(old, names)]
        text = _with_commits(old, pins)
        new = _with_settings(old, _without_copies(parse_settings(text.encode("utf-8"))))
        for store in new.stores:
            if any(store.upstream == pin.upstream.name for pin in pins):
                store.paths()
        uncompared = next(filter(None, (old.maybe_problem(store) for store in old.stores if store.upstream)), None)
        found = account_for(_side(old), _side(new), find_impact(old, new)) if uncompared is None else None
        return Update(folder=old.own.origin.place, pins=pins, text=text, diff=found, uncompared=uncompared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that was written: of which commit, how many files, and what `vendored` has to be for it to be read."""

    upstream: Upstream
    files: int
    vendored: str

    @property
    def is_named(self) -> bool:
        """Whether `catalog.toml` names it already."""
        return os.path.normpath(self.upstream.vendored or ".") == os.path.normpath(self.vendored)


def vendor(source: PathLike | None, root: PathLike | None, name: str, proof: Target) -> Copy:
    """Write a copy of an upstream's cards at its commit beside `proof`, in place of an older copy.

    Raises SourceError when the upstream is not known or cannot be read, when the folder would be one of our cards, and
    for a file there that is in no copy.
    """
    opener = find_opener(source, root)
    with open_endpoint(opener, CHECKOUT, root, env="") as catalog:
        (upstream,) = _named(catalog, [name])
        if not upstream.commit or upstream.problem:
            problem = upstream.problem or "it has no commit"
            raise SourceError(f"cannot copy {name!r}: {problem}", hint=f"run `catalog upstream update {name}`")
        place = os.path.join(proof.top, os.path.dirname(proof.path))
        check_holds_no_cards(catalog.own.origin, place, proof.named)
        root = os.path.realpath(catalog.own.origin.place)
        vendored = os.path.relpath(os.path.realpath(place), root).replace(os.sep, "/")
        tree = Upstreams(opener, offline=None).open_commit(upstream)
        try:
            files = copied_files(tree)
        finally:
            tree.close()
    write_copy(proof, files)
    return Copy(upstream=upstream, files=len(files), vendored=vendored)


def _named(catalog: Catalog, names: Sequence[str]) -> list[Upstream]:
    known = {upstream.name: upstream for upstream in catalog.settings.upstreams}
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        close = suggest_names(unknown, known) or list(known)
        hint = f"did you mean {close[0]!r}?" if close else f"add an [[upstream]] to {SETTINGS_FILE}"
        raise SourceError(f"there is no upstream {unknown[:100]!r}", hint=hint)
    return [known[name] for name in dict.fromkeys(names)] or list(known.values())


def _look_up(upstreams: Upstreams, upstream: Upstream) -> Pin:
    commit, is_branch = upstreams.look_up(upstream)
    return Pin(upstream=upstream, commit=commit, is_branch=is_branch)


def _with_commits(catalog: Catalog, pins: Iterable[Pin]) -> str:
    """The text of `catalog.toml` with the commits."""
    content = read_file(catalog.own.tree, SETTINGS_FILE, MAX_SETTINGS_BYTES)
    for pin in pins:
        table = ("upstream", pin.upstream.number)
        changed = maybe_with_string(content, table, "commit", pin.commit, ["rev", "repository"])
        if changed is None:
            line = f'commit = "{pin.commit}"'
            raise SourceError(
                f"{SETTINGS_FILE}:{pin.upstream.line}: cannot write the commit here", hint=f"write it yourself: {line}"
            )
        content = changed
    return content.decode("utf-8")


def _without_copies(settings: Settings) -> Settings:
    """The settings with upstreams that are read where they are: a copy is of the commit before."""
    return settings._replace(upstreams=tuple(each._replace(vendored="") for each in settings.upstreams))


def _side(catalog: Catalog) -> Side:
    return Side(kind="checkout", asked=CHECKOUT.asked, commit="", catalog=catalog)


def _with_settings(catalog: Catalog, settings: Settings) -> Catalog:
    """The catalog with other settings, and the upstreams that they name."""
    others = [store for store in catalog.stores[1:] if not store.upstream]
    stores = [catalog.own, *catalog.open_upstreams(settings.upstreams, catalog.own.tree), *others]
    return catalog.with_(stores=stores, settings=settings)
