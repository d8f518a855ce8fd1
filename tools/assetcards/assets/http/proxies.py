"""Which proxy a host is asked through: as the variables say that curl and requests read."""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from assetcards.assets.http.urls import Url, bracketed
from assetcards.errors import DownloadError
from assetcards.escaping import safe
from assetcards.model.hosts import is_wellformed_host, maybe_address
from assetcards.redaction import redact_address
from assetcards.sources.defaults import variables

PROXY_LOGIN = "write USER:PASSWORD@ before its host, in the variable that names it"
"""How a proxy gets a login."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy: where it is, and the `Proxy-Authorization` for it, which nobody else gets; `shown` is for people."""

    host: str
    port: int
    login: str | None
    shown: str


def user_proxies() -> Callable[[Url], Proxy | None]:
    """What gives the proxy for an address that the user of this process has set."""
    return proxies(variables())


def proxies(environ: Mapping[str, str]) -> Callable[[Url], Proxy | None]:
    """What gives the proxy for an address: of `https_proxy` or `http_proxy`, else of `all_proxy`, but for `no_proxy`.

    Names in capitals count where the others are not set. This machine is never asked through a proxy: it would be
    another machine that is asked. Raises DownloadError for a proxy that cannot be used.

    >>> find = proxies({"https_proxy": "http://me:pw@proxy.lab:3128", "no_proxy": "lab"})
    >>> from assetcards.assets.http.urls import parse_url
    >>> find(parse_url("https://example.org/m")).shown, find(parse_url("https://models.lab/m"))
    ('http://proxy.lab:3128', None)
    """

    def find(url: Url) -> Proxy | None:
        for name in (f"{url.scheme}_proxy", "all_proxy"):
            text = _value(environ, name)
            if text:
                return None if _is_excepted(url, _value(environ, "no_proxy")) else _parsed(text, name)
        return None

    return find


def _value(environ: Mapping[str, str], name: str) -> str:
    is_of_request = name == "http_proxy" and "REQUEST_METHOD" in environ  # a header `Proxy` sets it in web servers
    return environ.get(name, "" if is_of_request else environ.get(name.upper(), "")).strip()


def _is_excepted(url: Url, exceptions: str) -> bool:
    host, address = url.host.rstrip("."), maybe_address(url.host)
    if host == "localhost" or (address is not None and address.is_loopback):
        return True
    for each in re.split(r"[\s,]+", exceptions.lower()):
        name, port = _without_port(each)
        if port in ("", str(url.port)) and (each == "*" or _covers(name, host)):
            return True
    return False


def _without_port(text: str) -> tuple[str, str]:
    """A host, and the port that is behind it, if one is."""
    match = re.fullmatch(r"\[(?P<address>[^]]*)\](?::(?P<port>[0-9]+))?|(?P<name>[^:]*):(?P<number>[0-9]+)", text)
    if match is None:
        return text, ""
    return match["address"] or match["name"] or "", match["port"] or match["number"] or ""


def _covers(name: str, host: str) -> bool:
    """Whether a part of `no_proxy` is the host, a domain above it, or a network with its address."""
    address = maybe_address(host)
    if address is None:
        name = name.strip(".")
        return bool(name) and f".{host}".endswith(f".{name}")
    try:
        return address in ipaddress.ip_network(name, strict=False)
    except ValueError:
        return False


def _parsed(text: str, name: str) -> Proxy:
    """A proxy that a variable names. Raises DownloadError for one that cannot be used."""
    parts = urlsplit(text if "://" in text else f"http://{text}")
    shown = safe(redact_address(text))
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme != "http" or not port or not is_wellformed_host(host):
        raise DownloadError(shown, f"is no proxy that can be used: ${name} names it", hint="write http://HOST:PORT")
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    header = f"Basic {base64.b64encode(login.encode()).decode()}" if login else None
    return Proxy(host=host, port=port, login=header, shown=f"http://{bracketed(host)}:{port}")
