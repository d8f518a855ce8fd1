"""The digest of a folder beside the address of a single file.

A digest that begins with `tree:` is that of all files in a folder. No file has it, so checking the download fails.

    # a warning
    name: tiny@lab
    checkpoint: "/lab/tiny.safetensors"
    # with `checkpoint_sha256: "tree:..."` in the plain card

Write the address of the folder, or the digest of the file beside its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import lines_beside, location_beside
from assetcards.model.digests import digest_field, maybe_digest
from assetcards.nodes import plain_value
from assetcards.redaction import render_quoted
from assetcards.rules.rule import ResolvedSubject, Rule

_FILE = re.compile(r"\.(?:safetensors|pt|pth|bin|ckpt|pkl|pickle|joblib|gguf|model|json|txt|tsv|csv|jsonl|parquet)$")


def check(subject: ResolvedSubject) -> Iterator[Finding]:
    for card, uri in subject.loaded_uris:
        written = subject.card.layer.find(digest_field(uri.field))
        is_of_folder = written is not None and str(plain_value(written.entry.value)).startswith("tree:")
        digest = maybe_digest(subject.card, uri.field) if is_of_folder else None
        if digest is not None and uri.scheme != "hg" and _FILE.search(uri.text):
            line = digest.card, digest.entry.key.line
            where = location_beside(digest.card, card, digest.entry.key.line)
            message = f"{uri.field} {render_quoted(uri.text)} is a file; its digest ({where}) is that of a folder"
            hint = f"write the folder, or the {digest_field(uri.field)} of the file beside it"
            yield RULE.finding(card, uri.node, message, hint, lines_beside(card, line))


RULE = Rule(code="C511", name="digest-form", check_resolved=check)
