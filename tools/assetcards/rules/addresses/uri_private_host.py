"""An address of this machine or of a private network.

`localhost`, 127.0.0.1 and 10.0.0.1 are different machines wherever the card is loaded; and a card from elsewhere
could make a program send requests to an internal service. All spellings are recognized: `127.1`, `0x7f000001`,
`2130706433`, `[::ffff:127.0.0.1]`, `localhost.`; so are names without a dot and those under `.local`, `.internal` and
`.home.arpa`. A `url`, which is not loaded, may have any host.

    # refused
    name: tiny
    checkpoint: "https://127.1/tiny.pt"

Publish the file where everybody who loads the card can reach it. If they are all inside the network, add the host to
`uris.hosts` in `catalog.toml`: `hosts = ["*", "models.example.internal"]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.hosts import is_host_named, is_private_host
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    patterns = subject.catalog.settings.hosts
    for uri in subject.uris:
        host = uri.maybe_web_host
        if host and not uri.is_page and is_private_host(host) and not is_host_named(host, patterns):
            message = f"{uri.field} {render_quoted(uri.text)} is on a private host"
            hint = "publish it where everybody can reach it, or add the host to `uris.hosts` in `catalog.toml`"
            yield RULE.finding(subject.card, uri.node, message, hint)


RULE = Rule(code="C606", name="uri-private-host", check_card=check)
