"""One request and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from socket import socket
from typing import cast

import assetcards
from assetcards.assets.http.faults import explained
from assetcards.assets.http.pacing import Pace, PacedSocket
from assetcards.assets.http.reaching import Connection
from assetcards.assets.http.urls import Url

_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


class Answer:
    """An answer of a host, of which the head has been read."""

    def __init__(self, response: HTTPResponse, pace: Pace, url: Url) -> None:
        self._response = response
        self._pace = pace
        self.url = url
        self.status = response.status
        self.is_chunked = bool(response.chunked)
        self.length = response.length
        """How many bytes the host says there are; None when it does not say."""

    def header(self, name: str) -> str:
        """A header; empty if there is none."""
        return (self._response.getheader(name) or "").strip()

    def read(self, count: int) -> bytes:
        """The next bytes, as soon as there are some, up to a count; none at the end. Raises BrokenError."""
        with explained():
            return self._response.read1(count)

    def begin_body(self) -> None:
        """From now on the body is read."""
        self._pace.begin_body()

    def close(self) -> None:
        """End the connection."""
        self._response.close()


def ask(url: Url, connection: Connection, pace: Pace, headers: Mapping[str, str]) -> Answer:
    """Send a request over a connection, which belongs to the answer afterwards. Raises BrokenError."""
    client = HTTPConnection(url.host, url.port)
    client.sock = cast("socket", PacedSocket(connection.sock, pace))
    try:
        with explained():
            pace.begin_head()
            target = f"{url.scheme}://{url.named_host}{url.target}" if connection.is_forwarded else url.target
            client.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
            agent = {"User-Agent": f"assetcards/{assetcards.__version__}"}
            for name, value in {"Host": url.named_host, **_HEADERS, **agent, **connection.headers, **headers}.items():
                client.putheader(name, value)
            client.endheaders()
            return Answer(client.getresponse(), pace, url)
    except BaseException:
        connection.sock.close()
        raise
