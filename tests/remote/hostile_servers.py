"""Servers on loopback that speak git's protocol and mean harm: each does one thing that a real one never does.

They answer as `git daemon` does (version 0 of the protocol), or as a web server that speaks for git.
"""

from __future__ import annotations

import hashlib
import socket
import socketserver
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.remote.servers import LOOPBACK

COMMIT = "1" * 40
"""What every branch names; nobody has such a commit."""

CAPABILITIES = "multi_ack_detailed side-band-64k shallow filter allow-tip-sha1-in-want allow-any-sha1-in-want"
FLUSH = b"0000"


class GoneError(Exception):
    """The client has gone away."""


class Client(NamedTuple):
    """Who has connected."""

    connection: socket.socket
    over: threading.Event

    def say(self, *lines: bytes) -> None:
        try:
            self.connection.sendall(b"".join(lines))
        except OSError:
            raise GoneError from None

    def hear(self) -> bytes | None:
        """The next line of the protocol; None for a flush."""
        size = int(self._exactly(4), 16)
        return self._exactly(size - 4) if size else None

    def hear_any(self) -> bytes:
        """The next line, or one of the marks that have a number instead of a length."""
        head = self._exactly(4)
        size = int(head, 16)
        return self._exactly(size - 4) if size > 4 else head

    def _exactly(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            with suppress(OSError):
                chunk = self.connection.recv(size - len(content))
                content += chunk
                if chunk:
                    continue
            raise GoneError
        return content

    def wait(self, seconds: float) -> None:
        """Do nothing for a while; less when the server ends."""
        if self.over.wait(seconds):
            raise GoneError


def line(content: bytes) -> bytes:
    """A line of the protocol."""
    return b"%04x" % (len(content) + 4) + content


def pack(*objects: tuple[int, bytes], count: int | None = None, sealed: bool = True) -> bytes:
    """A pack of objects, each a type (1 commit, 2 tree, 3 blob) and its bytes."""
    content = b"PACK" + struct.pack(">II", 2, len(objects) if count is None else count)
    content += b"".join(object_head(kind, len(body)) + zlib.compress(body, 0) for kind, body in objects)
    return content + hashlib.sha1(content, usedforsecurity=False).digest() if sealed else content


def object_head(kind: int, size: int) -> bytes:
    """What stands before an object in a pack."""
    first, size = kind << 4 | size & 15, size >> 4
    head = bytearray()
    while size:
        head.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    head.append(first)
    return bytes(head)


def progress(text: bytes) -> bytes:
    """Something for people to read."""
    return line(b"\x02" + text)


def data(content: bytes) -> bytes:
    """A part of a pack."""
    return b"".join(line(b"\x01" + content[start : start + 65000]) for start in range(0, len(content), 65000))


Behaviour = Callable[[Client], None]


def advertise(client: Client) -> None:
    """What a server says first: its branches, and what it can do."""
    names = [f"{COMMIT} HEAD\0{CAPABILITIES}\n", f"{COMMIT} refs/heads/main\n"]
    client.say(*(line(name.encode()) for name in names), FLUSH)


def until_asked(client: Client) -> None:
    """Advertise, hear what is wanted, and come to the point where the pack begins."""
    advertise(client)
    if client.hear() is None:
        raise GoneError
    while (asked := client.hear()) is not None:
        if asked.startswith(b"deepen"):
            shallow = True
            break
    else:
        shallow = False
    if shallow:
        while client.hear() is not None:
            pass
        client.say(line(f"shallow {COMMIT}\n".encode()), FLUSH)
    while client.hear() != b"done\n":
        pass
    client.say(line(b"NAK\n"))


def floods_progress(client: Client) -> None:
    until_asked(client)
    while True:
        client.say(progress(b"counting\n" * 7000))


def murmurs(client: Client) -> None:
    """Progress whose line never ends, so that git keeps it."""
    until_asked(client)
    while True:
        client.say(progress(b"x" * 65000))


def drips(client: Client) -> None:
    until_asked(client)
    while True:
        client.say(progress(b"still counting\n"))
        client.wait(0.1)


def endless_blob(client: Client) -> None:
    """A pack of one blob that does not compress and has no end."""
    client.say(data(pack(count=1, sealed=False) + object_head(3, 1 << 50) + b"\x78\x01"))
    stored = b"\0" + struct.pack("<HH", 65000, 65000 ^ 0xFFFF) + b"y" * 65000
    while True:
        client.say(data(stored * 4))


def sends_without_end(client: Client) -> None:
    """A pack of one blob that does not compress and has no end."""
    until_asked(client)
    endless_blob(client)


def sends_a_bomb(client: Client) -> None:
    """A tree of a gigabyte that is a megabyte on the way."""
    until_asked(client)
    client.say(data(pack(count=1, sealed=False) + object_head(2, 1 << 30)))
    packer = zlib.compressobj(9)
    for _ in range(1 << 10):
        client.say(data(packer.compress(b"\0" * (1 << 20))))
    client.say(data(packer.flush()), FLUSH)


def sends_another_commit(client: Client) -> None:
    until_asked(client)
    tree = b""
    body = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n"
    client.say(data(pack((2, tree), (1, body))), FLUSH)


def cuts(client: Client) -> None:
    until_asked(client)
    client.say(data(pack((3, b"y" * 1000), sealed=False)))


def lies_about_a_line(client: Client) -> None:
    until_asked(client)
    client.say(b"fff0\x01PACK")


def lies_about_the_count(client: Client) -> None:
    until_asked(client)
    client.say(data(pack((3, b"y"), count=5)), FLUSH)


def lies_greatly_about_the_count(client: Client) -> None:
    until_asked(client)
    client.say(data(pack((3, b"y"), count=10**8)), FLUSH)


def lies_about_an_object(client: Client) -> None:
    until_asked(client)
    content = pack(count=1, sealed=False) + object_head(3, 5) + zlib.compress(b"much longer than that")
    client.say(data(content + hashlib.sha1(content, usedforsecurity=False).digest()), FLUSH)


def has_branches_without_end(client: Client) -> None:
    client.say(line(f"{COMMIT} HEAD\0{CAPABILITIES}\n".encode()))
    number = 0
    while True:
        names = (f"{COMMIT} refs/heads/main{number + each:09}\n" for each in range(5000))
        client.say(*(line(name.encode()) for name in names))
        number += 5000


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behave: Behaviour) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.behave = behave
        self.over = threading.Event()


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        client = Client(self.request, self.server.over)
        with suppress(GoneError):
            client.hear()
            self.server.behave(client)


