"""Connecting to a host at an address that was checked: what a name leads to is looked up once, and never again."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from assetcards.assets.http.faults import BrokenError, explained
from assetcards.assets.http.urls import Url
from assetcards.errors import DownloadError
from assetcards.model.hosts import is_private_host, maybe_address

Private = Literal["never", "first"]
"""Which hosts may be of a private network, or this machine: none, or those that are asked before any public one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A connection, encrypted if its URL says so; whether it leads to a private network, and to this machine.

    If it `is_forwarded`, a proxy reads the requests, and gets the `headers` with them.
    """

    sock: socket.socket
    is_private: bool
    is_loopback: bool
    is_forwarded: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def connect(url: Url, *, allows_private: bool, seconds: float) -> Connection:
    """Connect to the host of a URL. Raises DownloadError for a private one that is not allowed, and BrokenError."""
    if not allows_private and is_private_host(url.host):
        raise private(url)
    with explained():
        found = socket.getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
    allowed = [each for each in found if allows_private or not is_private_host(str(each[4][0]))]
    if not allowed:
        raise private(url)
    sock, address = first_that_answers(allowed, seconds)
    if url.is_encrypted:
        sock = encrypted(sock, url.host)
    return Connection(sock=sock, is_private=is_private_host(address), is_loopback=is_loopback(address))


def is_loopback(address: str) -> bool:
    """Whether an IP address is of this machine."""
    ip = maybe_address(address)
    return ip is not None and ip.is_loopback


def private(url: Url) -> DownloadError:
    """The error for a host that may not be asked."""
    hint = "name the address of the file itself, if you know that host"
    return DownloadError(url.shown, "is on this machine or in a private network, which may not be asked", hint=hint)


_Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]


def first_that_answers(found: Sequence[_Found], seconds: float) -> tuple[socket.socket, str]:
    """A connection to the first address that takes one, and that address. Raises BrokenError."""
    fault = BrokenError("the host has no address")
    for family, kind, protocol, _, address in found:
        sock = socket.socket(family, kind, protocol)
        try:
            with explained():
                sock.settimeout(seconds)
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock, str(address[0])
        except BrokenError as error:
            sock.close()
            fault = error
        except BaseException:
            sock.close()
            raise
    raise fault


def encrypted(sock: socket.socket, host: str) -> socket.socket:
    """A connection as an encrypted one to a host with a certificate; closed if there is none. Raises BrokenError."""
    import ssl

    try:
        with explained():
            return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise
