"""Repositories of the Hugging Face Hub, `hg://ORGANIZATION/NAME`, by its own client, and held against its listing.

The client keeps repositories in a cache of its own, and believes what a server sends, and what it finds there. So each
file is hashed, and held against what the hub says of it at that commit: the SHA-256 of a large file, git's id of one
that is not.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

from assetcards.assets.asset import Asset
from assetcards.assets.cache import AssetCache
from assetcards.assets.checking import readable
from assetcards.assets.files import remove, replace_file
from assetcards.assets.hashing import Watch, hash_blob, hash_file, unwatched
from assetcards.assets.hub_client import HubClient, HubFile, Repository
from assetcards.assets.listing import list_folder
from assetcards.assets.schemes import Brought, Plan, Way, selection_of
from assetcards.errors import AssetError, DigestError, DownloadError
from assetcards.model.hub import is_commit, maybe_hub_problem, parse_hub

Files: TypeAlias = "Mapping[str, HubFile]"

_NAMED_BY_HASH = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
"""The names of files in the client's cache: git's id of a file, or its SHA-256."""

_SHA256_LENGTH = 64


class Hub:
    """Snapshots of repositories, in the cache of the hub's client."""

    in_place = True

    def maybe_here(self, asset: Asset, cache: AssetCache) -> Path | None:
        """The snapshot, if all files are there that the hub lists, as far as anybody here has asked."""
        client = _client(asset, is_offline=True)
        commit = _maybe_commit_here(client, cache)
        if commit is None:
            return None
        snapshot = Path(client.folder, "snapshots", commit)
        files = _maybe_listed(client, commit, cache)
        if files is None:
            is_complete = client.has(commit, selection_of(asset).patterns)
        else:
            is_complete = all((snapshot / path).exists() for path in _wanted(files, asset))
        return snapshot if is_complete and snapshot.is_dir() else None

    def plan(self, asset: Asset, cache: AssetCache, way: Way) -> Plan:
        """What the hub lists, but for what is here."""
        client = _client(asset, is_offline=way.is_offline)
        commit = _commit(client, cache)
        files = _wanted(_listed(client, commit, cache, asset), asset)
        snapshot = Path(client.folder, "snapshots", commit)
        lacking = [file.size for path, file in files.items() if way.is_forced or not (snapshot / path).exists()]
        return Plan(sum(lacking), len(lacking))

    def bring(self, asset: Asset, cache: AssetCache, way: Way) -> Brought:
        """The snapshot with the files of the commit, each of them held against the hub's listing."""
        client = _client(asset, is_offline=way.is_offline, is_shown=way.watch is not unwatched)
        commit = _commit(client, cache)
        snapshot = Path(client.folder, "snapshots", commit)
        patterns = selection_of(asset).patterns
        files = _wanted(_listed(client, commit, cache, asset), asset)
        if not files:
            names = " or ".join(patterns) or "anything"
            raise AssetError(asset.uri, f"has no file for a {asset.kind} at {commit[:12]}: none is called {names}")
        lacking = [path for path in files if way.is_forced or not (snapshot / path).exists()]
        if lacking:
            client.download(commit, patterns, is_forced=way.is_forced)
        if way.verify != "never":
            _check(asset, snapshot, files, cache, way, lacking)
        return Brought(snapshot)

    def unlike(
        self, asset: Asset, path: Path, cache: AssetCache, watch: Watch, *, is_fresh: bool = False
    ) -> tuple[str, ...]:
        """The files of a snapshot that are not what the hub says, as far as anybody here has asked."""
        files = _maybe_listed(_client(asset, is_offline=True), path.name, cache) or _by_names(asset, path)
        files = _wanted(files, asset)
        _require_known(asset, files)
        return tuple(each for each, *_ in _unlike(path, files, cache, watch, is_fresh=is_fresh))


def _client(asset: Asset, *, is_offline: bool, is_shown: bool = False) -> HubClient:
    repository, revision = parse_hub(asset.uri)
    problem = maybe_hub_problem(repository, revision)
    if problem is not None:
        raise AssetError(asset.uri, problem, hint="write hg://ORGANIZATION/NAME")
    kind = "dataset" if asset.kind == "dataset" else "model"
    wanted = Repository(repository, kind, asset.revision or revision)
    return HubClient(asset, wanted, is_offline=is_offline, is_shown=is_shown)


def _commit(client: HubClient, cache: AssetCache) -> str:
    """The commit that is meant: of a branch that of today, or where nothing may be asked, that of the last time."""
    here = _maybe_commit_here(client, cache) if client.is_offline else None
    commit = here or client.commit()
    if not client.asked.endswith(commit):
        with suppress(OSError):  # that it cannot be noted costs a request later
            replace_file(_note_of(client.asked, cache), json.dumps(commit).encode())
    return commit


