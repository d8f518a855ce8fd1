"""Download a file: whole and checked, or not at all, whatever its host does and whoever else wants it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from assetcards.assets.http.answers import About, maybe_body, range_headers
from assetcards.assets.http.exchange import Answer
from assetcards.assets.http.faults import BrokenError
from assetcards.assets.http.limits import LIMITS, Limits
from assetcards.assets.http.pacing import Pace
from assetcards.assets.http.partials import Partial, Progress, open_partial, unwatched
from assetcards.assets.http.redirects import ANYBODY, Access, follow
from assetcards.assets.http.urls import Url, parse_url
from assetcards.assets.http.waiting import alone
from assetcards.errors import DigestError, DiskError, DownloadError
from assetcards.sizes import render_size

_CHUNK = 2**20
_THEFTS = 3
"""How often a partial may be adopted by another process, which is possible where locks do not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """A file that is there: its SHA-256, its size, and the strong ETag that its host gave, empty if it gave none."""

    path: Path
    sha256: str
    size: int
    etag: str = ""


def download(
    url: str,
    target: Path,
    *,
    sha256: str | None = None,
    limits: Limits = LIMITS,
    access: Access = ANYBODY,
    progress: Progress = unwatched,
    offline: bool = False,
) -> Downloaded:
    """Have a file at a path, under which it appears when it is complete and has the digest, if one is given.

    A file that is there already is taken, unless it has another digest. Processes that want the same path wait for
    one of them. What came before a cut is kept beside the path, and the next call goes on from there.

    Raises DownloadError when the host does not give the file, DigestError for other bytes than those of the digest,
    and DiskError when they cannot be written.
    """
    run = _Run(url=parse_url(url), target=target, sha256=sha256, limits=limits, access=access, progress=progress)
    with _disk_faults(target):
        found = run.maybe_there()
        if found is not None:
            return found
        if offline:
            hint = "download it once without --offline and CATALOG_OFFLINE"
            raise DownloadError(run.url.shown, "is not here, and nothing may be downloaded", hint=hint)
        os.makedirs(target.parent, exist_ok=True)
        with alone(str(target), run.url.shown, limits.seconds):
            return run.fetch()


