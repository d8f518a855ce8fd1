"""What may go better at the next try: connections that break, hosts that are slow or busy."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected

from assetcards.escaping import safe


class BrokenError(Exception):
    """An exchange that failed, in words; `wait` is for how many seconds the host asks to wait, `retry` if it helps."""

    def __init__(self, words: str, *, retry: bool = True, wait: float | None = None, status: int | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.retry = retry
        self.wait = wait
        self.status = status


@contextmanager
def explained() -> Iterator[None]:
    """Raise BrokenError for all that reading from a host, or writing to it, may raise."""
    try:
        yield
    except (OSError, HTTPException, ValueError) as error:
        raise BrokenError(_words(error), retry=not isinstance(error, ssl.SSLCertVerificationError)) from error


def _words(error: Exception) -> str:
    """What happened, for people."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, RemoteDisconnected | IncompleteRead | ConnectionResetError | BrokenPipeError):
        return "the host closed the connection too early"
    if isinstance(error, BadStatusLine | HTTPException | ValueError) and not isinstance(error, ssl.SSLError):
        return f"the host does not answer in HTTP: {safe(repr(error))[:100]}"
    if isinstance(error, socket.gaierror):
        return f"the host is not known: {error.strerror}"
    if isinstance(error, ConnectionRefusedError):
        return "the host refuses connections"
    return str(error) if isinstance(error, TooSlowError) else f"the connection failed: {_strerror(error)}"


def _strerror(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


class TooSlowError(OSError):
    """A host that sends nothing, too little, or for too long."""
