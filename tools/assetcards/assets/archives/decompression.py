"""What is inside a compressed archive, as a file that is read in small pieces."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_XZ_MEMORY = 2**28
"""What a stream may have the decompressor of xz take; `xz -9` makes streams that need a quarter of it."""

_CHUNK = 2**18


def decompressed(file: IO[bytes], start: bytes) -> IO[bytes]:
    """A file as it is, or what is in it if its first bytes are those of a compression."""
    import bz2
    import gzip

    if start.startswith(_GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if start.startswith(_BZIP2):
        return cast("IO[bytes]", bz2.BZ2File(file))
    if start.startswith(_XZ):
        return cast("IO[bytes]", io.BufferedReader(_Xz(file), _CHUNK))
    return file


class _Xz(io.RawIOBase):
    """The streams of an xz file; the module's own reader has no bound of memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._begin()

    def _begin(self) -> None:
        from lzma import FORMAT_XZ, LZMADecompressor

        self._decoder = LZMADecompressor(FORMAT_XZ, memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while True:
            given = b""
            if self._decoder.eof:
                given = (self._decoder.unused_data or self._file.read(_CHUNK)).lstrip(b"\0")
                if not given:
                    return 0
                self._begin()
            elif self._decoder.needs_input:
                given = self._file.read(_CHUNK)
                if not given:
                    raise EOFError("it ends in the middle of a stream")
            content = self._decoder.decompress(given, len(view))
            if content:
                view[: len(content)] = content
                return len(content)
