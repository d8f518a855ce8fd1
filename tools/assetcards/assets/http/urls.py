"""The addresses of files on web servers: which are asked for, and what is shown of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from assetcards.errors import DownloadError
from assetcards.escaping import safe
from assetcards.model.hosts import is_wellformed_host
from assetcards.redaction import redact, redact_address

_PORTS = {"https": 443, "http": 80}
_ODD = re.compile(r"[^!#%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]|%(?![0-9A-Fa-f]{2})")
"""What has to be percent-encoded; `$` among it, so that nobody thinks a variable is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """The address of a file. `target` is what its host is asked for; `shown` is for people."""

    scheme: str
    host: str
    port: int
    target: str
    shown: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """What has to be the same for credentials to be sent."""
        return self.scheme, self.host, self.port

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read or change what is sent."""
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """The host and the port, as a proxy is asked for them."""
        return f"{bracketed(self.host)}:{self.port}"

    @property
    def named_host(self) -> str:
        """The host as it is named to itself: with the port only if it is another one than that of the scheme."""
        return bracketed(self.host) if self.port == _PORTS[self.scheme] else self.authority

    @property
    def text(self) -> str:
        """The whole address, which may hold a signature."""
        return f"{self.scheme}://{self.authority}{self.target}"

    def at(self, location: str) -> Url:
        """The address that a redirection from here leads to. Raises DownloadError as `parse_url` does."""
        if not location.isascii() or not location.isprintable():
            raise DownloadError(self.shown, f"redirects to an address that is none: {safe(location)[:80]!r}")
        try:
            joined = urljoin(self.text, location)
        except ValueError:
            joined = location
        try:
            return parse_url(joined.partition("#")[0])
        except DownloadError as error:
            error.add_note(f"{self} redirects there")
            raise

    def __str__(self) -> str:
        return self.shown


def bracketed(host: str) -> str:
    """A host as addresses have it.

    >>> bracketed("::1"), bracketed("example.org")
    ('[::1]', 'example.org')
    """
    return f"[{host}]" if ":" in host else host


def parse_url(text: str) -> Url:
    """An address of `http://` or `https://`, in parts.

    Raises DownloadError for one of another scheme, with credentials, without a host, or with characters that have to
    be percent-encoded.

    >>> parse_url("https://example.org/m.pt?signature=abc").shown
    'https://example.org/m.pt?***'
    >>> parse_url("HTTP://Example.org:8000").text
    'http://example.org:8000/'
    """
    shown = safe(redact_address(redact(text)))
    try:
        parts = urlsplit(text)
        host, port, scheme = parts.hostname or "", parts.port, parts.scheme.lower()
    except ValueError:
        raise DownloadError(shown, "is not an address", hint="write https://HOST/PATH") from None
    if scheme not in _PORTS:
        raise DownloadError(shown, "is not of a web server", hint="write https://HOST/PATH")
    if "@" in parts.netloc:
        hint = "put the login of the host into ~/.netrc"
        raise DownloadError(shown, "has a login in it, which everybody can read", hint=hint)
    if _ODD.search(text) or "#" in text:
        raise DownloadError(shown, "has a character that is not allowed in an address", hint="percent-encode it")
    if not is_wellformed_host(host.rstrip(".")):
        raise DownloadError(shown, "has no host, or one that is not valid", hint="write https://HOST/PATH")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Url(scheme=scheme, host=host, port=_PORTS[scheme] if port is None else port, target=target, shown=shown)