@contextmanager
def _disk_faults(target: Path) -> Iterator[None]:
    """Raise DiskError for what the system refuses; what goes wrong with hosts is never an OSError here."""
    try:
        yield
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        hint = "free some space, or name another folder" if is_full else "see whether you may write there"
        raise DiskError(str(target), f"cannot be written: {error.strerror}", hint=hint) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One call of `download`."""

    url: Url
    target: Path
    sha256: str | None
    limits: Limits
    access: Access
    progress: Progress

    def maybe_there(self) -> Downloaded | None:
        """What is under the path already, unless it is something else."""
        if self.target.is_symlink() or not self.target.is_file():
            return None
        with open(self.target, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        is_right = self.sha256 in (None, digest)
        return Downloaded(path=self.target, sha256=digest, size=size) if is_right else None

    def fetch(self) -> Downloaded:
        """Have the file, from this process or from another one that was first."""
        end = time.monotonic() + self.limits.seconds
        for _ in range(_THEFTS):
            found = self.maybe_there()
            if found is not None:
                return found
            with suppress(FileNotFoundError):  # what is made here is removed, or adopted, by somebody else
                return self._made(end)
        raise DiskError(str(self.target), "what is downloaded is removed by another program", hint="find out by which")

    def _made(self, end: float) -> Downloaded:
        os.makedirs(self.target.parent, exist_ok=True)
        target, has_digest = str(self.target), self.sha256 is not None
        with open_partial(target, self.url.text, has_digest=has_digest, progress=self.progress) as partial:
            self._complete_checked(partial, end)
            return self._published(partial)

    def _published(self, partial: Partial) -> Downloaded:
        partial.publish(str(self.target))
        digest, etag = partial.hash.hexdigest(), partial.about.etag
        return Downloaded(path=self.target, sha256=digest, size=partial.size, etag=etag)

    def _complete_checked(self, partial: Partial, end: float) -> None:
        """Complete a partial. If parts of it do not belong together, do so again from the start."""
        self._complete(partial, end)
        if partial.is_resumed and self._is_wrong(partial):
            partial.begin(About())
            self._complete(partial, end)
        if self._is_wrong(partial):
            assert self.sha256 is not None
            hint = partial.doubt or "the file at that address is another one, or the digest is wrong"
            raise DigestError(self.url.shown, wanted=self.sha256, got=partial.hash.hexdigest(), hint=hint)

    def _is_wrong(self, partial: Partial) -> bool:
        return self.sha256 not in (None, partial.hash.hexdigest())

    def _complete(self, partial: Partial, end: float) -> None:
        failures, most = 0, partial.size
        while not partial.is_complete:
            try:
                self._bring_more(partial, end)
            except BrokenError as fault:
                failures = 1 if partial.size - most >= self.limits.progress else failures + 1
                most = max(most, partial.size)
                self._pause(fault, failures, partial, end)

    def _bring_more(self, partial: Partial, end: float) -> None:
        """Ask once for what is missing."""
        has_digest = self.sha256 is not None
        if not (has_digest or partial.about.condition):
            partial.begin(About())
        pace = Pace(self.limits, end)
        answer = follow(self.url, range_headers(partial.size, partial.about), self.access, self.limits, pace)
        try:
            body = maybe_body(answer, partial.size, has_digest=has_digest)
            if body is None or (body.start and not (has_digest or body.about.is_same_as(partial.about))):
                return partial.begin(About())
            if not body.start:
                partial.begin(body.about)
            partial.is_resumed, partial.doubt = body.start > 0, body.doubt
            self._check_size(partial)
            self._receive(answer, partial, body.end)
        finally:
            answer.close()

    def _receive(self, answer: Answer, partial: Partial, end: int | None) -> None:
        answer.begin_body()
        while end is None or partial.size < end:
            content = answer.read(_CHUNK if end is None else min(_CHUNK, end - partial.size))
            if not content:
                break
            partial.write(content)
            if partial.size > self.limits.size:
                raise self._too_large(partial, f"more than {render_size(self.limits.size)}")
            self.progress(partial.size, partial.about.total)
        if end is not None and partial.size < (partial.about.total or end):
            raise BrokenError("the host closed the connection too early")
        partial.is_complete = True

    def _check_size(self, partial: Partial) -> None:
        """Raise an error, before anything is written, for what is too large, for us or for the disk."""
        total = partial.about.total
        if total is None:
            return
        if total > self.limits.size:
            raise self._too_large(partial, render_size(total))
        needed, free = total - partial.size, shutil.disk_usage(self.target.parent).free
        if needed > free:
            words = f"cannot be written: {render_size(needed)} are needed, and {render_size(free)} are free"
            raise DiskError(str(self.target), words, hint="free some space, or name another folder")

    def _too_large(self, partial: Partial, size: str) -> DownloadError:
        partial.begin(About())
        hint = f"at most {render_size(self.limits.size)} are downloaded"
        return DownloadError(self.url.shown, f"the file has {size}", hint=hint)

    def _pause(self, fault: BrokenError, failures: int, partial: Partial, end: float) -> None:
        """Wait before the next try. Raises DownloadError when there is none."""
        wait = self.limits.pause_seconds * 2 ** (failures - 1) if fault.wait is None else fault.wait
        words = fault.words
        if wait > self.limits.patience_seconds:
            words = f"{words}, and asks to wait {wait:.0f} seconds"
        elif fault.retry and failures < self.limits.tries and time.monotonic() + wait < end:
            return time.sleep(wait)
        is_kept = partial.size and (self.sha256 or partial.about.condition)
        hint = f"run it again later: it goes on after {render_size(partial.size)}" if is_kept else "run it again later"
        raise DownloadError(self.url.shown, words, hint=hint, status=fault.status) from fault
