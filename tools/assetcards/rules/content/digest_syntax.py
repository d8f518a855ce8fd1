"""A digest that is not the SHA-256 of a file in hexadecimal.

`checkpoint_sha256`, `tokenizer_sha256` and `data_sha256` hold the 64 hexadecimal digits of the SHA-256 of the file, so
that a download can be checked. The digest of a folder is `tree:` and the SHA-256 of the list of its files that
`sha256sum` prints, sorted by path. MD5 and SHA-1 are refused, because they can be forged.

    # refused
    name: tiny
    checkpoint: "https://example.org/tiny.pt"
    checkpoint_sha256: "d41d8cd98f00b204e9800998ecf8427e"

Write the 64 digits that `sha256sum FILE` prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.model.digests import is_digest
from assetcards.model.fields import ADDRESS_FIELDS
from assetcards.nodes import Entry, ScalarNode
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_HINT = "write the 64 hexadecimal digits that `sha256sum FILE` prints"
_LENGTHS = {32: "an MD5", 40: "a SHA-1", 96: "a SHA-384", 128: "a SHA-512"}
_WEAK = frozenset(f"{field}_{digest}" for field in ADDRESS_FIELDS for digest in ("md5", "sha1"))


def check(subject: CardSubject) -> Iterator[Finding]:
    for name, entry in subject.card.fields.items():
        if name in _WEAK:
            yield _weak(subject.card, name, entry)
        elif name.endswith("_sha256") and isinstance(entry.value, ScalarNode):
            problem = _maybe_problem(entry.value)
            if problem is not None:
                yield RULE.finding(subject.card, entry.value, f"{name} {problem}", _HINT)


def _weak(card: Card, name: str, entry: Entry) -> Finding:
    field, _, digest = name.rpartition("_")
    hint = f"write {field}_sha256 with the digits that `sha256sum FILE` prints"
    return RULE.finding(card, entry.key, f"{name} is not checked: {digest.upper()} can be forged", hint)


def _maybe_problem(node: ScalarNode) -> str | None:
    text = node.value
    if not isinstance(text, str) or is_digest(text):
        return None
    if re.fullmatch(r"[0-9A-Fa-f]+", text):
        guess = f", the length of {_LENGTHS[len(text)]}" if len(text) in _LENGTHS else ""
        return f"has {len(text)} digits{guess}; a SHA-256 has 64"
    return f"is {render_quoted(text)}, not 64 hexadecimal digits"


RULE = Rule(code="C305", name="digest-syntax", explains=("C502",), check_card=check)
