"""Proxies: which is asked for what, what it is let see, and that nothing else changes by it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assetcards import DownloadError
from assetcards.assets.http.proxies import proxies
from assetcards.assets.http.redirects import Access
from assetcards.assets.http.urls import parse_url
from tests.assets.conftest import SHA256, WEIGHTS, Ask, ask, card, catalog
from tests.assets.http.conftest import Fetch
from tests.assets.http.proxy_server import Proxy, proxy_server
from tests.assets.http.servers import FileServer, file_server, redirect, serve
from tests.assets.http.test_downloads import CONTENT, DIGEST
from tests.assets.http.test_redirects import TOKEN, anybody_gets_it, encrypted
from tests.gitfixture import GitFixture

__all__ = ["ask", "catalog"]  # fixtures are found by their names here

LOGIN = "ada:pass@word"
BY_PROXY = "somewhere.example.org"
"""A name that is known to the proxy alone."""


def named(server: FileServer, path: str = "/m.pt", *, scheme: str = "http", host: str = BY_PROXY) -> str:
    return f"{scheme}://{host}:{server.server_port}{path}"


def by_way_of(proxy: Proxy, **variables: str) -> Access:
    """Access with all variables of proxies naming one, with the login that it wants."""
    address = proxy.address.replace("//", f"//{LOGIN.replace('@', '%40', 1)}@" if proxy.login else "//")
    environ = {"http_proxy": address, "https_proxy": address, **variables}
    return Access(login=anybody_gets_it, proxy=proxies(environ))


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here knows a name: only addresses are looked up."""
    look_up = socket.getaddrinfo

    def find(host: str, port: int, *kind: int, **kinds: int) -> object:
        if host.endswith(".org"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, port, *kind, **kinds)

    monkeypatch.setattr(socket, "getaddrinfo", find)


PROXY, OTHER = "http://proxy.lab:3128", "http://other.lab:3128"


@pytest.mark.parametrize(
    ("environ", "address", "found"),
    [
        ({}, "http://example.org/m", None),
        ({"http_proxy": PROXY}, "http://example.org/m", PROXY),
        ({"http_proxy": PROXY}, "https://example.org/m", None),
        ({"https_proxy": PROXY, "http_proxy": OTHER}, "https://example.org/m", PROXY),
        ({"HTTPS_PROXY": PROXY}, "https://example.org/m", PROXY),
        ({"https_proxy": PROXY, "HTTPS_PROXY": OTHER}, "https://example.org/m", PROXY),
        ({"https_proxy": "", "HTTPS_PROXY": OTHER}, "https://example.org/m", None),
        ({"HTTP_PROXY": PROXY}, "http://example.org/m", PROXY),
        ({"HTTP_PROXY": PROXY, "REQUEST_METHOD": "GET"}, "http://example.org/m", None),
        ({"all_proxy": PROXY, "http_proxy": OTHER}, "https://example.org/m", PROXY),
        ({"https_proxy": "proxy.lab:3128"}, "https://example.org/m", PROXY),
        ({"https_proxy": "http://[::1]:3128/"}, "https://example.org/m", "http://[::1]:3128"),
    ],
)
def test_the_variable_of_the_scheme_names_the_proxy(environ: dict[str, str], address: str, found: str | None) -> None:
    proxy = proxies(environ)(parse_url(address))
    assert (proxy.shown if proxy else None) == found


@pytest.mark.parametrize(
    ("exceptions", "host", "is_direct"),
    [
        ("*", "example.org", True),
        ("example.org", "example.org", True),
        ("example.org", "models.example.org", True),
        (".example.org", "models.example.org", True),
        (".Example.ORG", "example.org", True),
        ("ample.org", "example.org", False),
        ("example.org", "example.org.evil.net", False),
        ("a.b, example.org:443", "example.org", True),
        ("a.b example.org:8080", "example.org", False),
        ("93.184.216.34", "93.184.216.34", True),
        ("93.184.0.0/16", "93.184.216.34", True),
        ("93.185.0.0/16", "93.184.216.34", False),
        ("34", "93.184.216.34", False),
        ("[2606:2800::1]:443", "[2606:2800::1]", True),
        (",, .", "example.org", False),
        ("", "127.0.0.1", True),
        ("", "localhost", True),
        ("", "0x7f.1", True),
    ],
)
def test_no_proxy_names_hosts_domains_networks_and_ports(exceptions: str, host: str, is_direct: bool) -> None:
    found = proxies({"https_proxy": PROXY, "no_proxy": exceptions})(parse_url(f"https://{host}/m"))
    assert (found is None) == is_direct


@pytest.mark.parametrize(
    "proxy", ["https://me:pw@proxy.lab:443", "socks5://proxy.lab:1080", "http://:3128", "proxy.lab"]
)
def test_a_proxy_that_cannot_be_used_is_reported_without_its_login(proxy: str) -> None:
    with pytest.raises(DownloadError) as caught:
        proxies({"all_proxy": proxy})(parse_url("https://example.org/m"))
    expected = f"{proxy.replace('me:pw', '***')}: is no proxy that can be used: $all_proxy names it"
    assert str(caught.value) == f"{expected} (write http://HOST:PORT)"


