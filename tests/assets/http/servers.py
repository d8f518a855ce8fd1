"""A real web server on loopback that can be told to misbehave, once for each thing that is asked of it."""

from __future__ import annotations

import hashlib
import re
import socket
import struct
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.remote.servers import LOOPBACK, running

OLD = "Wed, 01 Jan 2025 00:00:00 GMT"
CHUNK = 2**16
_RANGE = re.compile(r"bytes=([0-9]+)-")


class Asked(NamedTuple):
    """A request: its path with the query, and its headers."""

    path: str
    headers: dict[str, str]


class Reply(BaseHTTPRequestHandler):
    """The answer to one request, as a behaviour writes it; at the end of it the connection is closed."""

    server: FileServer
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        with self.server.lock:
            self.server.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            waiting = self.server.behaviours[path]
            behave = waiting.popleft() if waiting else serve()
        self.close_connection = True
        with suppress(ConnectionError, TimeoutError):
            behave(self)

    @property
    def content(self) -> bytes | None:
        """The file that is asked for."""
        return self.server.files.get(self.path.partition("?")[0])

    def head(self, status: int, *headers: tuple[str, str]) -> None:
        """Send the head of an answer, and nothing but what it is given."""
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers)]
        self.wfile.write("".join(f"{line}\r\n" for line in (*lines, "Connection: close", "")).encode("latin-1"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        return


Behaviour = Callable[[Reply], None]


class FileServer(ThreadingHTTPServer):
    """Files by path; `behave` has the next requests for one answered in other ways. `asked` is what was asked."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, address: str) -> None:
        super().__init__((address, 0), Reply)
        self.files: dict[str, bytes] = {}
        self.behaviours: defaultdict[str, deque[Behaviour]] = defaultdict(deque)
        self.asked: list[Asked] = []
        self.lock = threading.Lock()

    def url(self, path: str) -> str:
        """The address of a file."""
        return f"http://{LOOPBACK}:{self.server_port}{path}"

    def add(self, path: str, content: bytes, *behaviours: Behaviour) -> str:
        """Have a file, of which the first requests are answered in these ways; gives its address."""
        self.files[path] = content
        self.behave(path, *behaviours)
        return self.url(path)

    def behave(self, path: str, *behaviours: Behaviour) -> None:
        """Answer the next requests for a path in these ways."""
        self.behaviours[path].extend(behaviours)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is killed is no fault of the server."""


@contextmanager
def file_server(address: str = LOOPBACK) -> Iterator[FileServer]:
    """A server that runs meanwhile."""
    with running(FileServer(address)) as server:
        yield server


def etag_of(content: bytes) -> str:
    """A strong ETag."""
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


class serve:  # noqa: N801 (used as a function: it makes a behaviour of its arguments)
    """Serve the file as good servers do, but for what the arguments say.

    `cut` ends the connection after so many bytes, `pause` waits before each chunk; `length`, `etag` and `modified` are
    what is said of the file, None for nothing; `ignores_range` sends all of it, `ignores_condition` a part whatever it
    is of; `content` is another file.
    """

    def __init__(
        self,
        *,
        cut: int | None = None,
        pause: float = 0.0,
        chunk: int = CHUNK,
        length: int | None = -1,
        etag: str | None = "",
        modified: str | None = None,
        ignores_range: bool = False,
        ignores_condition: bool = False,
        content: bytes | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.cut, self.pause, self.chunk, self.length, self.etag = cut, pause, chunk, length, etag
        self.modified, self.headers, self.content = modified, headers, content
        self.ignores_range, self.ignores_condition = ignores_range, ignores_condition

    def __call__(self, reply: Reply) -> None:
        content = reply.content if self.content is None else self.content
        if content is None:
            reply.head(404, ("Content-Length", "0"))
            return
        etag = etag_of(content) if self.etag == "" else self.etag
        start = self._start(reply, etag)
        about = [("ETag", etag)] if etag else []
        about += [("Last-Modified", self.modified), ("Date", reply.date_time_string())] if self.modified else []
        size = len(content) - start if self.length == -1 else self.length
        about += [("Content-Length", str(size))] if size is not None else []
        if start >= len(content) > 0:
            reply.head(416, ("Content-Range", f"bytes */{len(content)}"))
            return
        about += [("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")] if start else []
        reply.head(206 if start else 200, *about, *self.headers)
        self._send(reply, content[start : self.cut])

    def _start(self, reply: Reply, etag: str | None) -> int:
        asked = _RANGE.fullmatch(reply.headers.get("Range", ""))
        condition = reply.headers.get("If-Range")
        is_same = condition is None or self.ignores_condition or condition in (etag, self.modified)
        return int(asked[1]) if asked and is_same and not self.ignores_range else 0

    def _send(self, reply: Reply, content: bytes) -> None:
        for at in range(0, len(content), self.chunk):
            if self.pause:
                time.sleep(self.pause)
            reply.wfile.write(content[at : at + self.chunk])


def say(status: int, *headers: tuple[str, str], body: bytes = b"") -> Behaviour:
    """Answer with a status and nothing else that was not named."""

    def behave(reply: Reply) -> None:
        reply.head(status, *headers)
        reply.wfile.write(body)

    return behave


def say_chunked(*chunks: bytes, ends: bool = True) -> Behaviour:
    """Answer with chunks, which end as they should, or do not."""

    def behave(reply: Reply) -> None:
        reply.head(200, ("Transfer-Encoding", "chunked"))
        for chunk in chunks:
            reply.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        reply.wfile.write(b"0\r\n\r\n" if ends else b"")

    return behave


def say_raw(content: bytes) -> Behaviour:
    """Send bytes that need not be HTTP."""

    def behave(reply: Reply) -> None:
        reply.wfile.write(content)

    return behave


def redirect(location: str, status: int = 302) -> Behaviour:
    """Redirect to an address."""
    return say(status, ("Location", location), ("Content-Length", "0"))


def stall(seconds: float) -> Behaviour:
    """Say nothing for so long."""
    return lambda reply: time.sleep(seconds)


def reset(after: int) -> Behaviour:
    """Begin to send the file, and reset the connection after so many bytes."""

    def behave(reply: Reply) -> None:
        content = reply.content or b""
        reply.head(200, ("Content-Length", str(len(content))), ("ETag", etag_of(content)))
        reply.wfile.write(content[:after])
        reply.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reply.connection.close()

    return behave


def drip(head: bytes, seconds: float, content: bytes) -> Behaviour:
    """Send the head of an answer, or a part of it, and then one byte at a time."""

    def behave(reply: Reply) -> None:
        reply.wfile.write(head)
        for at in range(len(content)):
            time.sleep(seconds)
            reply.wfile.write(content[at : at + 1])

    return behave
