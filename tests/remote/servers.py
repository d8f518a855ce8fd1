"""Real servers of git repositories on loopback: `git daemon`, and `git http-backend` behind a real HTTP server."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer
from typing import TypeVar

from tests.gitfixture import git_variables

LOOPBACK = "127.0.0.1"
START_SECONDS = 20


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def git_daemon(folder: Path) -> Iterator[str]:
    """Serve all repositories below a folder by `git daemon`; gives the address to put a name behind."""
    port = free_port()
    command = ["git", "daemon", "--export-all", f"--base-path={folder}", f"--port={port}", f"--listen={LOOPBACK}"]
    process = subprocess.Popen([*command, "--reuseaddr"], env=git_variables(folder), stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"git://{LOOPBACK}:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        threading.Event().wait(0.02)
    raise TimeoutError(f"nothing listens on port {port}")


class HttpServer(ThreadingHTTPServer):
    """What the handlers share: the folder served, the login asked for, and what was asked and sent."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler], folder: Path, login: str | None) -> None:
        super().__init__((LOOPBACK, 0), handler)
        self.folder = folder
        self.login = login
        self.sent = 0
        self.posts = 0

    @property
    def address(self) -> str:
        """The address to put a name behind."""
        return f"http://{LOOPBACK}:{self.server_port}"


class _GitHandler(BaseHTTPRequestHandler):
    """Runs `git http-backend` for each request, as a web server does by CGI."""

    server: HttpServer
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self.server.posts += 1
        if self.headers.get("Transfer-Encoding") == "chunked":
            self._serve(b"".join(self._chunks()))
        else:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()

    def _serve(self, body: bytes) -> None:
        if not self._may_enter():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="cards"')
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        variables = git_variables(self.server.folder) | {
            "GIT_PROJECT_ROOT": str(self.server.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(["git", "http-backend"], env=variables, input=body, capture_output=True, check=False)
        self._answer(done.stdout)

    def _may_enter(self) -> bool:
        if self.server.login is None:
            return True
        wanted = base64.b64encode(self.server.login.encode()).decode()
        return self.headers.get("Authorization") == f"Basic {wanted}"

    def _answer(self, output: bytes) -> None:
        head, _, content = output.partition(b"\r\n\r\n")
        headers = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if ": " in line]
        status = next((value for name, value in headers if name == "Status"), "200 OK")
        self.send_response(int(status.split()[0]))
        for name, value in headers:
            if name != "Status":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.server.sent += len(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        return


class _DumbHandler(SimpleHTTPRequestHandler):
    """Serves the files of a repository, as a web server without git does."""

    server: HttpServer

    def translate_path(self, path: str) -> str:
        return str(self.server.folder) + path.partition("?")[0]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        return


S = TypeVar("S", bound=BaseServer)


@contextmanager
def running(server: S) -> Iterator[S]:
    """A server that answers meanwhile, in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def http_server(folder: Path, *, login: str | None = None, dumb: bool = False) -> Iterator[HttpServer]:
    """Serve all repositories below a folder over HTTP; `login` is `user:password`, `dumb` serves plain files."""
    with running(HttpServer(_DumbHandler if dumb else _GitHandler, folder, login)) as server:
        yield server


def allow_filters(repository: Path) -> None:
    """Let clients leave blobs out, as the large hosts do."""
    git = ["git", "-C", str(repository), "config"]
    subprocess.run([*git, "uploadpack.allowFilter", "true"], env=dict(os.environ), check=True)
