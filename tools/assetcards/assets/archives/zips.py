"""The members of a zip archive."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from typing import IO

from assetcards.assets.archives.members import Ledger, Member

_CHUNK = 2**18
_ENTRY = b"PK\x01\x02"
_ENTRY_SIZE = 46
_UTF8, _ENCRYPTED = 0x800, 0x1


def read_zip(file: IO[bytes], ledger: Ledger) -> Iterator[Member]:
    """Each member, checked; its bytes have to be read before the next one.

    Raises ArchiveError, and what the module does that reads it.
    """
    with zipfile.ZipFile(_Directory(file, ledger)) as archive:
        for info in archive.infolist():
            ledger.count_member()
            yield _member(archive, info, ledger)


class _Directory(io.BufferedIOBase):
    """A file of which `zipfile` reads the directory at once: an endless one is refused before it is in objects."""

    def __init__(self, file: IO[bytes], ledger: Ledger) -> None:
        self._file = file
        self._ledger = ledger

    def read(self, size: int | None = -1) -> bytes:
        content = self._file.read(-1 if size is None else size)
        most = self._ledger.bounds.members
        if len(content) > most * _ENTRY_SIZE and content.count(_ENTRY) > most:
            raise self._ledger.refused(f"it has more than {most} members")
        return content

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, ledger: Ledger) -> Member:
    path = ledger.path_of(_name(info), is_folder=info.is_dir())
    mode = info.external_attr >> 16 if info.create_system == 3 else 0  # made on Unix
    kind = stat.S_IFMT(mode)
    if kind not in (0, stat.S_IFDIR if info.is_dir() else stat.S_IFREG):
        raise ledger.refused(f"the member {path!r} is neither a file nor a folder: links and devices are not unpacked")
    if not info.is_dir() and mode & (stat.S_ISUID | stat.S_ISGID):
        raise ledger.refused(f"the member {path!r} would run as another user")
    if info.flag_bits & _ENCRYPTED:
        raise ledger.refused(f"the member {path!r} is encrypted", "name the address of an archive that is not")
    return Member(
        path, info.is_dir(), bool(mode & 0o111), iter(()) if info.is_dir() else _chunks(archive, info, ledger)
    )


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it is in the archive: some programs write UTF-8 without saying so."""
    name = info.orig_filename
    if name.isascii() or info.flag_bits & _UTF8:
        return name
    return name.encode("cp437").decode("utf-8", "surrogateescape")


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, ledger: Ledger) -> Iterator[bytes]:
    with archive.open(info) as file:
        while chunk := file.read(_CHUNK):
            ledger.count_bytes(len(chunk))
            yield chunk