def test_a_file_is_forwarded_and_the_login_of_the_proxy_stays_there(server: FileServer, fetch: Fetch) -> None:
    server.add("/m.pt", CONTENT, serve(cut=5000))
    with proxy_server(LOGIN) as proxy:
        assert fetch(named(server), access=by_way_of(proxy)).sha256 == DIGEST
    assert {asked.path for asked in proxy.asked} == {named(server)}
    assert {asked.headers["host"] for asked in server.asked} == {f"{BY_PROXY}:{server.server_port}"}
    assert [asked.headers.get("range") for asked in server.asked] == [None, "bytes=5000-"]
    assert not [asked for asked in server.asked if "proxy-authorization" in asked.headers]
    assert not [asked for asked in proxy.asked if "authorization" in asked.headers], "a login goes over no open network"


def test_https_goes_through_a_tunnel_in_which_the_host_shows_its_certificate(
    fetch: Fetch, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        proxy_server(LOGIN) as proxy,
        file_server() as server,
        encrypted(server, tmp_path, f"DNS:{BY_PROXY}") as certificate,
    ):
        server.files["/m.pt"] = CONTENT
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        address = named(server, scheme="https")
        assert fetch(address, access=by_way_of(proxy)).sha256 == DIGEST
        target.unlink()
        with pytest.raises(DownloadError, match=r"its certificate is not valid: .* mismatch"):
            fetch(address.replace("somewhere", "elsewhere"), access=by_way_of(proxy))
    assert [asked.path for asked in proxy.asked] == [
        f"{each}.example.org:{server.server_port}" for each in ("somewhere", "elsewhere")
    ]
    [asked] = server.asked
    assert (asked.headers["authorization"], "proxy-authorization" in asked.headers) == (TOKEN, False)
    assert not [each for each in proxy.asked if "authorization" in each.headers]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("wants", "refuses", "words"),
    [
        (LOGIN, 0, "wants a login (write USER:PASSWORD@ before its host, in the variable that names it)"),
        ("", 403, "(403)"),
        ("", 502, "(502)"),
        ("", 504, "(504)"),
    ],
)
def test_a_proxy_that_refuses_is_reported(
    fetch: Fetch, target: Path, scheme: str, wants: str, refuses: int, words: str
) -> None:
    if refuses == 403 and scheme == "http":
        words = "the host refuses access"
    with proxy_server(wants, refuses) as proxy:
        access = Access(proxy=proxies({f"{scheme}_proxy": proxy.address.replace("//", "//eve:guess@")}))
        with pytest.raises(DownloadError) as caught:
            fetch(f"{scheme}://{BY_PROXY}/m.pt", access=access)
    assert words in str(caught.value) and f"{BY_PROXY}/m.pt" in str(caught.value)
    assert "guess" not in str(caught.value) and not target.exists()


def test_a_proxy_that_is_not_there_is_named(fetch: Fetch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(DownloadError) as caught:
        fetch(f"https://{BY_PROXY}/m.pt", access=Access(proxy=proxies({"all_proxy": address})))
    assert f"the proxy {address} cannot be reached: the host refuses connections" in str(caught.value)


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "printer.local", "0xa000001", "intranet"])
def test_no_private_host_is_asked_through_a_proxy_by_a_redirection_or_a_stranger(
    server: FileServer, fetch: Fetch, host: str
) -> None:
    server.add("/old.pt", b"", redirect(f"http://{host}/m.pt"))
    with proxy_server() as proxy:
        with pytest.raises(DownloadError, match="is on this machine or in a private network"):
            fetch(named(server, "/old.pt"), access=by_way_of(proxy))
        with pytest.raises(DownloadError, match="is on this machine or in a private network"):
            fetch(f"https://{host}/m.pt", access=Access(private="never", proxy=by_way_of(proxy).proxy))
    assert [asked.path for asked in proxy.asked] == [named(server, "/old.pt")]


def test_a_name_that_is_private_here_is_not_asked_for_through_a_proxy(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = socket.getaddrinfo("10.0.0.1", 443, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with proxy_server() as proxy, pytest.raises(DownloadError, match="private network"):
        fetch(f"https://{BY_PROXY}/m.pt", access=Access(private="never", proxy=by_way_of(proxy).proxy))
    assert proxy.asked == []


def test_this_machine_is_asked_without_a_proxy(server: FileServer, fetch: Fetch) -> None:
    server.add("/m.pt", CONTENT)
    with proxy_server() as proxy:
        assert fetch(server.url("/m.pt"), access=by_way_of(proxy)).sha256 == DIGEST
    assert proxy.asked == []


def test_the_command_goes_through_the_proxy_of_its_variables(
    catalog: GitFixture, ask: Ask, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add("/m.pt", WEIGHTS)
    written = card("tiny", checkpoint=f'"{named(server)}"', checkpoint_sha256=SHA256)
    catalog.write({"catalog/tiny.yaml": written})
    with proxy_server(LOGIN) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address.replace("//", "//ada:pass%40word@"))
        assert "would fetch 7.0 kB in 1 file" in ask("fetch", "tiny", "--dry-run")[1]
        code, out, err = ask("fetch", "tiny", "--format", "paths")
    assert (code, err, Path(out.strip()).read_bytes()) == (0, "", WEIGHTS)
    assert len(proxy.asked) == 2
