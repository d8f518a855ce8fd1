"""A relative path that leaves the catalog, or the download.

A relative path is relative to the folder of its file, and belongs to the catalog: at a revision it is read from that
commit. A path that leaves the catalog with `..` does not exist there, and may be any file on another machine.
`checkpoint_path` and `tokenizer_path` are relative to the download, and fairseq2 refuses those that leave it.

    # refused
    name: tiny
    checkpoint: "../../elsewhere/tiny.pt"

Move the file into the catalog, or write an absolute path in an override for the environment where it is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.nodes import ScalarNode
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_IN_DOWNLOAD = ("checkpoint_path", "tokenizer_path")


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    folder = posixpath.dirname(card.path)
    for uri in subject.uris:
        if uri.is_path and not uri.text.startswith("/") and _leaves(posixpath.join(folder, uri.text)):
            message = f"{uri.field} {render_quoted(uri.text)} leaves the catalog"
            hint = "move the file into the catalog, or write an absolute path in an override (NAME@ENV)"
            yield RULE.finding(card, uri.node, message, hint)
    yield from _check_download_paths(card)


def _check_download_paths(card: Card) -> Iterator[Finding]:
    for name in _IN_DOWNLOAD:
        entry = card.fields.get(name)
        node = entry.value if entry else None
        text = node.value if isinstance(node, ScalarNode) else None
        if node is not None and isinstance(text, str) and (text.startswith("/") or _leaves(text)):
            message = f"{name} {render_quoted(text)} leaves the download"
            yield RULE.finding(card, (node.line, node.column), message, "write a path inside the download")


def _leaves(path: str) -> bool:
    return posixpath.normpath(path).split("/")[0] == ".."


RULE = Rule(code="C607", name="path-outside", explains=("C611",), check_card=check)
