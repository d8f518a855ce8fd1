"""A relative path that is no file of the catalog.

A relative path is seen from the folder of its card file, and belongs to the catalog: without the file, nothing can be
loaded. An address of the Hugging Face Hub without its scheme is taken for such a path.

    # a warning
    name: tiny
    checkpoint: org/tiny

Write the path of a file that is there, or an address with its scheme, such as `hg://org/tiny`. A path that only some
machines have belongs in an override for them (`tiny@lab`), which is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.hub import maybe_hub_problem, spell_hub
from assetcards.model.uris import WrittenUri, maybe_local_path
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule
from assetcards.trees.presences import presence_in
from assetcards.trees.tree import Presence

_SUFFIX = re.compile("[a-z]{1,3}[0-9]?|json[a-z]?|safetensors|parquet|arrow|model|tiktoken|gguf", re.IGNORECASE)
"""What is behind the last dot of a file, and not of a repository of the Hub."""


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    for uri in subject.uris if not card.env else ():
        path = maybe_local_path(card, uri)
        if path is not None and presence_in(card.tree, path) is Presence.ABSENT:
            message = (
                f"{uri.field} {render_quoted(uri.text)} is a relative path, and there is no file {render_quoted(path)}"
            )
            yield RULE.finding(card, uri.node, message, _hint(uri))


def _hint(uri: WrittenUri) -> str:
    write = "write the path as it is seen from the folder of this card file, or an address (SCHEME://...)"
    is_repository = "/" in uri.text and maybe_hub_problem(uri.text, None) is None
    if not is_repository or _SUFFIX.fullmatch(uri.text.rpartition(".")[2]):
        return write
    return f"if it is a repository of the Hugging Face Hub, write {spell_hub(uri.field, uri.text)}; else {write}"


RULE = Rule(code="C617", name="path-missing", explains=("C611",), check_card=check)
