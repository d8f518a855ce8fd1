"""Which hosts are private, in any spelling."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.model.hosts import is_host_named, is_private_host, maybe_address

LOOPBACK = int(ipaddress.IPv4Address("127.0.0.1"))
SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "127.00.0.1", "0177.0.0.1", "0x7f.0.0.1", "0X7F.1", "0x7f000001", "2130706433",
    "017700000001", "127.0.0.1.", "%31%32%37.1", "[::ffff:127.0.0.1]", "::ffff:7f00:1", "[::127.0.0.1]",
    "64:ff9b::127.0.0.1", "2002:7f00:1::",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_every_spelling_of_an_address_is_the_address(host: str) -> None:
    assert str(maybe_address(host)) == "127.0.0.1"
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host",
    ["0", "10.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
     "224.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "localhost", "LocalHost.",
     "a.localhost", "localhost.localdomain", "printer.local", "metadata.google.internal", "nas.lan", "host.home.arpa",
     "intranet", "%6cocalhost"],
)  # fmt: skip
def test_a_private_host_is_reported(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host",
    ["example.org", "localhost.example.org", "8.8.8.8", "0x08080808", "134744072", "2606:4700::1111",
     "64:ff9b::8.8.8.8", "local.org", "internal.com", "a.b.c.d", "1.2.3.4.5.org", "ai.meta.com"],
)  # fmt: skip
def test_a_public_host_is_reported(host: str) -> None:
    assert not is_private_host(host)


@pytest.mark.parametrize(
    "host", ["256.1", "1.2.3.256", "1.2.3.4.5", "0x", "1..2", "4294967296", "08.1", "", "1" * 5000]
)
def test_what_is_no_address_is_a_name(host: str) -> None:
    assert maybe_address(host) is None


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.sampled_from([str, hex, lambda n: f"0{n:o}"]))
def test_the_short_forms_mean_what_the_system_takes_them_for(number: int, parts: int, write: object) -> None:
    import socket

    heads = [number >> (24 - 8 * place) & 255 for place in range(parts - 1)]
    rest = number & ((1 << (32 - 8 * (parts - 1))) - 1)
    assert callable(write)
    host = ".".join(map(write, [*heads, rest]))
    assert str(maybe_address(host)) == socket.inet_ntoa(socket.inet_aton(host))


@given(st.text(max_size=40))
def test_any_text_has_an_answer(host: str) -> None:
    assert is_private_host(host) in (True, False)


def test_a_star_names_no_private_host() -> None:
    assert not is_host_named("localhost", ["*"])
    assert is_host_named("a.lab.internal", ["*", "*.lab.internal"])
    assert not is_host_named("lab.internal", ["*", "*.lab.internal"])
