"""Unpack an archive into a folder of its own: the folder appears when all of it is there, and nothing is outside."""

from __future__ import annotations

import errno
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assetcards.assets.archives.decompression import decompressed
from assetcards.assets.archives.members import Bounds, Ledger, Member
from assetcards.assets.archives.tars import read_tar
from assetcards.assets.archives.zips import read_zip
from assetcards.assets.http.partial_names import left_partials, new_name
from assetcards.errors import ArchiveError, DiskError
from assetcards.redaction import render_quoted

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
"""How the names of archives end."""

BOUNDS = Bounds()
"""Those that apply unless others are named."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def is_archive(name: str) -> bool:
    """Whether a file of that name is one that is unpacked.

    >>> is_archive("m.tar.gz"), is_archive("m.safetensors")
    (True, False)
    """
    return name.lower().endswith(SUFFIXES)


def unpack(archive: Path, folder: Path, bounds: Bounds = BOUNDS, *, shown: str = "") -> None:
    """Have the members of an archive in a folder that is not there yet; if it is by then, another process was first.

    Files get the permissions of new files, and can be run if the archive says so; `shown` is the archive in messages.
    Raises ArchiveError for one that is damaged, goes beyond the bounds, or has a member that is no file or folder, has
    another's name, or would be elsewhere; and DiskError.
    """
    with _disk_faults(folder):
        marked = f"{folder}.unpacked"
        for left in left_partials(marked):
            shutil.rmtree(left, ignore_errors=True)
        private = new_name(marked)
        os.mkdir(private, 0o700)
        try:
            content = os.path.join(private, "content")
            os.mkdir(content)
            ledger = Ledger(shown or str(archive), archive.stat().st_size, bounds)
            for member in _members(archive, ledger):
                _write(member, content)
            _publish(content, folder)
        finally:
            shutil.rmtree(private, ignore_errors=True)


def _members(archive: Path, ledger: Ledger) -> Iterator[Member]:
    """Each member; what goes wrong in reading them is an ArchiveError."""
    with open(archive, "rb") as file, _damages(ledger):
        start = file.read(6)
        file.seek(0)
        members = read_zip(file, ledger) if start.startswith(_ZIP) else read_tar(decompressed(file, start), ledger)
        for member in members:
            yield member._replace(chunks=_guarded(member.chunks, ledger))


def _guarded(chunks: Iterator[bytes], ledger: Ledger) -> Iterator[bytes]:
    with _damages(ledger):
        yield from chunks


@contextmanager
def _damages(ledger: Ledger) -> Iterator[None]:
    """Raise ArchiveError for all that the readers of archives may raise."""
    from lzma import LZMAError

    try:
        yield
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError) as error:
        raise _damaged(ledger, error) from error
    except (ValueError, NotImplementedError, RuntimeError, LookupError, OverflowError) as error:
        raise _damaged(ledger, error) from error


def _damaged(ledger: Ledger, error: Exception) -> ArchiveError:
    words = render_quoted(str(error) or type(error).__name__)
    return ArchiveError(ledger.shown, f"it is damaged, or no archive: {words}", hint="fetch it again, or ask its owner")


def _write(member: Member, content: str) -> None:
    path = os.path.join(content, *member.path.split("/"))
    if member.is_folder:
        os.makedirs(path, exist_ok=True)
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    mode = 0o777 if member.is_executable else 0o666
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as file:
        for chunk in member.chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _publish(content: str, folder: Path) -> None:
    try:
        os.rename(content, folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise


@contextmanager
def _disk_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskError(
            str(folder), f"cannot be written: {error.strerror}", hint="free some space, or name another folder"
        ) from error
