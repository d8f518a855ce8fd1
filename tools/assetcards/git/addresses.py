"""The addresses of remote repositories: which strings are one, and which of them are passed to git."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import NamedTuple

from assetcards.errors import AddressError
from assetcards.redaction import has_login, redact, redact_address

TRANSPORTS = ("https", "http", "ssh", "git", "file")
"""The transports that a catalog is fetched by; none of them runs a program that the address names."""

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_HELPER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*::")
_SCP = re.compile(r"(?:[A-Za-z0-9._-]+@)?(?:[A-Za-z0-9.-]{2,}|\[[0-9A-Fa-f:.]+\]):(?!//)[^:]+")
_HOST = re.compile(r"(?:[^@:/?#\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_ODD = re.compile(r"[\x00-\x20\x7f$`\\]|%(?![0-9A-Fa-f]{2})|%(?:[01][0-9A-Fa-f]|7[Ff])")
"""A line ending in a password would be one in what git and its helpers say to each other."""

_LOGIN = re.compile(r"^(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?P<user>[^/?#@:]*)(?::(?P<password>[^/?#@]*))?@")


class Login(NamedTuple):
    """A user, and a password if there is one, as they are: no longer percent-encoded."""

    user: str
    password: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that git may see. `text` may hold credentials; `shown` is for people, caches and documents."""

    text: str
    shown: str

    @property
    def is_ssh(self) -> bool:
        """Whether ssh is what it is reached by."""
        return self.text.startswith("ssh://") or "://" not in self.text

    @property
    def is_file(self) -> bool:
        """Whether it is a repository of this machine."""
        return self.text.startswith("file://")

    @property
    def login(self) -> Login | None:
        """What it says to log in with over HTTP; ssh takes no password, and its user is none to hide."""
        login = _LOGIN.match(self.text)
        if login is None or login["scheme"] not in ("http://", "https://"):
            return None
        user, password = (None if part is None else _decoded(part) for part in login.group("user", "password"))
        return Login(user or "", password)

    @property
    def host_url(self) -> str:
        """The part that names the host: what a login is for."""
        scheme, _, rest = self.without_credentials.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    @property
    def without_credentials(self) -> str:
        """The address as a file in git may hold it: the user of `ssh://` stays, for it is no secret."""
        return _without_credentials(self.text)

    @property
    def identity(self) -> str:
        """What two addresses have in common when they are one repository to one user, whatever the password is now.

        A server may give each user another one (`~/cards.git`). It is to be hashed, not shown: a user may be a token.
        """
        login = _LOGIN.match(self.text)
        return f"{self.without_credentials}\n{login['user'] if login else ''}"

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"


def _decoded(text: str) -> str:
    from urllib.parse import unquote_to_bytes

    return os.fsdecode(unquote_to_bytes(text))


def _without_credentials(text: str) -> str:
    return _LOGIN.sub(_public_part, text)


def _public_part(login: re.Match[str]) -> str:
    return f"{login['scheme']}{login['user']}@" if login["scheme"].lower() == "ssh://" else login["scheme"]


def maybe_address(source: str) -> Address | None:
    """The address that a source is, or None when it is a path.

    `https://`, `http://`, `ssh://`, `git://`, `file://` and `user@host:path` are addresses; a Windows drive is none.
    Raises AddressError for one that git must not get: of another transport, with control characters, spaces or `$`,
    with a host or user that looks like an option, or so written that nobody can tell where its credentials end.

    >>> maybe_address("https://me:pw@example.org/cards.git"), maybe_address("../cards")
    (Address('https://***@example.org/cards.git'), None)
    """
    url = _URL.fullmatch(source)
    is_path = source.startswith(("/", ".", "~")) or not (_HELPER.match(source) or _SCP.fullmatch(source))
    if url is None and is_path and not has_login(source):
        return None
    shown = redact_address(source)
    if _ODD.search(source):
        raise AddressError(
            shown, "has spaces, control characters or `$`", hint="remove them, or percent-encode spaces and `$`"
        )
    transport = url[1] if url else "ssh"
    _check_transport(shown, "a helper" if url is None and _HELPER.match(source) else transport)
    place = url[2] if url else source
    if place.startswith("-") or "@-" in place or "/-" in place.partition("/")[0] or (url and not place.strip("/")):
        raise AddressError(shown, "looks like an option or has no path", hint="write HOST/PATH")
    if url and transport != "file" and not _host_of(place).partition(":")[0]:
        raise AddressError(shown, "has no host", hint="write HOST/PATH")
    if transport != "file" and not _has_clear_credentials(place, is_url=url is not None):
        hint = "write those of a user, a password or a path as %40, %3A, %3F and %23"
        if url is None:
            hint = "write SCHEME://HOST/PATH, or ./PATH for a folder"
        raise AddressError(shown, "has `@`, `:`, `?` or `#` in the wrong part", hint=hint)
    return Address(text=source, shown=_shown(source))


def _check_transport(shown: str, transport: str) -> None:
    """Raise AddressError for a transport that is not supported."""
    if transport not in TRANSPORTS:
        raise AddressError(shown, f"catalogs are not fetched by {transport}", hint=f"use {', '.join(TRANSPORTS)}")


def _shown(source: str) -> str:
    """An address without what may be a secret; the user of `ssh://` stays, as it may name the repository."""
    if not source.startswith("ssh://"):
        return redact(source)
    user, at, place = _without_credentials(source).removeprefix("ssh://").rpartition("@")
    return f"ssh://{redact(user)}{at}{redact(place)}"


def _has_clear_credentials(place: str, *, is_url: bool) -> bool:
    """Whether all that could be a user, a password or a token of an address comes before its one `@`."""
    if not is_url:
        return place.count("@") <= 1 and not has_login(place) and not re.search("[?#]", place)
    login_and_host, _, path = place.partition("/")
    login = login_and_host.rpartition("@")[0]
    return _HOST.fullmatch(_host_of(place)) is not None and not re.search("[@?#]", login + path)


def _host_of(place: str) -> str:
    """The host of a URL, with its port: what is between the login and the path."""
    return place.partition("/")[0].rpartition("@")[2]
