"""A parameter of fairseq2's old addresses, which are part of the address today.

Before they had fields, `;path=` named the file in a download, and `;gated=true` said that the weights are available on
request. fairseq2 0.8.1 knows neither, and asks for an address that nothing is at.

    # a warning
    name: tiny
    checkpoint: "https://example.org/tiny.tar;path=a%2Ftiny.pt"

Write the path as `checkpoint_path` or `tokenizer_path`. Write the address of something gated as `url`, and remove the
field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.model.fields import FIELDS
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_PARAMETER = re.compile(r";(path|gated)=([^;]*)", re.IGNORECASE)


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in subject.uris:
        found = {name.lower(): value for name, value in _PARAMETER.findall(uri.text)}
        if found and uri.is_loaded:
            old = " and ".join(repr(f";{name}=") for name in found)
            message = f"{uri.field} {render_quoted(uri.text)} has {old}, which fairseq2 0.8.1 does not know"
            yield RULE.finding(subject.card, uri.node, message, _hint(subject.card, uri, found))


def _hint(card: Card, uri: WrittenUri, found: dict[str, str]) -> str:
    address = _PARAMETER.sub("", uri.text)
    if found.get("gated", "").lower() not in ("", "false", "0"):
        has_url = "url" in card.fields
        return f"remove {uri.field}: the `url` says where to ask" if has_url else f"write `url: {address}` instead"
    path = f"{uri.field}_path"
    if "path" in found and path in FIELDS:
        return f"write `{uri.field}: {address}` and `{path}: {unquote(found['path'])}`"
    return f"write the address without it: {address}"


RULE = Rule(
    code="C615",
    name="address-parameter",
    explains=("C601", "C605", "C609", "C610", "C611", "C614", "C617"),
    check_card=check,
)
