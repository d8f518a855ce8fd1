"""A real web proxy on loopback: it forwards requests, opens tunnels, and leads every name to this machine."""

from __future__ import annotations

import base64
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.assets.http.servers import Asked
from tests.remote.servers import LOOPBACK, running


class Proxy(ThreadingHTTPServer):
    """`asked` is what it was asked, with the target as the path. It wants the `login`, and `refuses` with the status,
    if there is one.
    """

    daemon_threads = True

    def __init__(self, login: str, refuses: int) -> None:
        super().__init__((LOOPBACK, 0), Forward)
        self.login = f"Basic {base64.b64encode(login.encode()).decode()}" if login else None
        self.refuses = refuses
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that ends early is no fault of the proxy."""


class Forward(BaseHTTPRequestHandler):
    """What a proxy does with one request."""

    server: Proxy
    protocol_version = "HTTP/1.1"
    timeout = 20

    def _is_let_in(self) -> bool:
        self.close_connection = True
        self.server.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        status = self.server.refuses
        if self.server.login not in (None, self.headers.get("Proxy-Authorization")):
            status = 407
        if status:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        return not status

    def do_GET(self) -> None:
        if not self._is_let_in():
            return
        parts = urlsplit(self.path)
        there = HTTPConnection(LOOPBACK, parts.port or 80, timeout=20)
        headers = {name: value for name, value in self.headers.items() if not name.lower().startswith("proxy-")}
        there.request("GET", f"{parts.path}{'?' if parts.query else ''}{parts.query}", headers=headers)
        answer = there.getresponse()
        lines = [f"HTTP/1.1 {answer.status} X", *(f"{name}: {value}" for name, value in answer.getheaders()), "", ""]
        self.wfile.write("\r\n".join(lines).encode("latin-1"))
        with suppress(Exception):  # a body that is cut is cut here, too
            while content := answer.read1(2**16):
                self.wfile.write(content)
        there.close()

    def do_CONNECT(self) -> None:
        if not self._is_let_in():
            return
        with socket.create_connection((LOOPBACK, int(self.path.rpartition(":")[2])), timeout=20) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with suppress(OSError):
                self._carry(there)

    def _carry(self, there: socket.socket) -> None:
        other = {self.connection: there, there: self.connection}
        while True:
            for each in select.select(list(other), [], [], 20)[0] or [None]:
                content = each.recv(2**16) if each else b""
                if not content:
                    return
                other[each].sendall(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        return


@contextmanager
def proxy_server(login: str = "", refuses: int = 0) -> Iterator[Proxy]:
    """A proxy that runs meanwhile."""
    with running(Proxy(login, refuses)) as server:
        yield server
