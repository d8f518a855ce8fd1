"""What has arrived of a file that is not complete: private to who writes it, and adopted when that process is gone.

A partial is a folder, `.part.KEY.OWNER.RANDOM`, beside the file to be: `data` is a prefix of it, `about` what its host
said of it. It is adopted by renaming the folder, which succeeds for one process alone, and published by renaming
`data`. So nothing depends on locks: where two processes write one partial after all, they write the same bytes to the
same positions, for neither begins before its host has said that the file is still the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, TypeAlias

from assetcards.assets.http.answers import About
from assetcards.assets.http.partial_names import hashed, left_partials, machine_of, new_name, renamed, this_machine
from assetcards.errors import DigestError

_MAX_ABOUT = 4096
_CHUNK = 2**20

Progress: TypeAlias = Callable[[int, int | None], None]
"""Gets how many bytes are there, and how many there will be, if that is known."""


def unwatched(done: int, total: int | None) -> None:
    """The progress that nobody watches."""


class Partial:
    """A partial of this process. `size` bytes of the file are there, hashed by `hash`; `folder` is where.

    `doubt` is what may be wrong with it, or nothing.
    """

    def __init__(self, folder: str, source: str) -> None:
        self.folder = folder
        self.source = source
        self.about = About()
        self.size = 0
        self.hash = hashlib.sha256()
        self.is_resumed = False
        self.is_complete = False
        self.doubt = ""
        self._file: BinaryIO | None = None

    @property
    def data(self) -> str:
        """The path of the prefix."""
        return os.path.join(self.folder, "data")

    def begin(self, about: About) -> None:
        """Begin from the first byte of a file of which the host said this."""
        self._close()
        with suppress(FileNotFoundError):
            os.unlink(self.data)
        self.about, self.size, self.hash, self.is_resumed = about, 0, hashlib.sha256(), False
        self.is_complete = False
        self._write_about()
        self._file = _create(self.data)

    def take_over(self, progress: Progress) -> None:
        """Go on where a process that is gone has stopped; what it has written is hashed again, which may take long."""
        about = _maybe_about(self.folder, self.source)
        if about is None or not _is_file(self.data):
            return
        self._file = open(self.data, "r+b", buffering=0)  # noqa: SIM115 (closed when it is published or released)
        self.about = about
        while chunk := self._file.read(_CHUNK):
            self.hash.update(chunk)
            self.size += len(chunk)
            progress(self.size, about.total)
        self.is_resumed = self.size > 0
        self.is_complete = self.is_resumed and self.size == about.total

    def write(self, content: bytes) -> None:
        """Write what comes next. Raises OSError."""
        assert self._file is not None
        view = memoryview(content)
        while view:
            count = os.pwrite(self._file.fileno(), view, self.size)
            self.hash.update(view[:count])
            self.size += count
            view = view[count:]

    def publish(self, target: str) -> None:
        """Give the file its name, which it gets when all of it is on the disk.

        Raises OSError; FileNotFoundError if another process has adopted this partial.
        """
        assert self._file is not None
        os.fsync(self._file.fileno())
        self._close()
        os.rename(self.data, target)
        _sync(os.path.dirname(target))
        self.remove()

    def release(self) -> None:
        """Leave what is here to whoever goes on, if anything is."""
        self._close()
        if self.size:
            with suppress(OSError):
                os.rename(self.folder, renamed(self.folder, is_left=True))
        else:
            self.remove()

    def remove(self) -> None:
        """Remove the partial."""
        self._close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write_about(self) -> None:
        path = os.path.join(self.folder, "about")
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            json.dump({"source": hashed(self.source), **self.about.as_dict()}, file)
        os.replace(f"{path}.new", path)


@contextmanager
def open_partial(target: str, source: str, *, has_digest: bool, progress: Progress = unwatched) -> Iterator[Partial]:
    """A partial for a file from a source: one that a process has left, the longest one, else an empty one.

    Unless it is published, what is there is kept for another try, but for bytes that are wrong or cannot be written.
    Raises OSError.
    """
    partial = _adopted(target, source, has_digest=has_digest, progress=progress)
    try:
        yield partial
    except (OSError, DigestError):
        partial.remove()
        raise
    except BaseException:
        partial.release()
        raise


def _adopted(target: str, source: str, *, has_digest: bool, progress: Progress) -> Partial:
    """A partial that a process has left, the longest one, else an empty one.

    Others that were left of the file are removed. A prefix that a machine may have lost from its memory is adopted
    only where a digest decides.
    """
    partial = Partial(new_name(target), source)
    is_adopted = False
    for folder in sorted(left_partials(target), key=_size_of, reverse=True):
        with suppress(OSError):
            if is_adopted or not (has_digest or machine_of(folder) == this_machine()):
                _remove(folder)
            else:
                os.rename(folder, partial.folder)
                is_adopted = True
    if is_adopted:
        partial.take_over(progress)
    else:
        os.mkdir(partial.folder, 0o700)
    return partial


def _size_of(folder: str) -> int:
    try:
        return os.lstat(os.path.join(folder, "data")).st_size
    except OSError:
        return 0


def _remove(folder: str) -> None:
    """Remove a folder under a name that nobody adopts."""
    hidden = renamed(folder, is_left=False)
    os.rename(folder, hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def _maybe_about(folder: str, source: str) -> About | None:
    """What a host said of a partial, if it is of this source."""
    try:
        with open(os.path.join(folder, "about"), encoding="utf-8") as file:
            found = json.loads(file.read(_MAX_ABOUT))
        if found.pop("source") != hashed(source):
            return None
        return About(**found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_file(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)


def _create(path: str) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    return open(os.open(path, flags, 0o666), "r+b", buffering=0)


def _sync(folder: str) -> None:
    """Have the names in a folder on the disk, where folders can be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
