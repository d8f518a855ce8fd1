"""A hub on loopback: what its client asks is answered as the real one does, and noted."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

MAIN = "a" * 40
"""The commit that `main` names in every repository."""


@dataclass(slots=True, kw_only=True)
class HubRepository:
    """A repository: its files at its one commit; those of `large` are in LFS. `sends` is sent instead of a file.

    The answers for files in `cuts` end after so many bytes, once each.
    """

    files: dict[str, bytes]
    commit: str = MAIN
    gated: int = 0
    sends: dict[str, bytes] = field(default_factory=dict)
    cuts: dict[str, int] = field(default_factory=dict)

    def large(self, path: str) -> bool:
        return path.endswith((".safetensors", ".pt", ".bin"))

    def etag(self, path: str) -> str:
        content = self.files[path]
        if self.large(path):
            return hashlib.sha256(content).hexdigest()
        return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()

    def listing(self) -> list[dict[str, object]]:
        return [self._listed(path) for path in self.files]

    def _listed(self, path: str) -> dict[str, object]:
        size = len(self.files[path])
        entry = {"type": "file", "path": path, "size": size, "oid": self.etag(path)[:40]}
        lfs = {"oid": self.etag(path), "size": size, "pointerSize": 134}
        return {**entry, "lfs": lfs} if self.large(path) else entry


class Hub:
    """The hub: repositories by their path (`models/org/name`), and every request that it got, with its token."""

    def __init__(self) -> None:
        self.repositories: dict[str, HubRepository] = {}
        self.requests: list[str] = []
        self.tokens: list[str | None] = []
        self.ranges: list[str] = []
        self.address = ""
        self.large_at = ""
        """The address of the host that has large files, if that is another one."""

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """The status, the headers and the body for a path."""
        parts = unquote(path).strip("/").split("/")
        if parts[0] == "api":
            return self._api("/".join(parts[1:4]), parts[4:])
        parts = parts if parts[0] == "datasets" else ["models", *parts]
        return self._file("/".join(parts[:3]), parts[4:])

    def _api(self, name: str, rest: list[str]) -> tuple[int, dict[str, str], bytes]:
        repository, refusal = self._found(name, rest[1] if len(rest) > 1 else "main")
        if repository is None:
            return refusal
        about = {"id": name.partition("/")[2], "sha": repository.commit, "siblings": []}
        body = repository.listing() if rest[:1] == ["tree"] else about
        return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()

    def _file(self, name: str, rest: list[str]) -> tuple[int, dict[str, str], bytes]:
        repository, refusal = self._found(name, rest[0])
        if repository is None:
            return refusal
        path = "/".join(rest[1:])
        if path not in repository.files:
            return 404, {"X-Error-Code": "EntryNotFound"}, b""
        headers = {"ETag": f'"{repository.etag(path)}"', "X-Repo-Commit": repository.commit}
        if repository.large(path):
            headers |= {"X-Linked-Etag": headers["ETag"], "X-Linked-Size": str(len(repository.files[path]))}
        if repository.large(path) and self.large_at:
            headers["Location"] = f"{self.large_at}/{name.removeprefix('models/')}/resolve/{'/'.join(rest)}"
            return 302, headers, b""
        return 200, headers, repository.sends.get(path, repository.files[path])

    def maybe_cut(self, path: str) -> int | None:
        """After how many bytes the answer for a path ends, if it is cut."""
        for each in self.repositories.values():
            for name in each.cuts:
                if path.endswith(f"/{name}"):
                    return each.cuts.pop(name)
        return None

    def _found(self, name: str, revision: str) -> tuple[HubRepository | None, tuple[int, dict[str, str], bytes]]:
        repository = self.repositories.get(name)
        if repository is None:
            return None, (404, {"X-Error-Code": "RepoNotFound"}, b"")
        if repository.gated:
            return None, (repository.gated, {"X-Error-Code": "GatedRepo", "X-Error-Message": "secret words"}, b"")
        if revision not in ("main", repository.commit):
            return None, (404, {"X-Error-Code": "RevisionNotFound"}, b"")
        return repository, (200, {}, b"")


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Answer requests meanwhile."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            path = urlsplit(self.path).path
            hub.requests.append(f"{self.command} {path}")
            hub.tokens.append(self.headers.get("Authorization"))
            status, headers, body = hub.answer(path)
            wanted = self.headers.get("Range")
            if wanted and status == 200:
                hub.ranges.append(wanted)
                start = int(wanted.removeprefix("bytes=").partition("-")[0])
                headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                status, body = 206, body[start:]
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                cut = hub.maybe_cut(path)
                self.close_connection = cut is not None
                self.wfile.write(body[:cut])

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    hub.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
