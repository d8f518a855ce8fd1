"""An address on a host that the catalog does not allow.

`uris.hosts` in `catalog.toml` may list the hosts that cards load from. Without it every public host is allowed.

    # refused, with `hosts = ["*.example.org"]` in the table [uris] of catalog.toml
    name: tiny
    checkpoint: "https://example.com/tiny.pt"

Publish the file on a host that is allowed, or add the host to `uris.hosts`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.hosts import is_host_named, is_private_host
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    patterns = subject.catalog.settings.hosts
    if "*" in patterns:
        return
    for uri in subject.uris:
        host = uri.maybe_web_host
        if host and not uri.is_page and not is_private_host(host) and not is_host_named(host, patterns):
            message = f"{uri.field} {render_quoted(uri.text)} is on {host!r}, which is not an allowed host"
            hint = "use a host of `uris.hosts` in `catalog.toml`, or add it there"
            yield RULE.finding(subject.card, uri.node, message, hint)


RULE = Rule(code="C613", name="uri-host", check_card=check)
