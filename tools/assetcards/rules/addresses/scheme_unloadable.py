"""An address that fairseq2 0.8.1 cannot load, though other programs can.

Google Cloud Storage (`gs://`) is a place where models are kept, and the cards of a catalog may name it; but fairseq2
0.8.1 knows `hg`, `http`, `https`, `s3` and `file` alone, and stops when the card is loaded.

    # warned of
    name: tiny
    checkpoint: "gs://example/tiny.pt"

Name `gs` in `uris.schemes` of `catalog.toml` when your loader knows it; else publish the file elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.uris import UNLOADABLE_SCHEMES, written_uris
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    allowed = subject.catalog.settings.schemes
    for uri in written_uris(subject.card):
        if uri.is_uri and not uri.is_page and uri.scheme in UNLOADABLE_SCHEMES and uri.scheme not in allowed:
            message = f"{uri.field} {render_quoted(uri.text)} cannot be loaded by fairseq2 0.8.1"
            hint = f"add {uri.scheme!r} to uris.schemes of catalog.toml when your loader can"
            yield RULE.finding(subject.card, uri.node, message, hint)


RULE = Rule(code="C612", name="scheme-unloadable", check_card=check)
