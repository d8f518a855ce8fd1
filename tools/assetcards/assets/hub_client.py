"""The one importer of huggingface_hub: what it is let ask, and its errors as ours."""

from __future__ import annotations

import errno
import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from assetcards.assets.asset import Asset
from assetcards.errors import AssetError, DiskError, DownloadError
from assetcards.model.hub import is_commit

_OF_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST)
"""Faults of this machine, and not of the hub."""

_DISK_HINT = "free some space there, or set HF_HUB_CACHE to a folder that you may write to"


class HubFile(NamedTuple):
    """What the hub says of a file at a commit: its size, git's id of it, and its SHA-256 where that is known.

    `blob` is empty where nothing is known of it.
    """

    size: int
    blob: str
    sha256: str | None


class Repository(NamedTuple):
    """A repository of the hub: its name, its type (`model` or `dataset`), and the revision that is meant."""

    name: str
    type: str
    revision: str | None


class HubClient:
    """Asks the hub for one asset. Raises DownloadError, with what to do, for all that goes wrong."""

    def __init__(self, asset: Asset, repository: Repository, *, is_offline: bool, is_shown: bool = False) -> None:
        try:
            import huggingface_hub
            from huggingface_hub import constants
        except ImportError:
            hint = "install it: pip install 'assetcards[hf]'"
            raise AssetError(asset.uri, "fetching from the Hub needs huggingface_hub", hint=hint) from None
        self._library: Any = huggingface_hub
        self._constants: Any = constants
        self._asset = asset
        self._repository = repository
        self._is_shown = is_shown
        self.is_offline = is_offline or bool(constants.HF_HUB_OFFLINE)

    @property
    def endpoint(self) -> str:
        """The address of the hub: that of `HF_ENDPOINT`, or the public one."""
        return str(self._constants.ENDPOINT).rstrip("/")

    @property
    def folder(self) -> str:
        """Where the client keeps the repository."""
        name = "--".join([f"{self._repository.type}s", *self._repository.name.split("/")])
        return os.path.join(os.path.realpath(self._constants.HF_HUB_CACHE), name)

    def maybe_commit_here(self) -> str | None:
        """The commit that the revision named when it was last fetched."""
        revision = self._repository.revision or str(self._constants.DEFAULT_REVISION)
        if is_commit(revision):
            return revision
        try:
            with open(os.path.join(self.folder, "refs", revision), encoding="ascii") as file:
                commit = file.read().strip()
        except (OSError, ValueError):
            return None
        return commit if is_commit(commit) else None

    @property
    def asked(self) -> str:
        """What the repository and the revision are called in notes."""
        return f"{self.endpoint} {os.path.basename(self.folder)} {self._repository.revision or ''}"

    def commit(self) -> str:
        """The commit that the revision names now; a full id names itself, and nothing is asked."""
        name, kind, revision = self._repository
        if is_commit(revision):
            return str(revision)
        with self._asking() as api:
            commit = api.repo_info(name, repo_type=kind, revision=revision).sha
        if not is_commit(commit):
            raise DownloadError(self._asset.uri, f"the Hub names no commit, but {str(commit)[:60]!r}")
        return str(commit)

    def files(self, commit: str) -> dict[str, HubFile]:
        """The files of the repository at a commit."""
        name, kind, _ = self._repository
        with self._asking() as api:
            found = api.list_repo_tree(name, repo_type=kind, revision=commit, recursive=True)
            return {
                each.path: HubFile(each.size, each.blob_id, each.lfs.sha256 if each.lfs else None)
                for each in found
                if hasattr(each, "blob_id")
            }

    def download(
        self, commit: str, patterns: tuple[str, ...], *, is_forced: bool = False, is_here: bool = False
    ) -> None:
        """Have the client bring files of a commit into its cache, those that match a pattern, or all.

        If it `is_here`, nothing is asked, and it is an error when the client knows of a file that is not there.
        """
        name, kind, _ = self._repository
        with self._asking(is_here=is_here) as api:
            api.snapshot_download(
                name,
                repo_type=kind,
                revision=commit,
                allow_patterns=list(patterns) or None,
                force_download=is_forced,
                local_files_only=is_here,
            )

    def has(self, commit: str, patterns: tuple[str, ...]) -> bool:
        """Whether the client has all files of a commit that it knows of."""
        try:
            self.download(commit, patterns, is_here=True)
        except AssetError:
            return False
        return True

    @contextmanager
    def _asking(self, *, is_here: bool = False) -> Iterator[Any]:
        """The client, which is asked for nothing but what we want: no telemetry, and progress only where it is seen.

        What it logs is said in one sentence, if it fails.
        """
        if self.is_offline and not is_here:
            raise self._absent()
        constants = self._constants
        before = constants.HF_HUB_DISABLE_TELEMETRY, constants.HF_HUB_DISABLE_PROGRESS_BARS
        constants.HF_HUB_DISABLE_TELEMETRY = True
        constants.HF_HUB_DISABLE_PROGRESS_BARS = not self._is_shown
        try:
            with _silent():
                yield self._library.HfApi(library_name="assetcards")
        except Exception as error:
            raise self._absent() if is_here else self._explained(error) from error
        finally:
            constants.HF_HUB_DISABLE_TELEMETRY, constants.HF_HUB_DISABLE_PROGRESS_BARS = before

    def _absent(self) -> AssetError:
        hint = "fetch it where there is a network, or leave out --offline"
        return AssetError(self._asset.uri, "is not in the cache, and nothing may be fetched", hint=hint)

    def _explained(self, error: Exception) -> DownloadError | AssetError:
        """An error of the client in our words: it, or what is below it, may have the answer of the hub."""
        if isinstance(error, AssetError):
            return error
        response = next(filter(None, (getattr(each, "response", None) for each in _below(error))), None)
        status = getattr(response, "status_code", None)
        refused = next((each for each in _below(error) if isinstance(each, OSError) and each.errno in _OF_DISK), None)
        if status is None and refused is not None:
            words = f"the cache of the Hub's client cannot be written: {refused.strerror}"
            return DiskError(str(self._constants.HF_HUB_CACHE), words, hint=_DISK_HINT)
        if status is None:
            problem = f"the Hub at {self.endpoint} does not answer as it should: {type(error).__name__}"
            return DownloadError(self._asset.uri, problem, hint="try again; --offline takes what is in the cache")
        headers: Mapping[str, str] = getattr(response, "headers", {})
        return self._refused(int(status), headers.get("X-Error-Code", ""))

    def _refused(self, status: int, code: str) -> DownloadError:
        asset, page = self._asset, self._asset.page or f"{self.endpoint}/{self._page}"
        instead = f"or {asset.overriding} for a copy that you have"
        if status == 401:
            problem, hint = "the Hub wants to know who you are", f"log in (`hf auth login`, or HF_TOKEN), {instead}"
            hint += f"; ask for access at {page}" if code == "GatedRepo" else "; or there is no such repository"
        elif status == 403:
            problem, hint = (
                "the Hub does not let you in: its terms are not accepted",
                f"accept them at {page}, {instead}",
            )
        elif status == 404:
            what = "revision" if code == "RevisionNotFound" else "repository, or none that you may see"
            problem, hint = f"the Hub has no such {what}", f"look at {self.endpoint}/{self._page}"
        else:
            problem, hint = f"the Hub answers with status {status}", "try again later"
        return DownloadError(asset.uri, problem, hint=hint, status=status)

    @property
    def _page(self) -> str:
        return ("datasets/" if self._repository.type == "dataset" else "") + self._repository.name


@contextmanager
def _silent() -> Iterator[None]:
    """Have the client log nothing, and warn of nothing."""
    logger = logging.getLogger("huggingface_hub")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _below(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
