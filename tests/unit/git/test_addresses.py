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
        ("ssh://git@example.org:22/cards.git", "ssh://git@example.org:22/cards.git"),
        ("ssh://git:pw@example.org/cards.git", "ssh://git@example.org/cards.git"),
        ("ssh://example.org/cards.git", "ssh://example.org/cards.git"),
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


@pytest.mark.parametrize("text", ["https:///x", "https://:80/x", "ssh://me@/x", "git:///cards.git"])
def test_an_address_without_a_host_says_so(text: str) -> None:
    with pytest.raises(AddressError) as caught:
        maybe_address(text)
    assert str(caught.value).endswith(": has no host (write HOST/PATH)")


PATHS = (
    "",
    ".",
    "cards",
    "../cards",
    "/srv/a:b",
    "~/cards",
    "./a:b",
    "a:b:c",
    "./me:pw@host:x",
    "C:\\cards",
    "c:/cards",
)


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


@pytest.mark.parametrize("text", ["https://me:{}@example.org/$HOME", "ftp://me:{}@example.org/x", "https::x://{}@h/x"])
@pytest.mark.parametrize("password", ["hunter2", "hun ter2", "hun/ter2", "hun@ter2", "hun:ter2"])
def test_a_refusal_shows_no_credentials(text: str, password: str) -> None:
    with pytest.raises(AddressError) as caught:
        maybe_address(text.format(password))
    assert "hun" not in str(caught.value)
    assert "ter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me:gehe/im@example.org/cards.git", "https://***@example.org/cards.git"),
        ("https://me:ge@heim@example.org/cards.git", "https://***@example.org/cards.git"),
        ("https://me:12/geheim@example.org/cards.git", "https://***@example.org/cards.git"),
        ("https://me:geheim/@example.org/cards.git", "https://***@example.org/cards.git"),
        ("https://me:geheim#x@example.org/cards.git", "https://***@example.org/cards.git"),
        ("https://me:geheim?x@example.org/cards.git", "https://***@example.org/cards.git"),
        ("https://me:ge:heim/cards.git@example.org", "https://***@example.org"),
        ("https://example.org/cards.git?private_token=geheim", "https://example.org/cards.git?***"),
        ("https://example.org/cards.git?x=geheim", "https://example.org/cards.git?***"),
        ("https://example.org/cards.git#geheim", "https://example.org/cards.git?***"),
        ("ssh://me:gehe/im@example.org/cards.git", "ssh://***@example.org/cards.git"),
        ("git://example.org/cards@geheim", "git://***@geheim"),
        ("me:geheim@example.org", "***@example.org"),
        ("me:geheim@example.org:cards.git", "***@example.org:cards.git"),
        ("me@example.org:cards@2.git", "***@2.git"),
        ("me@example.org:cards.git?token=geheim", "***@example.org:cards.git?***"),
    ],
)
def test_where_the_credentials_are_uncertain_the_address_is_refused_and_not_shown(text: str, shown: str) -> None:
    with pytest.raises(AddressError) as caught:
        maybe_address(text)
    assert caught.value.message == f"{shown}: has `@`, `:`, `?` or `#` in the wrong part"
    assert "geheim" not in str(caught.value).replace("git://***@geheim", "")


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("https://me:pw@example.org/cards.git", "https://example.org/cards.git"),
        ("https://token@example.org/cards.git", "https://example.org/cards.git"),
        ("ssh://git:pw@example.org/cards.git", "ssh://git@example.org/cards.git"),
        ("git@example.org:cards.git", "git@example.org:cards.git"),
        ("https://me:p%40w%2F@example.org:8443/cards%402.git", "https://example.org:8443/cards%402.git"),
        ("https://me:@[::1]:80/cards.git", "https://[::1]:80/cards.git"),
        ("file:///srv/a@b/c#d?e.git", "file:///srv/a@b/c#d?e.git"),
    ],
)
def test_what_a_lock_file_holds_has_no_credentials(text: str, public: str) -> None:
    address = maybe_address(text)
    assert address is not None
    assert address.without_credentials == public


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("ssh://alice@h/~/cards.git", "ssh://bob@h/~/cards.git", False),
        ("alice@host:cards.git", "bob@host:cards.git", False),
        ("https://alice:pw@h/cards.git", "https://bob:pw@h/cards.git", False),
        ("https://alice:pw@h/cards.git", "https://h/cards.git", False),
        ("https://alice:pw@h/cards.git", "https://alice:other@h/cards.git", True),
        ("ssh://alice:pw@h/cards.git", "ssh://alice@h/cards.git", True),
    ],
)
def test_a_user_makes_another_repository_and_a_password_none(one: str, other: str, are_one: bool) -> None:
    addresses = [maybe_address(one), maybe_address(other)]
    identities = {address.identity for address in addresses if address is not None}
    assert len(identities) == (1 if are_one else 2)
    assert [identity for identity in identities if "pw" in identity] == []
