"""`s3://` and `gs://` with the real client, against a store on loopback."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from assetcards.assets.asset import assets_of
from assetcards.assets.fetching import fetch_asset, open_asset_cache
from assetcards.assets.schemes import Way
from assetcards.sources.opening import open_catalog
from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.assets.test_verify import tree_of
from tests.gitfixture import GitFixture
from tests.remote.servers import running

pytest.importorskip("obstore", reason="the client of object stores is an extra")

FOLDER = {"a.pt": b"1" * 100, "b/c.pt": b"2" * 200}
BUCKET: dict[str, bytes] = {
    "m.pt": WEIGHTS,
    "other.pt": b"x",
    "empty.pt": b"",
    **{f"many/{path}": each for path, each in FOLDER.items()},
}
SCHEMES = ("s3", "gs")
LARGE = bytes(range(256)) * 16_384
"""Of four megabytes: the client brings one at a time."""


class Store(ThreadingHTTPServer):
    """A bucket `models`, of which `closed` may not be read. `asked` is each object that was asked for, with its range.

    `cuts` is how many answers to come end after a megabyte and a half.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.bucket = dict(BUCKET)
        self.asked: list[tuple[str, str]] = []
        self.cuts = 0
        self.pause = 0.0
        self.ignores_ranges = False
        self.lists_quotes = True


