"""`catalog verify`: whether the bytes that cards point to here are those of their digests."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from assetcards.assets.asset import Asset, assets_of
from assetcards.assets.cache import AssetCache
from assetcards.assets.checking import Hashed, differences, hash_asset
from assetcards.assets.fetching import WatchAsset, maybe_here
from assetcards.assets.hashing import Watch
from assetcards.assets.schemes import unlike_its_host
from assetcards.errors import AssetCardsError, FieldError, MissingAssetError
from assetcards.findings import Finding, Severity
from assetcards.model.card import Card
from assetcards.model.card_edit import Change, with_fields
from assetcards.model.catalog import Catalog
from assetcards.model.digests import digest_field
from assetcards.model.questions import asked_in
from assetcards.model.resolved import ResolvedCard
from assetcards.model.upstream import UpstreamError
from assetcards.names import Asked
from assetcards.sources.targets import output_target
from assetcards.trees.foreign import read_file
from assetcards.trees.writing import MAX_BYTES, FileKind, Target, write_file


class State(StrEnum):
    """What was found: in a table of people as it is here, and in documents."""

    RIGHT = "right"
    DIFFERS = "differs"
    MISSING = "missing"
    UNKNOWN = "no digest"
    ABSENT = "not fetched"
    UNREADABLE = "unreadable"


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


class Problem(NamedTuple):
    """What is wrong with a card, and where: the store, the path in it, and the line."""

    source: str
    path: str
    line: int
    message: str


class Edit(NamedTuple):
    """A file of cards to write: its store and its path there, and its text before and after."""

    target: Target
    source: str
    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found of all assets of cards, and what was written into those.

    `problems` are those of cards that do not resolve, that say of an asset what cannot be understood, or that a digest
    could not be written into.
    """

    catalog: Catalog
    assets: tuple[Verified, ...]
    problems: tuple[Problem, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing is bad."""
        return not self.problems and not any(each.is_bad for each in self.assets)


def cards_named(catalog: Catalog, names: Sequence[str]) -> Iterator[ResolvedCard]:
    """The cards of names. Raises what `Catalog.card` raises."""
    yield from (catalog.resolve(asked_in(catalog, name)) for name in names)


def all_cards(catalog: Catalog) -> Iterator[ResolvedCard]:
    """Every card of the catalog as it resolves in the environments in force, without those that do not."""
    yield from (card for card in catalog if catalog.asks_for_ours(Asked(card.name, "")))


def broken_cards(catalog: Catalog) -> Iterator[Problem]:
    """Why cards of the catalog are not among all that resolve."""
    try:
        findings = catalog.findings()
    except UpstreamError as error:
        yield Problem("", "", 0, str(error))
    else:
        errors = (finding for finding in findings if finding.severity is Severity.ERROR)
        yield from (Problem(each.source, each.path, each.line, _said(each)) for each in errors)


def verify(
    catalog: Catalog,
    cards: Iterable[ResolvedCard],
    cache: AssetCache,
    watch: WatchAsset,
    *,
    is_fresh: bool = False,
    problems: Iterable[Problem] = (),
) -> Verification:
    """Hash what the addresses of cards point to here, and compare with their digests; nothing is fetched.

    What was hashed before and has not changed is not hashed again, unless all is to be `is_fresh`; so a run that was
    killed goes on from there. What several cards name is looked at once. `problems` are known already.
    """
    found: list[Verified] = []
    seen: dict[tuple[object, ...], Verified] = {}
    wrong = list(problems)
    for asset in _assets(cards, wrong):
        same = asset.uri, asset.digest, asset.revision, asset.kind
        if same not in seen:
            with watch(asset) as watched:
                seen[same] = _verify(asset, cache, watched, is_fresh=is_fresh)
        found.append(replace(seen[same], asset=asset))
    return Verification(catalog=catalog, assets=tuple(found), problems=tuple(wrong))


def _assets(cards: Iterable[ResolvedCard], problems: list[Problem]) -> Iterator[Asset]:
    """The assets of cards; what is wrong with a card is one of the problems, and the others go on."""
    for card in cards:
        try:
            yield from assets_of(card)
        except FieldError as error:
            problems.append(_problem(error))


def _problem(error: FieldError) -> Problem:
    return Problem(error.source, error.path, error.line, str(error).removeprefix(f"{error.path}:{error.line}: "))


def _said(finding: Finding) -> str:
    return f"{finding.code} {finding.message}" + (f" ({finding.hint})" if finding.hint else "")


def _verify(asset: Asset, cache: AssetCache, watch: Watch, *, is_fresh: bool) -> Verified:
    try:
        path = maybe_here(asset, cache)
    except MissingAssetError as error:
        return Verified(asset=asset, state=State.MISSING, problem=str(error))
    except AssetCardsError as error:
        return Verified(asset=asset, state=State.UNREADABLE, problem=str(error))
    if path is None:
        return Verified(asset=asset, state=State.ABSENT)
    try:
        wrong = unlike_its_host(asset, path, cache, watch, is_fresh=is_fresh)
        hashed = hash_asset(asset, path, cache, is_fresh=is_fresh, watch=watch)
    except AssetCardsError as error:
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


def write_digests(verification: Verification) -> Verification:
    """Write the digests that are missing into the cards of the catalog, each behind the address that it belongs to.

    Where one cannot be written is a problem, and the others are. Raises OSError with the name of a file that cannot be
    written.
    """
    problems = list(verification.problems)
    changes: dict[tuple[Card, str], Change] = {}
    for each in verification.assets:
        if each.state is State.UNKNOWN and each.digest is not None:
            try:
                _add_change(changes, each.asset, each.digest, verification.catalog)
            except FieldError as error:
                problems.append(_problem(error))
    edits = list(_edits(verification.catalog, changes.values(), problems))
    for edit in edits:
        write_file(edit.target, edit.after)
    return replace(verification, edits=tuple(edits), problems=tuple(dict.fromkeys(problems)))


def _add_change(changes: dict[tuple[Card, str], Change], asset: Asset, digest: str, catalog: Catalog) -> None:
    """Add the change that writes the digest of an asset. Raises FieldError when there is none."""
    card, field = asset.writer, digest_field(asset.field)
    if card.tree is not catalog.own.tree:
        raise _unwritten(asset, "is an address of another catalog", f"write `{field}: {digest}` there")
    address, _, key = asset.field.partition(".")
    if not field or (key and key in card.fields):
        raise _unwritten(asset, "is an address that no field for a digest belongs to", "")
    change = changes.setdefault((card, field), Change(card, field, digest, address))
    if change.value != digest:
        raise _unwritten(asset, f"is one of several addresses, and there is one {field}", "")


def _edits(catalog: Catalog, changes: Iterable[Change], problems: list[Problem]) -> Iterator[Edit]:
    """The files with the changes of their cards; those that are not made are problems."""
    of_files: dict[str, list[Change]] = {}
    for change in changes:
        of_files.setdefault(change.card.path, []).append(change)
    for path, each in of_files.items():
        card = each[0].card
        before = read_file(card.tree, path, MAX_BYTES).decode("utf-8")
        after, refused = with_fields(before, each)
        problems += (_problem(change.error) for change in refused)
        if after != before:
            place = os.path.join(catalog.own.origin.place, path)
            target = output_target(place, FileKind(name="a file of cards", head="", example=os.path.basename(place)))
            yield Edit(target, card.source, path, before, after)


def _unwritten(asset: Asset, message: str, hint: str) -> FieldError:
    card, field, line = asset.writer, asset.field, asset.origin.line
    said = f"no digest is written for {field} of {str(card.full_name)!r}: it {message}"
    return FieldError(said, card=card.name, field=field, path=card.path, line=line, source=card.source, hint=hint)
