"""Redirections: to where they may lead, and what is sent on the way."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assetcards import DownloadError
from assetcards.assets.http import reaching
from assetcards.assets.http.redirects import Access
from assetcards.model.hosts import is_private_host
from tests.assets.http.conftest import QUICK, Fetch
from tests.assets.http.servers import FileServer, file_server, redirect
from tests.assets.http.test_downloads import CONTENT, DIGEST

PUBLIC, PRIVATE = "public.example.org", "inside.example.org"
TOKEN = "Bearer canary-token"


def anybody_gets_it(host: str) -> str:
    """A login that would be sent to whoever is asked for it."""
    return TOKEN


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Names of hosts and their addresses. 127.0.0.1 counts as public, all others of the machine are private."""
    known = {PUBLIC: "127.0.0.1", PRIVATE: "127.0.0.2"}
    look_up = socket.getaddrinfo

    def find(host: str, port: int, **kinds: int) -> object:
        return look_up(known.get(host, host), port, **kinds)

    monkeypatch.setattr(socket, "getaddrinfo", find)
    monkeypatch.setattr(reaching, "is_private_host", lambda host: host != "127.0.0.1" and is_private_host(host))
    return known


def at(server: FileServer, host: str, path: str = "/m.pt") -> str:
    return f"http://{host}:{server.server_port}{path}"


@pytest.fixture
def everywhere() -> Iterator[FileServer]:
    """A server on all addresses of this machine."""
    with file_server("0.0.0.0") as server:
        server.files["/m.pt"] = CONTENT
        yield server


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_followed(server: FileServer, fetch: Fetch, status: int) -> None:
    server.add("/m.pt", CONTENT)
    assert fetch(server.add("/old.pt", b"", redirect("m.pt", status))).sha256 == DIGEST


def test_five_redirections_are_followed_and_no_sixth(server: FileServer, fetch: Fetch) -> None:
    server.add("/0", CONTENT)
    for step in range(1, 7):
        server.behave(f"/{step}", redirect(f"/{step - 1}"), redirect(f"/{step - 1}"))
    with pytest.raises(DownloadError, match="redirects more than 5 times"):
        fetch(server.url("/6"))
    assert fetch(server.url("/5")).sha256 == DIGEST


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/old.pt", "redirects in a circle"),
        ("file:///etc/passwd", "file:///etc/passwd: is not of a web server"),
        ("ftp://example.org/m.pt", "is not of a web server"),
        ("http://me:secret@127.0.0.1/m.pt", "has a login in it"),
        ("/a\x00b", "redirects to an address that is none"),
    ],
)
def test_a_redirection_that_leads_nowhere_is_reported(
    server: FileServer, fetch: Fetch, target: Path, location: str, words: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        fetch(server.add("/old.pt", b"", redirect(location)))
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)
    assert not target.exists()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.2", "localhost", "127.2", "0x7f000002", "2130706434", "[::1]", "[::ffff:127.0.0.2]", "10.0.0.1", PRIVATE],
)
def test_a_public_host_does_not_lead_to_a_private_one(
    everywhere: FileServer, fetch: Fetch, names: dict[str, str], host: str
) -> None:
    everywhere.behave("/old.pt", redirect(at(everywhere, host)))
    with pytest.raises(
        DownloadError, match="is on this machine or in a private network, which may not be asked"
    ) as caught:
        fetch(at(everywhere, PUBLIC, "/old.pt"))
    assert caught.value.__notes__ == [f"{at(everywhere, PUBLIC, '/old.pt')} redirects there"]
    assert [asked.path for asked in everywhere.asked] == ["/old.pt"]


def test_a_metadata_service_is_not_asked(everywhere: FileServer, fetch: Fetch, names: dict[str, str]) -> None:
    everywhere.behave("/old.pt", redirect("http://169.254.169.254/latest/meta-data/"))
    with pytest.raises(DownloadError, match="private network"):
        fetch(at(everywhere, PUBLIC, "/old.pt"))


@pytest.mark.parametrize(("first", "then"), [(PRIVATE, PRIVATE), (PRIVATE, PUBLIC), (PUBLIC, PUBLIC)])
def test_other_steps_between_hosts_are_taken(
    everywhere: FileServer, fetch: Fetch, names: dict[str, str], first: str, then: str
) -> None:
    everywhere.behave("/old.pt", redirect(at(everywhere, then)))
    assert fetch(at(everywhere, first, "/old.pt")).sha256 == DIGEST


