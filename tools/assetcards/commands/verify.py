"""`catalog verify`: whether the bytes that cards point to here are those of their digests."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from assetcards.assets.asset import Asset, assets_of
from assetcards.assets.cache import AssetCache
from assetcards.assets.checking import Hashed, differences, hash_asset
from assetcards.assets.fetching import maybe_here
from assetcards.assets.hashing import Watch
from assetcards.assets.hub import unlike_the_hub
from assetcards.errors import AssetError, FieldError
from assetcards.model.card_edit import render_diff, with_field
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.digests import digest_field
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked, parse_asked
from assetcards.sources.defaults import output_target
from assetcards.trees.tree import read_file
from assetcards.trees.writing import MAX_BYTES, FileKind, Target, write_file


class State(StrEnum):
    """What was found: in a table of people as it is here, and in documents."""

    RIGHT = "right"
    DIFFERS = "differs"
    MISSING = "missing"
    UNKNOWN = "no digest"
    ABSENT = "not fetched"
    UNREADABLE = "unreadable"


HUB = "hg"
"""The scheme of the hub, which says itself what its files are, also where a card has no digest."""

BAD = (State.DIFFERS, State.MISSING, State.UNREADABLE)
"""What makes the answer no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """An asset, what was found of it, and where; of a folder also which files differ, are missing, or are extra.

    `digest` is that of the bytes here. Extra files are no fault: a full copy may have more than is fetched.
    """

    asset: Asset
    state: State
    path: Path | None = None
    digest: str | None = None
    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state in BAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found of all assets, the revision of the cards, and the diff of what was written into them.

    `problems` are those of cards that say of an asset what cannot be understood.
    """

    revision: Revision | None
    assets: tuple[Verified, ...]
    problems: tuple[str, ...] = ()
    diff: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is bad."""
        return not self.problems and not any(each.is_bad for each in self.assets)


class WatchAsset(Protocol):
    """Shows the progress of one asset."""

    def __call__(self, asset: Asset, /) -> AbstractContextManager[Watch]:
        """What is called with the number of bytes that are done."""
        ...


def cards_named(catalog: Catalog, names: Sequence[str]) -> Iterator[ResolvedCard]:
    """The cards of names. Raises what `Catalog.card` raises."""
    yield from (catalog.resolve(parse_asked(name)) for name in names)


def all_cards(catalog: Catalog) -> Iterator[ResolvedCard]:
    """Every card of the catalog as it resolves in the environments in force; broken ones are for `validate`."""
    yield from (card for card in catalog if catalog.asks_for_ours(Asked(card.name, "")))


def verify(
    catalog: Catalog, cards: Iterable[ResolvedCard], cache: AssetCache, watch: WatchAsset, *, is_fresh: bool = False
) -> Verification:
    """Hash what the addresses of cards point to here, and compare with their digests; nothing is fetched.

    What was hashed before and has not changed is not hashed again, unless all is to be `is_fresh`; so a run that was
    killed goes on from there.
    """
    found: list[Verified] = []
    problems: list[str] = []
    for asset in _assets(cards, problems):
        with watch(asset) as watched:
            found.append(_verify(asset, cache, watched, is_fresh=is_fresh))
    return Verification(revision=catalog.revision, assets=tuple(found), problems=tuple(problems))


def _assets(cards: Iterable[ResolvedCard], problems: list[str]) -> Iterator[Asset]:
    """The assets of cards, each once; what is wrong with a card is one of the problems, and the others go on."""
    seen = set()
    for card in cards:
        try:
            assets = assets_of(card)
        except FieldError as error:
            problems.append(str(error))
            continue
        for asset in assets:
            if (asset.uri, asset.digest, asset.revision, asset.kind) not in seen:
                seen.add((asset.uri, asset.digest, asset.revision, asset.kind))
                yield asset


def _verify(asset: Asset, cache: AssetCache, watch: Watch, *, is_fresh: bool) -> Verified:
    try:
        path = maybe_here(asset, cache)
    except AssetError as error:
        return Verified(asset=asset, state=State.MISSING, problem=str(error))
    if path is None:
        return Verified(asset=asset, state=State.ABSENT)
    try:
        wrong = unlike_the_hub(asset, path, cache, watch, is_fresh=is_fresh) if asset.scheme == HUB else ()
        hashed = hash_asset(asset, path, cache, is_fresh=is_fresh, watch=watch)
    except AssetError as error:
        return Verified(asset=asset, state=State.UNREADABLE, path=path, problem=str(error))
    found = _compared(cache.as_here(asset, path), path, hashed, cache)
    return replace(found, state=State.DIFFERS, differs=found.differs or wrong) if wrong else found


def _compared(asset: Asset, path: Path, hashed: Hashed, cache: AssetCache) -> Verified:
    state = State.UNKNOWN if asset.digest is None else State.RIGHT
    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra = hashed.extra
    if asset.digest is not None and asset.digest != hashed.digest:
        state = State.DIFFERS
        differs, missing, others = differences(asset, hashed, cache)
        extra = (*others, *extra)
    return Verified(
        asset=asset,
        state=state,
        path=path,
        digest=hashed.digest,
        differs=differs,
        missing=missing,
        extra=extra,
    )


class Edit(NamedTuple):
    """A file of cards to write, and its text before and after."""

    target: Target
    path: str
    before: str
    after: str


def digests_to_write(catalog: Catalog, verification: Verification) -> tuple[Edit, ...]:
    """The digests that are missing, each below the address that it belongs to, as changes of the files of cards.

    Raises SourceError when a file cannot be changed.
    """
    texts: dict[str, tuple[str, str]] = {}
    for each in verification.assets:
        card, field = each.asset.writer, each.asset.field
        if each.state is State.UNKNOWN and each.digest and _is_writable(catalog, each.asset):
            if card.path not in texts:
                texts[card.path] = (text := read_file(card.tree, card.path, MAX_BYTES).decode(), text)
            before, text = texts[card.path]
            after = with_field(text, card.path, card.full_name, digest_field(field), each.digest, field)
            texts[card.path] = before, after
    return tuple(Edit(_target(catalog, path), path, before, after) for path, (before, after) in texts.items())


def write_digests(verification: Verification, edits: Sequence[Edit]) -> Verification:
    """Write the files, and add the diff. Raises OSError with the name of one that cannot be written."""
    for edit in edits:
        write_file(edit.target, edit.after)
    return replace(verification, diff="".join(render_diff(edit.before, edit.after, edit.path) for edit in edits))


def _is_writable(catalog: Catalog, asset: Asset) -> bool:
    """Whether a digest can be beside the address: a config has no field for it, and a commit stays as it is."""
    return asset.writer.tree is catalog.own.tree and catalog.own.origin.kind == "path" and "." not in asset.field


def _target(catalog: Catalog, path: str) -> Target:
    place = os.path.join(catalog.own.origin.place, path)
    return output_target(place, FileKind(name="a file of cards", head="", example=os.path.basename(path)))