class Answer(BaseHTTPRequestHandler):
    """The answer to one request."""

    server: Store
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        _, bucket, key = [*unquote(parts.path).split("/", 2), ""][:3]
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if bucket == "closed":
            self._send(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif "list-type" in query:
            self._send(200, self._listing(query.get("prefix", "")))
        elif key in self.server.bucket:
            self._send_object(key, self.server.bucket[key])
        else:
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_HEAD(self) -> None:
        self.do_GET()

    def _listing(self, prefix: str) -> bytes:
        """What a store lists of the keys with a prefix."""
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>"
            f"<ETag>{escape(etag_of(content).strip('' if self.server.lists_quotes else chr(34)))}</ETag>"
            "<LastModified>2025-01-01T00:00:00.000Z</LastModified></Contents>"
            for key, content in self.server.bucket.items()
            if key.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()

    def _send_object(self, key: str, content: bytes) -> None:
        wanted, etag = self.headers.get("Range", ""), etag_of(content)
        if self.command == "GET":
            self.server.asked.append((key, wanted))
        if self.headers.get("If-Match") not in (None, etag):
            return self._send(412, b"<Error><Code>PreconditionFailed</Code></Error>")
        match = re.fullmatch(r"bytes=([0-9]+)-([0-9]*)", wanted)
        if match is None or self.server.ignores_ranges:
            return self._send(200, content, ("ETag", etag))
        start = int(match[1])
        about = ("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        return self._send(206, content[start:], ("ETag", etag), about)

    def _send(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        modified = ("Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT")
        for name, value in (("Content-Length", str(len(body))), modified, *headers):
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.server.cuts and headers:
            self.server.cuts -= 1
            body, self.close_connection = body[:1_500_000], True
        for at in range(0, len(body), 2**16):
            time.sleep(self.server.pause)
            self.wfile.write(body[at : at + 2**16])

    def log_message(self, *_: object) -> None:
        return


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that the variables of its client name."""
    server = Store()
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that is killed is no fault of it
    address = f"http://127.0.0.1:{server.server_port}"
    of_s3 = {"ENDPOINT_URL": address, "ALLOW_HTTP": "true", "ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "canary"}
    of_google = {"BASE_URL": address, "ALLOW_HTTP": "true", "BEARER_TOKEN": "canary"}
    variables = {**{f"AWS_{name}": each for name, each in of_s3.items()}, "AWS_REGION": "us-east-1"}
    for name, value in {**variables, **{f"GOOGLE_{name}": each for name, each in of_google.items()}}.items():
        monkeypatch.setenv(name, value)
    with running(server):
        yield server


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_object_is_a_file(catalog: GitFixture, server: Store, ask: Ask, scheme: str) -> None:
    written = card("tiny", checkpoint=f'"{scheme}://models/m.pt"', checkpoint_sha256=SHA256)
    catalog.write({"catalog/tiny.yaml": written})
    assert "would fetch 7.0 kB in 1 file" in ask("fetch", "tiny", "--dry-run")[1]
    code, out, err = ask("fetch", "tiny", "--format", "paths", "--require-digests")
    path = Path(out.strip())
    assert (code, err, path.name, path.read_bytes()) == (0, "", "content.pt", WEIGHTS)
    assert ask("fetch", "tiny", "--format", "paths", "--offline") == (0, out, "")
    assert server.asked == [("m.pt", "")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("has_quotes", [True, False])
def test_all_below_a_prefix_is_a_folder(
    catalog: GitFixture, server: Store, ask: Ask, scheme: str, slash: str, has_quotes: bool
) -> None:
    server.lists_quotes = has_quotes
    written = card("tiny", checkpoint=f'"{scheme}://models/many{slash}"', checkpoint_sha256=tree_of(FOLDER))
    catalog.write({"catalog/tiny.yaml": written})
    code, out, err = ask("fetch", "tiny", "--format", "paths")
    folder = Path(out.strip())
    found = {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    assert (code, err, found) == (0, "", FOLDER)


def test_an_empty_object_is_an_empty_file(catalog: GitFixture, server: Store, ask: Ask) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"s3://models/empty.pt"')})
    code, out, _ = ask("fetch", "tiny", "--format", "paths")
    assert (code, Path(out.strip()).read_bytes()) == (0, b"")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("models/none", 4, "the store has nothing there (check the address)"),
        ("closed/m.pt", 4, "the store does not let you in (log in as for its own tools)"),
        ("models/m.pt?x=1", 4, "is no address of an object (write {scheme}://BUCKET/KEY)"),
        ("models/other.pt", 5, "should be"),
    ],
)
def test_what_is_not_there_or_not_right_is_said(
    catalog: GitFixture, server: Store, ask: Ask, scheme: str, address: str, code: int, words: str
) -> None:
    written = card("tiny", checkpoint=f'"{scheme}://{address}"', checkpoint_sha256=SHA256)
    catalog.write({"catalog/tiny.yaml": written})
    answer = ask("fetch", "tiny")
    assert (answer[0], answer[1], words.format(scheme=scheme) in answer[2]) == (code, "", True), answer
    assert "canary" not in answer[2]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_only_says_that_there_is_a_folder_is_no_file(
    catalog: GitFixture, server: Store, ask: Ask, scheme: str
) -> None:
    server.bucket.update({"many/": b"", "many/b/": b"", "many/empty/": b"", "many/none.pt": b""})
    files = {**FOLDER, "none.pt": b""}
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{scheme}://models/many"')})
    code, out, err = ask("fetch", "tiny", "--format", "paths")
    folder = Path(out.strip())
    found = {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    assert (code, err, found) == (0, "", files)


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("models/clash", 4, "has the key 'a', which is no path of a file below it"),
        ("models/../x", 4, "is no address of an object"),
        ("models/a%2F%2Fb", 4, "is no address of an object"),
        ("models/only", 4, "the store has nothing there (check the address)"),
    ],
)
def test_keys_that_are_no_files_are_said(
    catalog: GitFixture, server: Store, ask: Ask, address: str, code: int, words: str
) -> None:
    server.bucket.update({"clash/a": b"1", "clash/a/b": b"2", "only/": b""})
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"s3://{address}"')})
    answer = ask("fetch", "tiny")
    assert (answer[0], answer[1], words in answer[2]) == (code, "", True), answer


def test_objects_that_do_not_fit_are_not_begun_with(
    catalog: GitFixture, server: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(catalog, server, "s3")
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    code, out, err = ask("fetch", "tiny")
    assert (code, out, "4.2 MB are needed, and 1.0 kB are free" in err, server.asked) == (74, "", True, []), err


def large(catalog: GitFixture, server: Store, scheme: str, content: bytes = LARGE) -> None:
    server.bucket["large.pt"] = content
    digest = hashlib.sha256(content).hexdigest()
    written = card("tiny", checkpoint=f'"{scheme}://models/large.pt"', checkpoint_sha256=digest)
    catalog.write({"catalog/tiny.yaml": written})


def kept(tmp_path: Path) -> int:
    """How many bytes an earlier try has left."""
    return sum(path.stat().st_size for path in (tmp_path / "assets").rglob("data"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_process_that_is_killed_inside_an_object_leaves_what_the_next_one_goes_on_from(
    catalog: GitFixture, server: Store, ask: Ask, tmp_path: Path, scheme: str
) -> None:
    large(catalog, server, scheme)
    server.pause = 0.02
    process = subprocess.Popen(
        [sys.executable, "-m", "assetcards", "fetch", "tiny"], cwd=catalog.folder, env=os.environ
    )
    try:
        end = time.monotonic() + 60
        while not kept(tmp_path) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    there, server.pause = kept(tmp_path), 0.0
    assert 0 < there < len(LARGE)
    server.asked.clear()
    code, out, err = ask("fetch", "tiny", "--format", "paths")
    assert (code, err, Path(out.strip()).read_bytes() == LARGE) == (0, "", True)
    assert server.asked == [("large.pt", f"bytes={there}-")]
    assert [path.name for path in (tmp_path / "assets" / "assetcards").glob("*.work/object-*")] == []


def test_a_store_that_cuts_again_and_again_is_given_up_and_gone_on_with(
    catalog: GitFixture, server: Store, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assetcards.assets.buckets._TRIES", {"max_retries": 0})
    large(catalog, server, "s3")
    server.cuts = 1
    code, _, err = ask("fetch", "tiny")
    assert (code, "the store does not answer as it should" in err) == (4, True), err
    there = kept(tmp_path)
    assert 0 < there < len(LARGE)
    seen: list[int] = []
    with open_catalog(catalog.folder) as opened:
        [asset] = assets_of(opened.card("tiny"))
        found = fetch_asset(asset, Way(watch=seen.append), open_asset_cache())
    assert found.path.read_bytes() == LARGE
    assert server.asked[-1] == ("large.pt", f"bytes={there}-")
    assert sum(seen) == len(LARGE), "what is hashed again is watched, too"


@pytest.mark.parametrize("what", ["another object", "no ranges"])
def test_what_is_kept_of_an_object_is_not_used_for_another_one_or_where_parts_are_not_sent(
    catalog: GitFixture, server: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr("assetcards.assets.buckets._TRIES", {"max_retries": 0})
    large(catalog, server, "s3")
    server.cuts = 1
    assert ask("fetch", "tiny")[0] == 4
    content = LARGE[::-1] if what == "another object" else LARGE
    server.ignores_ranges = what == "no ranges"
    large(catalog, server, "s3", content)
    if what == "another object":
        catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"s3://models/large.pt"')})
    code, out, err = ask("fetch", "tiny", "--format", "paths")
    assert (code, err, Path(out.strip()).read_bytes() == content) == (0, "", True)


def test_objects_that_are_complete_are_not_asked_for_again(
    catalog: GitFixture, server: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assetcards.assets.buckets._TRIES", {"max_retries": 0})
    contents = {"1.pt": WEIGHTS, "2.pt": LARGE}
    server.bucket.update({f"two/{path}": content for path, content in contents.items()})
    written = card("tiny", checkpoint='"s3://models/two"', checkpoint_sha256=tree_of(contents))
    catalog.write({"catalog/tiny.yaml": written})
    take = Answer._send_object

    def cut_the_second(answer: Answer, key: str, content: bytes) -> None:
        server.cuts = int(key == "two/2.pt" and len(server.asked) == 1)
        take(answer, key, content)

    monkeypatch.setattr(Answer, "_send_object", cut_the_second)
    assert ask("fetch", "tiny")[0] == 4
    code, out, err = ask("fetch", "tiny", "--format", "paths")
    assert (code, err, (Path(out.strip()) / "2.pt").read_bytes() == LARGE) == (0, "", True)
    assert [key for key, _ in server.asked] == ["two/1.pt", "two/2.pt", "two/2.pt"]


def test_an_object_that_changes_while_it_is_fetched_is_reported(
    catalog: GitFixture, server: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = Answer._send_object

    def change(answer: Answer, key: str, content: bytes) -> None:
        take(answer, key, content if answer.command == "HEAD" else content + b"x")

    monkeypatch.setattr(Answer, "_send_object", change)
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"s3://models/m.pt"')})
    code, out, err = ask("fetch", "tiny")
    assert (code, out, "was changed while it was fetched (try again)" in err) == (4, "", True), err