def test_a_private_host_is_not_led_back_to_by_a_public_one(
    everywhere: FileServer, fetch: Fetch, names: dict[str, str]
) -> None:
    everywhere.behave("/old.pt", redirect(at(everywhere, PUBLIC, "/new.pt")))
    everywhere.behave("/new.pt", redirect(at(everywhere, PRIVATE)))
    with pytest.raises(DownloadError, match="private network"):
        fetch(at(everywhere, PRIVATE, "/old.pt"))


def test_of_a_name_with_several_addresses_only_public_ones_are_asked(
    everywhere: FileServer, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, names: dict[str, str]
) -> None:
    found = socket.getaddrinfo
    both = [*found("127.0.0.2", everywhere.server_port, type=socket.SOCK_STREAM)]
    both += found("127.0.0.1", everywhere.server_port, type=socket.SOCK_STREAM)
    asked: list[str] = []
    connect = socket.socket.connect
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    class Watched(socket.socket):
        def connect(self, address: Any) -> None:
            asked.append(address[0])
            connect(self, address)

    monkeypatch.setattr(socket, "socket", Watched)
    fetch(at(everywhere, "two.example.org"), access=Access(private="never"))
    assert asked == ["127.0.0.1"]


@pytest.mark.parametrize(("private", "is_asked"), [("never", False), ("first", True)])
def test_who_asks_says_whether_a_private_host_may_be_asked(
    everywhere: FileServer, fetch: Fetch, names: dict[str, str], private: reaching.Private, is_asked: bool
) -> None:
    if is_asked:
        assert fetch(at(everywhere, PRIVATE), access=Access(private=private)).sha256 == DIGEST
    else:
        with pytest.raises(DownloadError, match="private network"):
            fetch(at(everywhere, PRIVATE), access=Access(private=private))
    assert bool(everywhere.asked) == is_asked


def test_a_host_that_nobody_knows_is_reported(fetch: Fetch) -> None:
    with pytest.raises(DownloadError, match=r"nowhere.invalid/m.pt: the host is not known"):
        fetch("http://nowhere.invalid/m.pt")


def test_a_login_is_sent_to_the_origin_of_the_first_address_alone(fetch: Fetch) -> None:
    with file_server() as first, file_server() as second:
        first.add("/m.pt", b"", redirect("/moved.pt"))
        first.add("/moved.pt", b"", redirect(second.url("/m.pt")))
        second.add("/m.pt", b"", redirect(first.url("/end.pt")))
        first.add("/end.pt", CONTENT)
        fetch(first.url("/m.pt"), access=Access(login=anybody_gets_it))
        sent = [asked.headers.get("authorization") for asked in (*first.asked, *second.asked)]
    assert sent == [TOKEN, TOKEN, TOKEN, None]


def test_a_login_is_not_sent_without_encryption(
    everywhere: FileServer, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "is_loopback", lambda address: False)
    fetch(at(everywhere, "127.0.0.1"), access=Access(login=anybody_gets_it))
    assert "authorization" not in everywhere.asked[0].headers


@contextmanager
def encrypted(server: FileServer, folder: Path, *names: str) -> Iterator[Path]:
    """Have a server speak TLS with a certificate for these names, which is the only one that is trusted; its file."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test"
    more = ["-addext", f"subjectAltName={','.join(names)}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *more], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    yield certificate


def test_https_is_checked_and_never_left(
    fetch: Fetch, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with file_server() as plain, file_server() as server, encrypted(server, tmp_path, "IP:127.0.0.1") as certificate:
        server.files["/m.pt"] = CONTENT
        address = server.url("/m.pt").replace("http:", "https:")
        with pytest.raises(DownloadError, match="its certificate is not valid: self-signed certificate"):
            fetch(address)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(address, access=Access(login=anybody_gets_it)).sha256 == DIGEST
        assert server.asked[0].headers["authorization"] == TOKEN
        target.unlink()
        with pytest.raises(DownloadError, match=r"its certificate is not valid: .* mismatch"):
            fetch(address.replace("127.0.0.1", "localhost"))
        server.behave("/m.pt", redirect(plain.url("/m.pt")))
        with pytest.raises(DownloadError, match=r"redirects to http://.*, which is not encrypted"):
            fetch(address)
    assert plain.asked == []


def test_a_host_that_stops_in_the_middle_of_a_handshake_is_given_up(fetch: Fetch) -> None:

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(DownloadError, match="timed out"):
            fetch(f"https://127.0.0.1:{port}/m.pt", limits=replace(QUICK, connect_seconds=0.2, tries=1))
