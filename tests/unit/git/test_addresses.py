"""Which texts are the address of a remote repository, and which of those git never sees."""

from __future__ import annotations

import pytest

from assetcards.errors import AddressError
from assetcards.git.addresses import maybe_address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.org/cards.git", "https://example.org/cards.git"),
        ("https://me:pw@example.org/cards.git", "https://***@example.org/cards.git"),
        ("https://token@example.org/cards.git", "https://***@example.org/cards.git"),
        ("http://127.0.0.1:8000/cards.git", "http://127.0.0.1:8000/cards.git"),
        ("ssh://git@example.org:22/cards.git", "ssh://***@example.org:22/cards.git"),
        ("git://example.org/cards.git", "git://example.org/cards.git"),
        ("file:///srv/cards.git", "file:///srv/cards.git"),
        ("git@example.org:team/cards.git", "git@example.org:team/cards.git"),
        ("example.org:cards.git", "example.org:cards.git"),
    ],
)
def test_an_address_is_known_and_shown_without_credentials(text: str, shown: str) -> None:
    address = maybe_address(text)
    assert address is not None
    assert (address.text, str(address), repr(address)) == (text, shown, f"Address({shown!r})")


PATHS = ("", ".", "cards", "../cards", "/srv/a:b", "~/cards", "./a:b", "C:\\cards", "c:/cards")


@pytest.mark.parametrize("text", PATHS)
def test_a_path_is_no_address(text: str) -> None:
    assert maybe_address(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "ext::sh -c touch% x",
        "fd::17",
        "https::https://example.org/x",
        "javascript://x",
        "ftp://example.org/x",
        "EXT://x",
        "https://example.org/$HOME",
        "https://example.org/%HOME%",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org/`id`",
        "ssh://-oProxyCommand=x/cards",
        "ssh://me@-oProxyCommand=x/cards",
        "git@-oProxyCommand:x",
        "https://",
        "file://",
    ],
)
def test_what_git_must_not_see_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        maybe_address(text)


def test_a_refusal_shows_no_credentials() -> None:
    with pytest.raises(AddressError) as caught:
        maybe_address("https://me:hunter2@example.org/$HOME")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("https://me:pw@example.org/cards.git", "https://example.org/cards.git"),
        ("https://token@example.org/cards.git", "https://example.org/cards.git"),
        ("ssh://git:pw@example.org/cards.git", "ssh://git@example.org/cards.git"),
        ("git@example.org:cards.git", "git@example.org:cards.git"),
        ("https://example.org/cards@2.git", "https://example.org/cards@2.git"),
    ],
)
def test_what_a_lock_file_holds_has_no_credentials(text: str, public: str) -> None:
    address = maybe_address(text)
    assert address is not None
    assert address.without_credentials == public
