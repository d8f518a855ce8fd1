"""Which addresses of files are asked for."""

from __future__ import annotations

import pytest

from assetcards import DownloadError
from assetcards.assets.http.urls import parse_url


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://example.org/a/m.pt", ("https", "example.org", 443, "/a/m.pt")),
        ("http://EXAMPLE.org", ("http", "example.org", 80, "/")),
        ("https://example.org:8443/m?x=%20&y=[1]", ("https", "example.org", 8443, "/m?x=%20&y=[1]")),
        ("http://[::1]:8000/~ada/m.pt", ("http", "::1", 8000, "/~ada/m.pt")),
        ("https://example.org/%2e%2e%2fetc", ("https", "example.org", 443, "/%2e%2e%2fetc")),
    ],
)
def test_an_address_is_read_in_parts(text: str, parts: tuple[str, str, int, str]) -> None:
    url = parse_url(text)
    assert (url.scheme, url.host, url.port, url.target) == parts
    assert parse_url(url.text).origin == url.origin


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://example.org/m", "example.org"),
        ("https://example.org:443/m", "example.org"),
        ("https://example.org:80/m", "example.org:80"),
        ("http://[::1]/m", "[::1]"),
    ],
)
def test_a_host_is_named_with_its_port_only_if_that_is_another_one(text: str, host: str) -> None:
    """Signatures of addresses are of the host as it is named without the usual port."""
    assert parse_url(text).named_host == host


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ftp://example.org/m", "is not of a web server"),
        ("file:///etc/passwd", "is not of a web server"),
        ("/etc/passwd", "is not of a web server"),
        ("https:///m", "has no host"),
        ("https://example..org/m", "has no host, or one that is not valid"),
        ("https://example.org:x/m", "is not an address"),
        ("https://[::1/m", "is not an address"),
        ("https://me@example.org/m", "has a login in it"),
        ("https://me:pw@example.org/m", "has a login in it"),
        ("https://example.org/$HOME", "has a character that is not allowed"),
        ("https://example.org/${HOME}", "has a character that is not allowed"),
        ("https://example.org/a b", "has a character that is not allowed"),
        ("https://example.org/a\\b", "has a character that is not allowed"),
        ("https://example.org/é", "has a character that is not allowed"),
        ("https://exämple.org/m", "has a character that is not allowed"),
        ("https://example.org/%zz", "has a character that is not allowed"),
        ("https://example.org/a\r\nX: y", "has a character that is not allowed"),
        ("https://example.org/a#b", "has a character that is not allowed"),
    ],
)
def test_an_odd_address_is_refused_without_its_secrets(text: str, words: str) -> None:
    with pytest.raises(DownloadError) as caught:
        parse_url(text)
    assert words in str(caught.value)
    assert "pw" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("m2.pt", "https://example.org:443/a/m2.pt"),
        ("/m2.pt?x#y", "https://example.org:443/m2.pt?x"),
        ("//cdn.example.org/m", "https://cdn.example.org:443/m"),
        ("../../../m", "https://example.org:443/m"),
    ],
)
def test_a_redirection_is_seen_from_where_it_is(location: str, there: str) -> None:
    assert parse_url("https://example.org/a/m.pt").at(location).text == there


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:x", "http://[", "/a b", "/é", "https://me:pw@h.org"]
)
def test_a_redirection_to_what_is_not_of_the_web_is_refused(location: str) -> None:
    with pytest.raises(DownloadError) as caught:
        parse_url("https://example.org/a/m.pt").at(location)
    assert "pw" not in str(caught.value)


def test_a_signature_is_not_shown() -> None:
    url = parse_url("https://example.org/m.pt?X-Amz-Signature=abcdef&x=1")
    assert str(url) == "https://example.org/m.pt?***"
    assert "abcdef" in url.text