def _maybe_commit_here(client: HubClient, cache: AssetCache) -> str | None:
    """The commit that the revision named when it was last asked for, by us or by others."""
    try:
        with open(_note_of(client.asked, cache), "rb") as file:
            commit = json.load(file)
    except (OSError, ValueError):
        commit = None
    return str(commit) if is_commit(commit) else client.maybe_commit_here()


def _wanted(files: Files, asset: Asset) -> Files:
    selection = selection_of(asset)
    return {path: file for path, file in files.items() if selection.counts(path)}


def _listed(client: HubClient, commit: str, cache: AssetCache, asset: Asset) -> Files:
    """What the hub lists at a commit, asked once: it never changes.

    Where nothing may be asked, and never was, it is what the names of files in the client's cache say of an asset.
    """
    files = _maybe_listed(client, commit, cache)
    if files is not None:
        return files
    snapshot = Path(client.folder, "snapshots", commit)
    if client.is_offline and snapshot.is_dir():
        client.download(commit, selection_of(asset).patterns, is_here=True)
        return _by_names(asset, snapshot)
    files = client.files(commit)
    _check_paths(client, files)
    with suppress(OSError):
        replace_file(_listing_of(client, commit, cache), json.dumps(files).encode())
    return files


def _maybe_listed(client: HubClient, commit: str, cache: AssetCache) -> Files | None:
    try:
        with open(_listing_of(client, commit, cache), "rb") as file:
            return {path: HubFile(*facts) for path, facts in json.load(file).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _listing_of(client: HubClient, commit: str, cache: AssetCache) -> str:
    return _note_of(f"{client.asked} {commit}", cache)


def _note_of(asked: str, cache: AssetCache) -> str:
    return cache.own_file("hub", hashlib.sha256(asked.encode()).hexdigest()[:32] + ".json")


def _check_paths(client: HubClient, files: Files) -> None:
    """Refuse a listing with paths that leave the repository: what is hashed is what the paths name."""
    odd = next((path for path in files if os.path.isabs(path) or ".." in path.split("/")), None)
    if odd is not None:
        raise DownloadError(client.endpoint, f"the Hub lists a path that leaves the repository: {odd[:80]!r}")


def _by_names(asset: Asset, snapshot: Path) -> Files:
    """What the client has named its files for: the id that the hub gave them when they were fetched.

    A file that is not where the client stores those has no such name, so nothing is known of it.
    """
    blobs = os.path.realpath(snapshot.parent.parent / "blobs")
    files = {}
    with readable(snapshot):
        for path, place, _ in list_folder(str(snapshot), selection_of(asset)).files:
            folder, name = os.path.split(place)
            blob = name if folder == blobs and _NAMED_BY_HASH.fullmatch(name) else ""
            files[path] = HubFile(os.path.getsize(place), blob, blob if len(blob) == _SHA256_LENGTH else None)
    return files


def _require_known(asset: Asset, files: Files) -> None:
    """Refuse a file of which nothing here says what it should be: neither the hub's client, nor the card's digest."""
    unknown = next((path for path, file in files.items() if not file.blob), None)
    if unknown is not None and asset.digest is None:
        hint = "fetch it where there is a network, or write a digest into the card"
        raise AssetError(asset.uri, f"nothing here says what {unknown!r} of it should be", hint=hint)


def _check(asset: Asset, snapshot: Path, files: Files, cache: AssetCache, way: Way, new: Collection[str]) -> None:
    """Raise DigestError when a file is not what the hub says; it is removed, so that the next try fetches it again."""
    _require_known(asset, files)
    wrong = list(_unlike(snapshot, files, cache, way.watch, is_fresh=way.verify == "always", new=new))
    for path, wanted, _ in wrong:
        _drop(snapshot / path, wanted)
    for path, wanted, found in wrong[:1]:
        raise DigestError(f"{asset.uri} {path}", wanted=wanted, got=found, hint="fetch it again")


def _unlike(
    snapshot: Path, files: Files, cache: AssetCache, watch: Watch, *, is_fresh: bool, new: Collection[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Each file that is not what the hub says: its path, what it should be, and what it is."""
    remembered = cache.remembered(str(snapshot.resolve()), is_fresh=is_fresh)
    try:
        for path, file in files.items():
            if not file.blob:
                continue  # nobody has said what it should be
            hash_one = partial(hash_file, watch=watch) if file.sha256 else hash_blob
            kind = "" if file.sha256 else "blob "
            with readable(snapshot / path):
                found = remembered.hash(os.path.realpath(snapshot / path), hash_one, kind=kind, is_new=path in new)
            wanted = file.sha256 or file.blob
            if found != wanted:
                yield path, wanted, found
    finally:
        remembered.save()


def _drop(link: Path, wanted: str) -> None:
    """Remove a damaged file from the client's cache, and the link to it."""
    place = Path(os.path.realpath(link))
    if place.name == wanted and place.parent.name == "blobs":
        remove(place)
    remove(link)


SCHEME = Hub()
