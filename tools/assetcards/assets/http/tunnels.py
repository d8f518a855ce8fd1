"""Connecting to a host through a proxy: a tunnel where the host is encrypted, else requests that the proxy forwards."""

from __future__ import annotations

import socket
from http.client import HTTPResponse

from assetcards.assets.http.faults import BrokenError, explained
from assetcards.assets.http.proxies import PROXY_LOGIN, Proxy
from assetcards.assets.http.reaching import Connection, encrypted, first_that_answers, private
from assetcards.assets.http.urls import Url
from assetcards.errors import DownloadError
from assetcards.model.hosts import is_private_host

_UNREACHED = (500, 502, 503, 504)


def connect_through(proxy: Proxy, url: Url, *, allows_private: bool, seconds: float) -> Connection:
    """Connect to the host of a URL through a proxy. Raises DownloadError for a host that may not be asked, and when the
    proxy refuses, and BrokenError.

    The proxy is the user's own, and may be anywhere.
    """
    if not allows_private and _leads_inside(url):
        raise private(url)
    sock = _reach(proxy, seconds)
    is_private, headers = is_private_host(url.host), {"Proxy-Authorization": proxy.login} if proxy.login else {}
    if not url.is_encrypted:
        return Connection(sock=sock, is_private=is_private, is_loopback=False, is_forwarded=True, headers=headers)
    try:
        _open_tunnel(sock, proxy, url, headers)
    except BaseException:
        sock.close()
        raise
    return Connection(sock=encrypted(sock, url.host), is_private=is_private, is_loopback=False)


def _leads_inside(url: Url) -> bool:
    """Whether a host is of a private network by its spelling, or by what it is known as here.

    A proxy looks up names itself, so what is not known here is for it to decide.
    """
    try:
        found = [] if is_private_host(url.host) else socket.getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return False
    return not found or any(is_private_host(str(each[4][0])) for each in found)


def _reach(proxy: Proxy, seconds: float) -> socket.socket:
    try:
        with explained():
            found = socket.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM)
        return first_that_answers(found, seconds)[0]
    except BrokenError as fault:
        raise BrokenError(f"the proxy {proxy.shown} cannot be reached: {fault.words}") from fault


def _open_tunnel(sock: socket.socket, proxy: Proxy, url: Url, headers: dict[str, str]) -> None:
    lines = [f"CONNECT {url.authority} HTTP/1.1", f"Host: {url.authority}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with explained():
        sock.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii"))
        response = HTTPResponse(sock, method="CONNECT")
        response.begin()
        response.close()
    if not 200 <= response.status < 300:
        raise _refused(proxy, url, response.status)


def _refused(proxy: Proxy, url: Url, status: int) -> DownloadError | BrokenError:
    """The error for a proxy that opens no tunnel."""
    if status in _UNREACHED:
        return BrokenError(f"the proxy {proxy.shown} does not reach the host ({status})", status=status)
    if status == 407:
        return DownloadError(url.shown, f"the proxy {proxy.shown} wants a login", hint=PROXY_LOGIN, status=status)
    hint = "ask its owner, or name the host in $no_proxy if it can be reached without it"
    return DownloadError(url.shown, f"the proxy {proxy.shown} refuses it ({status})", hint=hint, status=status)
