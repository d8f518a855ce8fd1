"""A download over plain `http://` without a digest.

Anybody on the network can change a download over plain HTTP, and loading many checkpoints runs code. With a digest
the download is checked. A `url` is a page for people, and may be `http://`.

    # refused
    name: tiny
    checkpoint: "http://example.org/tiny.safetensors"

Write `https://`, or add the digest of the file: `checkpoint_sha256` beside `checkpoint`, `tokenizer_sha256` beside
`tokenizer`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.digests import digest_field, maybe_digest
from assetcards.redaction import render_quoted
from assetcards.rules.rule import ResolvedSubject, Rule


def check(subject: ResolvedSubject) -> Iterator[Finding]:
    for card, uri in subject.loaded_uris:
        if uri.scheme == "http" and uri.is_uri and maybe_digest(subject.card, uri.field) is None:
            message = f"{uri.field} {render_quoted(uri.text)} comes over plain HTTP without a digest"
            yield RULE.finding(card, uri.node, message, f"write https://, or add {digest_field(uri.field)}")


RULE = Rule(code="C605", name="uri-http", check_resolved=check)
