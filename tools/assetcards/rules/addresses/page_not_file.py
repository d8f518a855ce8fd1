"""An address of a page where people look at a file, instead of the address of the file.

`https://huggingface.co/ORGANIZATION/NAME`, `.../blob/...` and `.../tree/...`, and the same pages of GitHub and GitLab,
give HTML to a program, which takes it for weights. Pages for people belong into `url`.

    # refused
    name: tiny
    checkpoint: "https://huggingface.co/example/tiny/blob/main/tiny.safetensors"

Write the address of the file, `.../resolve/...` on Hugging Face, or `hg://ORGANIZATION/NAME` for the whole repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.pages import maybe_page
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in subject.uris:
        parts = uri.maybe_parts if uri.is_loaded and uri.scheme in ("http", "https") else None
        page = maybe_page(uri.field, parts) if parts is not None else None
        if page is not None:
            message = f"{uri.field} {render_quoted(uri.text)} {page[0]}, not a file"
            yield RULE.finding(subject.card, uri.node, message, page[1])


RULE = Rule(code="C614", name="page-not-file", explains=("C605", "C610", "C611"), check_card=check)
