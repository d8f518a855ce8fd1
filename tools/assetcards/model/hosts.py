"""The host of an address: public or private, in any spelling, and whether the settings list it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from assetcards.model.globs import globs_of

MAX_HOST = 253
"""How many characters the name of a host has at most."""

_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_PRIVATE_DOMAINS = (".localhost", ".localdomain", ".local", ".internal", ".home.arpa", ".lan")


def is_private_host(host: str) -> bool:
    """Whether a host is this machine or in a private network, as far as its spelling shows.

    >>> is_private_host("127.1"), is_private_host("printer.local"), is_private_host("example.org")
    (True, True, False)
    """
    address = maybe_address(host)
    if address is not None:
        return not address.is_global or address.is_multicast
    name = unquote(host).lower().rstrip(".")
    return "." not in name or name.endswith(_PRIVATE_DOMAINS)


def is_wellformed_host(host: str) -> bool:
    """Whether a host, without the final dot of a name, is an IP address or a valid name.

    >>> is_wellformed_host("::1"), is_wellformed_host("example.org"), is_wellformed_host("example..org")
    (True, True, False)
    """
    return maybe_address(host) is not None or all(map(_LABEL.fullmatch, unquote(host).split(".")))


def is_host_named(host: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern other than `*` matches the host; `*.example.org` matches all below it."""
    name = host.lower().rstrip(".")
    return len(name) <= MAX_HOST and bool(globs_of(tuple(each for each in patterns if each != "*")).matching(name))


@lru_cache(maxsize=1024)  # thousands of cards are on the same few hosts
def maybe_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a host is, in any spelling that programs accept; None for a name.

    >>> str(maybe_address("0x7f.1")), str(maybe_address("[::ffff:127.0.0.1]")), maybe_address("example.org")
    ('127.0.0.1', '127.0.0.1', None)
    """
    host = unquote(host).strip("[]").rstrip(".").partition("%")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _maybe_legacy_address(host)
    return _embedded_address(address) if isinstance(address, ipaddress.IPv6Address) else address


def _maybe_legacy_address(host: str) -> ipaddress.IPv4Address | None:
    """The spellings of `inet_aton`: one to four numbers, decimal, octal or hexadecimal; the last fills the rest."""
    parts = host.split(".")
    if len(parts) > 4:
        return None
    try:
        numbers = [_parse_number(part) for part in parts]
    except ValueError:
        return None
    *heads, last = numbers
    if any(number > 255 for number in heads) or last >= 256 ** (4 - len(heads)):
        return None
    return ipaddress.IPv4Address(sum(number << (24 - 8 * index) for index, number in enumerate(heads)) + last)


def _parse_number(text: str) -> int:
    if not re.fullmatch(r"0[xX][0-9A-Fa-f]{1,16}|[0-9]{1,20}", text):
        raise ValueError(text)
    if text[:2] in ("0x", "0X"):
        return int(text, 16)
    return int(text, 8) if text.startswith("0") else int(text)


_CARRIERS = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""Networks whose last 32 bits are an IPv4 address: NAT64, and the old IPv4-compatible one."""

_LOOPBACK = ipaddress.IPv6Address("::1")


def _embedded_address(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address embeds, or itself."""
    if address != _LOOPBACK and any(address in network for network in _CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
