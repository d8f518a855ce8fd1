"""The members of a tar archive, compressed or not, read in one pass."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from assetcards.assets.archives.members import Ledger, Member

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 2**18
_SETS_USER = 0o6000
_EXTENSIONS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_MAX_EXTENSION = 2**16


def read_tar(content: IO[bytes], ledger: Ledger) -> Iterator[Member]:
    """Each member, checked; its bytes have to be read before the next one. `content` is what was decompressed.

    It is read to its end, so that checksums of the compression are compared. Raises ArchiveError, and what the
    modules do that read it.
    """
    counted = io.BufferedReader(_Counted(content, ledger), _CHUNK)
    with tarfile.open(fileobj=counted, mode="r|", tarinfo=_heads(ledger), encoding="utf-8") as archive:
        while info := archive.next():
            archive.members = []  # type: ignore[attr-defined]  # or it keeps each of them
            yield _member(archive, info, ledger)
    while counted.read(_CHUNK):
        pass


class _Counted(io.RawIOBase):
    """What comes out of a decompressor, counted."""

    def __init__(self, content: IO[bytes], ledger: Ledger) -> None:
        self._content = content
        self._ledger = ledger

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        chunk = self._content.read(len(view))
        self._ledger.count_bytes(len(chunk))
        view[: len(chunk)] = chunk
        return len(chunk)


def _heads(ledger: Ledger) -> type[tarfile.TarInfo]:
    """A class of heads that refuses one before `tarfile` reads what belongs to it into memory."""

    class Head(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Head:
            head = super().frombuf(buf, encoding, errors)
            ledger.count_member()
            if head.size < 0 or (head.type in _EXTENSIONS and head.size > _MAX_EXTENSION):
                raise ledger.refused("a member has a head that is not valid")
            return head

    return Head


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, ledger: Ledger) -> Member:
    path = ledger.path_of(info.name, is_folder=info.isdir())
    if not (info.isdir() or info.isreg()) or info.issparse():
        raise ledger.refused(f"the member {path!r} is neither a file nor a folder: links and devices are not unpacked")
    if info.isreg() and info.mode & _SETS_USER:
        raise ledger.refused(f"the member {path!r} would run as another user")
    return Member(path, info.isdir(), bool(info.mode & 0o111), iter(()) if info.isdir() else _chunks(archive, info))


def _chunks(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    file = archive.extractfile(info)
    assert file is not None
    while chunk := file.read(_CHUNK):
        yield chunk
