"""From the first host that is asked to the one that has the file: few steps, and none that gives something away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from assetcards.assets.http.exchange import Answer, ask
from assetcards.assets.http.limits import Limits
from assetcards.assets.http.pacing import Pace
from assetcards.assets.http.proxies import Proxy
from assetcards.assets.http.reaching import Connection, Private, connect
from assetcards.assets.http.tunnels import connect_through
from assetcards.assets.http.urls import Url
from assetcards.errors import DownloadError

_REDIRECTS = (301, 302, 303, 307, 308)


def _no_login(host: str) -> str | None:
    return None


def _no_proxy(url: Url) -> Proxy | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Which hosts may be asked, with which login and through which proxy.

    `login` gives the `Authorization` for a host, and `proxy` the proxy for an address, or None.
    """

    private: Private = "first"
    login: Callable[[str], str | None] = _no_login
    proxy: Callable[[Url], Proxy | None] = _no_proxy

    def connect(self, url: Url, *, allows_private: bool, seconds: float) -> Connection:
        """Connect to the host of a URL. Raises DownloadError for one that may not be asked, and BrokenError."""
        proxy = self.proxy(url)
        if proxy is None:
            return connect(url, allows_private=allows_private, seconds=seconds)
        return connect_through(proxy, url, allows_private=allows_private, seconds=seconds)


ANYBODY = Access()
"""No login, no proxy, and private hosts as long as no public one was asked."""


def follow(url: Url, headers: Mapping[str, str], access: Access, limits: Limits, pace: Pace) -> Answer:
    """The answer of the host that does not redirect any further.

    A login is sent to the origin of the first URL alone, and only encrypted or to this machine. Raises DownloadError
    for a redirection that is not followed, and BrokenError.
    """
    first, seen = url, {url.text}
    allows_private = access.private != "never"
    for _ in range(limits.redirects + 1):
        login = access.login(url.host) if url.origin == first.origin else None
        with _led_by(first, url):
            connection = access.connect(url, allows_private=allows_private, seconds=limits.connect_seconds)
        if login and (url.is_encrypted or connection.is_loopback):
            answer = ask(url, connection, pace, {**headers, "Authorization": login})
        else:
            answer = ask(url, connection, pace, headers)
        location = answer.header("Location")
        if answer.status not in _REDIRECTS or not location:
            return answer
        answer.close()
        url = _next(url, location)
        if url.text in seen:
            raise DownloadError(first.shown, f"redirects in a circle, by way of {url}", status=answer.status)
        seen.add(url.text)
        allows_private = allows_private and connection.is_private
    raise DownloadError(first.shown, f"redirects more than {limits.redirects} times")


@contextmanager
def _led_by(first: Url, url: Url) -> Iterator[None]:
    """Have errors about a URL say what has led there."""
    try:
        yield
    except DownloadError as error:
        if url is not first:
            error.add_note(f"{first} redirects there")
        raise


def _next(url: Url, location: str) -> Url:
    """Where a redirection leads. Raises DownloadError when it is not of the web, or not encrypted any more."""
    there = url.at(location)
    if url.is_encrypted and not there.is_encrypted:
        hint = "ask the owner of the host for an address of https://"
        raise DownloadError(url.shown, f"redirects to {there}, which is not encrypted", hint=hint)
    return there
