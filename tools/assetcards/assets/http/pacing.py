"""A connection that cannot be used to keep somebody waiting: each read has an end, however little arrives."""

from __future__ import annotations

import io
import socket
import time
from typing import TYPE_CHECKING, Literal

from assetcards.assets.http.faults import TooSlowError
from assetcards.assets.http.limits import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Pace:
    """Until when, and how fast, a host has to send.

    `end` is when the whole download has to be done, by the monotonic clock.
    """

    def __init__(self, limits: Limits, end: float) -> None:
        self._limits = limits
        self._end = end
        self._head_end: float | None = None
        self._since = time.monotonic()
        self._received = 0

    def begin_head(self) -> None:
        """From now on the head of an answer is read, which has to arrive as a whole before long."""
        self._head_end = time.monotonic() + self._limits.idle_seconds

    def begin_body(self) -> None:
        """From now on the body is read, which has to keep a rate."""
        self._head_end = None
        self._since, self._received = time.monotonic(), 0

    def patience(self) -> float:
        """For how many seconds to wait for the next bytes. Raises TooSlowError when there is no time left."""
        now = time.monotonic()
        if now >= self._end:
            raise TooSlowError(f"it takes more than {self._limits.seconds:g} seconds")
        end = min(self._end, now + self._limits.idle_seconds)
        if self._head_end is not None:
            end = min(end, self._head_end)
        if now >= end:
            raise TooSlowError(f"the host does not answer within {self._limits.idle_seconds:g} seconds")
        return end - now

    def note(self, count: int) -> None:
        """So many bytes have arrived. Raises TooSlowError when there were too few for long."""
        self._received += count
        passed = time.monotonic() - self._since
        if self._head_end is not None or passed < self._limits.idle_seconds:
            return
        if self._received < passed * self._limits.least_rate:
            raise TooSlowError(f"the host sent {self._received} bytes in {passed:.0f} seconds")
        self._since, self._received = time.monotonic(), 0

    def silence(self) -> TooSlowError:
        """The error for a read that brought nothing in time."""
        try:
            self.patience()
        except TooSlowError as error:
            return error
        return TooSlowError(f"the host sends nothing for {self._limits.idle_seconds:g} seconds")


class PacedSocket:
    """A connected socket as `http.client` uses one, at a pace."""

    def __init__(self, sock: socket.socket, pace: Pace) -> None:
        self._sock = sock
        self._pace = pace

    def sendall(self, content: bytes) -> None:
        """Send a request, or a part of one."""
        self._sock.settimeout(self._pace.patience())
        self._sock.sendall(content)

    def makefile(self, mode: Literal["rb"]) -> io.BufferedReader:
        """What is received, as a file."""
        return io.BufferedReader(_PacedReader(self._sock, self._pace), 2**16)

    def close(self) -> None:
        """Leave the connection to who reads from it, as real sockets do."""


class _PacedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, pace: Pace) -> None:
        self._sock = sock
        self._pace = pace

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._sock.settimeout(self._pace.patience())
        try:
            count = self._sock.recv_into(buffer)
        except TimeoutError:
            raise self._pace.silence() from None
        self._pace.note(count)
        return count

    def close(self) -> None:
        self._sock.close()
        super().close()
