"""`s3://` with the real client, against a store on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.assets.test_verify import tree_of
from tests.gitfixture import GitFixture

pytest.importorskip("obstore", reason="the client of object stores is an extra")

FOLDER = {"a.pt": b"1" * 100, "b/c.pt": b"2" * 200}
BUCKET: dict[str, bytes] = {
    "m.pt": WEIGHTS,
    "other.pt": b"x",
    **{f"many/{path}": each for path, each in FOLDER.items()},
}


class Store(BaseHTTPRequestHandler):
    """A bucket `models`, of which `closed` may not be read, and `short` ends too early."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        _, bucket, key = [*unquote(parts.path).split("/", 2), ""][:3]
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if bucket == "closed":
            self._send(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif "list-type" in query:
            self._send(200, listing(query.get("prefix", "")))
        elif key in BUCKET:
            self._send(200, BUCKET[key])
        else:
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


def listing(prefix: str) -> bytes:
    """What a store lists of the keys with a prefix."""
    found = "".join(
        f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size><ETag>x</ETag>"
        "<LastModified>2025-01-01T00:00:00.000Z</LastModified></Contents>"
        for key, content in BUCKET.items()
        if key.startswith(prefix)
    )
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()


@pytest.fixture
def store(catalog: GitFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitFixture]:
    """A store that the variables of its client name, and the catalog."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    variables = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "canary",
        "AWS_REGION": "us-east-1",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    try:
        yield catalog
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_object_is_a_file(store: GitFixture, ask: Ask) -> None:
    written = card("tiny", checkpoint='"s3://models/m.pt"', checkpoint_sha256=SHA256)
    store.write({"catalog/tiny.yaml": written})
    assert "would fetch 7.0 kB in 1 file" in ask("fetch", "tiny", "--dry-run")[1]
    code, out, err = ask("fetch", "tiny", "--format", "paths", "--require-digests")
    path = Path(out.strip())
    assert (code, err, path.name, path.read_bytes()) == (0, "", "content.pt", WEIGHTS)
    assert ask("fetch", "tiny", "--format", "paths", "--offline") == (0, out, "")


@pytest.mark.parametrize("slash", ["", "/"])
def test_all_below_a_prefix_is_a_folder(store: GitFixture, ask: Ask, slash: str) -> None:
    written = card("tiny", checkpoint=f'"s3://models/many{slash}"', checkpoint_sha256=tree_of(FOLDER))
    store.write({"catalog/tiny.yaml": written})
    code, out, err = ask("fetch", "tiny", "--format", "paths")
    folder = Path(out.strip())
    found = {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    assert (code, err, found) == (0, "", FOLDER)


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("s3://models/none", 4, "the store has nothing there (check the address)"),
        ("s3://closed/m.pt", 4, "the store does not let you in (log in as for its own tools)"),
        ("s3://models/m.pt?x=1", 4, "is no address of an object (write s3://BUCKET/KEY)"),
        ("s3://models/other.pt", 5, "should be"),
    ],
)
def test_what_is_not_there_or_not_right_is_said(
    store: GitFixture, ask: Ask, address: str, code: int, words: str
) -> None:
    store.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{address}"', checkpoint_sha256=SHA256)})
    answer = ask("fetch", "tiny")
    assert (answer[0], answer[1], words in answer[2]) == (code, "", True), answer
    assert "canary" not in answer[2]
