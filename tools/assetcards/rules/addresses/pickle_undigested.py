"""A pickle without a digest.

Files that end with `.pt`, `.pth`, `.pkl`, `.pickle`, `.bin`, `.ckpt` or `.joblib` are pickles, and loading a pickle
runs the code in it. A digest at least ensures that it is the file that somebody has checked; a `.safetensors` file
cannot run code.

    # advice
    name: tiny
    checkpoint: "https://example.org/tiny.pt"

Add the digest (`checkpoint_sha256`, `tokenizer_sha256`), or publish the weights as safetensors.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.digests import digest_field, maybe_digest
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import ResolvedSubject, Rule

_SUFFIXES = (".pt", ".pth", ".pkl", ".pickle", ".bin", ".ckpt", ".joblib")


def check(subject: ResolvedSubject) -> Iterator[Finding]:
    for card, uri in subject.loaded_uris:
        if _is_pickle(uri) and maybe_digest(subject.card, uri.field) is None:
            message = f"{uri.field} {render_quoted(uri.text)} is a pickle without a digest"
            hint = f"add {digest_field(uri.field)}, or publish the weights as safetensors"
            yield RULE.finding(card, uri.node, message, hint)


def _is_pickle(uri: WrittenUri) -> bool:
    file = uri.text.partition("?")[0].partition("#")[0].lower()
    return (uri.is_uri or uri.is_path) and file.endswith(_SUFFIXES)


RULE = Rule(code="C611", name="pickle-undigested", check_resolved=check)