@contextmanager
def hostile_daemon(behave: Behaviour) -> Iterator[str]:
    """A server that stands for `git daemon`; gives the address of a repository there."""
    with _Server(behave) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"git://{LOOPBACK}:{server.server_address[1]}/cards.git"
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


Answer = Callable[[BaseHTTPRequestHandler], None]


def asks_again(handler: BaseHTTPRequestHandler) -> None:
    """Sends the client round in a circle."""
    handler.send_response(302)
    handler.send_header("Location", handler.path)
    handler.end_headers()


def wants_a_password(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(401)
    handler.send_header("WWW-Authenticate", 'Basic realm="cards"')
    handler.end_headers()


def begin_answer(handler: BaseHTTPRequestHandler, **headers: str) -> None:
    """The head of an answer that is about branches."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def answers_without_end(handler: BaseHTTPRequestHandler) -> None:
    begin_answer(handler)
    handler.wfile.write(line(b"# service=git-upload-pack\n") + FLUSH)
    handler.wfile.write(line(f"{COMMIT} HEAD\0{CAPABILITIES}\n".encode()))
    names = b"".join(line(f"{COMMIT} refs/heads/main{number:09}\n".encode()) for number in range(5000))
    while True:
        handler.wfile.write(names)


def answers_more_than_it_said(handler: BaseHTTPRequestHandler) -> None:
    begin_answer(handler, Content_Length="10")
    for _ in range(1000):
        handler.wfile.write(b"y" * (1 << 20))


def answers_less_than_it_said(handler: BaseHTTPRequestHandler) -> None:
    begin_answer(handler, Content_Length=str(1 << 30))
    handler.wfile.write(line(b"# service=git-upload-pack\n"))


def answers_a_bomb(handler: BaseHTTPRequestHandler) -> None:
    """A gigabyte that is a megabyte on the way."""
    begin_answer(handler, Content_Encoding="gzip")
    packer = zlib.compressobj(9, wbits=31)
    for _ in range(1 << 10):
        handler.wfile.write(packer.compress(b"y" * (1 << 20)))
    handler.wfile.write(packer.flush())


@contextmanager
def hostile_web_server(answer: Answer) -> Iterator[str]:
    """A web server that gives each request the same answer; gives the address of a repository there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):
                answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
            return

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}/cards.git"
        finally:
            server.shutdown()
            thread.join()
