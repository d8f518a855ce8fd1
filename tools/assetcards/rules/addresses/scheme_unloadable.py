"""An address that fairseq2 0.8.1 cannot load, though other programs can.

Models may be stored in Google Cloud Storage (`gs://`), and cards may refer to it; but fairseq2 0.8.1 supports only
`hg`, `http`, `https`, `s3` and `file`, and fails when the card is loaded.

    # a warning
    name: tiny
    checkpoint: "gs://example/tiny.pt"

Add `gs` to `uris.schemes` in `catalog.toml` if your loader supports it; otherwise publish the file elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.uris import UNLOADABLE_SCHEMES
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    allowed = subject.catalog.settings.schemes
    for uri in subject.uris:
        if uri.is_uri and not uri.is_page and uri.scheme in UNLOADABLE_SCHEMES and uri.scheme not in allowed:
            message = f"{uri.field} {render_quoted(uri.text)} cannot be loaded by fairseq2 0.8.1"
            hint = f"add {uri.scheme!r} to `uris.schemes` in `catalog.toml` if your loader supports it"
            yield RULE.finding(subject.card, uri.node, message, hint)


RULE = Rule(code="C612", name="scheme-unloadable", check_card=check)
